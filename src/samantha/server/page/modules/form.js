/**
 * Her living form: it breathes, listens, thinks and speaks with the real sound, and rests when she
 * rests. When nothing has happened for a while it lies still, and costs nothing.
 */

import { MANNERS, Ring } from "./form_shape.js";
import { loudness } from "./sound.js";

/** @typedef {import("./form_shape.js").FormState} FormState */
/** @typedef {import("./form_shape.js").Manner} Manner */

const STRANDS = 30;
const POINTS = 120;
const STILL_AFTER_S = 16;
const EASE_S = 0.55;
const BREATH_S = 5.2;
// Her own thinking may need the machine that draws this.
const FRAME_S = 1 / 30;
const QUIET_FRAME_S = 1 / 20;
const MOST_PIXELS = 900;

export class LivingForm {
  /** @type {FormState} */
  #state = "asleep";
  /** @type {Manner} */
  #manner = { ...MANNERS.asleep };
  #mood = { size: 1, pace: 1 };
  #phase = { winding: 0.4, turn: 0.3, wave: 0, breath: 0 };
  #loud = { level: 0, low: 0, high: 0 };
  #spectrum = new Uint8Array(256);
  #ring = new Ring(POINTS);
  #points = new Float32Array(2 * POINTS);
  #before_s = 0;
  #woken_s = 0;
  #asked = 0;
  /** @type {string[]} */
  #colours = [];
  #canvas;
  #pen;
  #sounding;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(state: FormState) => AnalyserNode | null} sounding whose sound moves it now
   */
  constructor(canvas, sounding) {
    this.#canvas = canvas;
    this.#pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.#sounding = sounding;
    new ResizeObserver(() => this.#fit()).observe(canvas);
    const repaint = () => this.repaint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    this.#calm.addEventListener("change", repaint);
    for (const sign of ["pointermove", "keydown"]) {
      addEventListener(sign, () => this.wake(), { passive: true });
    }
    document.addEventListener("visibilitychange", () => this.wake());
    this.#mix();
  }

  /** @param {FormState} state */
  set state(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.wake();
  }

  /**
   * Her mood: happier is a little larger, livelier a little quicker.
   *
   * @param {number} valence in -1 … 1
   * @param {number} energy in -1 … 1
   */
  feel(valence, energy) {
    this.#mood = { size: 1 + 0.06 * valence, pace: 1 + 0.4 * energy };
  }

  /** Something happened: she moves again for a while. */
  wake() {
    this.#woken_s = performance.now() / 1000;
    if (this.#asked === 0 && !document.hidden) {
      this.#before_s = 0;
      this.#asked = requestAnimationFrame((now) => this.#frame(now / 1000));
    }
  }

  /** The colours may have changed. */
  repaint() {
    this.#mix();
    this.wake();
  }

  /** @param {number} now_s */
  #frame(now_s) {
    this.#asked = 0;
    const sounds = this.#state === "speaking" || this.#state === "listening";
    const apart_s = now_s - this.#before_s;
    if (this.#before_s && apart_s < (sounds ? FRAME_S : QUIET_FRAME_S) - 0.004)
      return this.#again();
    this.#move(this.#before_s ? Math.min(0.1, apart_s) : FRAME_S);
    this.#before_s = now_s;
    this.#draw();
    if (document.hidden || this.#calm.matches) return;
    if (sounds || this.#state === "thinking" || now_s - this.#woken_s < STILL_AFTER_S)
      this.#again();
  }

  #again() {
    this.#asked = requestAnimationFrame((now) => this.#frame(now / 1000));
  }

  /** @param {number} step_s */
  #move(step_s) {
    const goal = MANNERS[this.#state];
    const calm = this.#calm.matches;
    const share = calm ? 1 : 1 - Math.exp(-step_s / EASE_S);
    for (const name of /** @type {(keyof Manner)[]} */ (Object.keys(goal))) {
      const mood = name === "size" || name === "pace" ? this.#mood[name] : 1;
      this.#manner[name] += share * (goal[name] * mood - this.#manner[name]);
    }
    if (calm) return;
    const now = loudness(this.#sounding(this.#state), this.#spectrum);
    for (const name of /** @type {("level" | "low" | "high")[]} */ (["level", "low", "high"])) {
      const rises = now[name] > this.#loud[name];
      this.#loud[name] +=
        (1 - Math.exp(-step_s / (rises ? 0.04 : 0.16))) * (now[name] - this.#loud[name]);
    }
    // At the end of its waking time the motion runs down instead of breaking off.
    const left_s = STILL_AFTER_S - (performance.now() / 1000 - this.#woken_s);
    const ebb =
      this.#state === "resting" || this.#state === "asleep"
        ? Math.min(1, Math.max(0, left_s / 5))
        : 1;
    const phase = this.#phase;
    phase.winding += step_s * this.#manner.pace * ebb;
    phase.turn += step_s * this.#manner.turning * ebb;
    phase.wave += step_s * (2.5 + 4 * this.#loud.level);
    phase.breath = ebb * Math.sin((2 * Math.PI * performance.now()) / 1000 / BREATH_S);
  }

  #draw() {
    const { width, height } = this.#canvas;
    const pen = this.#pen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    const scale = width / 3.6;
    pen.setTransform(scale, 0, 0, scale, width / 2, height / 2);
    const sheen = pen.createLinearGradient(-0.9, -1, 0.8, 1);
    this.#colours.forEach((colour, i) => sheen.addColorStop(i / 2, colour));
    pen.strokeStyle = sheen;
    pen.lineWidth = Math.max(1, width / 560) / scale;
    pen.lineJoin = "round";
    const points = this.#points;
    this.#ring.bend(this.#manner, this.#phase, this.#loud);
    for (let s = 0; s < STRANDS; s++) {
      this.#ring.strand(points, s / STRANDS);
      pen.globalAlpha =
        0.3 + 0.35 * (0.5 + 0.5 * Math.sin((2 * Math.PI * s) / STRANDS + this.#phase.winding));
      pen.beginPath();
      pen.moveTo(points[0], points[1]);
      for (let i = 2; i < points.length; i += 2) pen.lineTo(points[i], points[i + 1]);
      pen.stroke();
    }
  }

  #fit() {
    const side = Math.min(MOST_PIXELS, Math.round(this.#canvas.clientWidth * devicePixelRatio));
    if (side > 0 && side !== this.#canvas.width) {
      this.#canvas.width = this.#canvas.height = side;
      this.#draw();
      this.wake();
    }
  }

  /** Take the colours that the page has now. */
  #mix() {
    const probe = this.#canvas.parentElement ?? this.#canvas;
    const style = getComputedStyle(probe);
    const was = probe.style.color;
    this.#colours = [1, 2, 3].map((n) => {
      probe.style.color = `var(--form-strand-${n})`;
      return style.color;
    });
    probe.style.color = was;
  }
}
