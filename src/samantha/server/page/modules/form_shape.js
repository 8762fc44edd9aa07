/**
 * The shape of her form: one long thread wound around a ring, seen from a turning side. Pure
 * geometry; how it moves with her state and with sound is said in `MANNERS`, how it is drawn in
 * form.js.
 */

/** @typedef {"asleep" | "resting" | "listening" | "thinking" | "speaking"} FormState */

/**
 * @typedef {object} Manner how the ring is in a state; every number is eased towards
 * @property {number} size of the ring, 1 is usual
 * @property {number} thickness of the ring
 * @property {number} spread how many of the thread's windings are seen, 0 … 1
 * @property {number} tilt radians away from facing him
 * @property {number} fold 0 is a ring, 1 is folded over itself
 * @property {number} pace how fast the windings travel, radians a second
 * @property {number} turning how fast the whole turns, radians a second
 * @property {number} sway how far his or her sound moves it
 */

/** @type {Record<FormState, Manner>} */
export const MANNERS = {
  asleep: {
    size: 0.8,
    thickness: 0.012,
    spread: 0.12,
    tilt: 0,
    fold: 0,
    pace: 0.1,
    turning: 0,
    sway: 0,
  },
  resting: {
    size: 0.92,
    thickness: 0.2,
    spread: 1,
    tilt: 0.5,
    fold: 0,
    pace: 0.16,
    turning: 0.05,
    sway: 0,
  },
  listening: {
    size: 1.02,
    thickness: 0.13,
    spread: 1,
    tilt: 0.2,
    fold: 0,
    pace: 0.3,
    turning: 0.1,
    sway: 0.55,
  },
  thinking: {
    size: 1,
    thickness: 0.15,
    spread: 1,
    tilt: 0.25,
    fold: 1,
    pace: 1.2,
    turning: 0.35,
    sway: 0,
  },
  speaking: {
    size: 0.95,
    thickness: 0.24,
    spread: 1,
    tilt: 0.42,
    fold: 0,
    pace: 0.75,
    turning: 0.16,
    sway: 1,
  },
};

/** @typedef {{level: number, low: number, high: number}} Loudness each 0 … 1 */

const WINDINGS = 3;

/**
 * @typedef {object} Phase where the motion stands
 * @property {number} winding radians
 * @property {number} turn radians
 * @property {number} wave radians
 * @property {number} breath in -1 … 1
 */

/**
 * The ring: a torus that each strand runs around once while it winds `WINDINGS` times about its
 * tube. Sound runs along it as waves. What all strands share is reckoned once a picture, by `bend`.
 */
export class Ring {
  #count;
  #cos;
  #sin;
  #aboutCos;
  #aboutSin;
  #tube;
  #reach;
  /** @type {Manner} */
  #manner = MANNERS.asleep;
  #tilt = { cos: 1, sin: 0 };
  #turn = { cos: 1, sin: 0 };
  #size = 1;

  /** @param {number} count how many points a strand has */
  constructor(count) {
    this.#count = count;
    this.#cos = new Float32Array(count);
    this.#sin = new Float32Array(count);
    this.#aboutCos = new Float32Array(count);
    this.#aboutSin = new Float32Array(count);
    this.#tube = new Float32Array(count);
    this.#reach = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      this.#cos[i] = Math.cos(around(i, count));
      this.#sin[i] = Math.sin(around(i, count));
    }
  }

  /**
   * Take the shape of this moment.
   *
   * @param {Manner} manner
   * @param {Phase} phase
   * @param {Loudness} loud
   */
  bend(manner, phase, loud) {
    const lift = manner.sway * loud.level;
    this.#manner = manner;
    this.#tilt = { cos: Math.cos(manner.tilt), sin: Math.sin(manner.tilt) };
    this.#turn = { cos: Math.cos(phase.turn), sin: Math.sin(phase.turn) };
    this.#size = manner.size * (1 + 0.02 * phase.breath + 0.07 * lift);
    for (let i = 0; i < this.#count; i++) {
      const a = around(i, this.#count);
      const swell =
        manner.sway *
        (0.5 * loud.low * Math.sin(2 * a - phase.wave) +
          0.35 * loud.low * Math.sin(3 * a + 0.7 * phase.wave) +
          0.3 * loud.high * Math.sin(7 * a + 1.9 * phase.wave));
      this.#tube[i] = manner.thickness * (1 + 0.05 * phase.breath + 1.1 * lift + swell);
      this.#reach[i] = 1 + 0.1 * swell;
      this.#aboutCos[i] = Math.cos(WINDINGS * a + phase.winding);
      this.#aboutSin[i] = Math.sin(WINDINGS * a + phase.winding);
    }
  }

  /**
   * Write the points of one strand, as x, y pairs around 0, within about ±1.6.
   *
   * @param {Float32Array} points
   * @param {number} share which strand, 0 … 1
   */
  strand(points, share) {
    const { spread, fold } = this.#manner;
    const cosOwn = Math.cos(2 * Math.PI * share * spread);
    const sinOwn = Math.sin(2 * Math.PI * share * spread);
    const size = this.#size;
    for (let i = 0; i < this.#count; i++) {
      const cos = this.#cos[i];
      const tube = this.#tube[i];
      const radius =
        this.#reach[i] + tube * (this.#aboutCos[i] * cosOwn - this.#aboutSin[i] * sinOwn);
      const x = radius * cos;
      // Folded, one half of the ring is turned over, so that it crosses itself.
      const y = radius * this.#sin[i] * (1 - fold + fold * cos);
      const z = tube * (this.#aboutSin[i] * cosOwn + this.#aboutCos[i] * sinOwn) + 0.3 * fold * cos;
      const tilted = y * this.#tilt.cos - z * this.#tilt.sin;
      points[2 * i] = size * (x * this.#turn.cos - tilted * this.#turn.sin);
      points[2 * i + 1] = size * (x * this.#turn.sin + tilted * this.#turn.cos);
    }
  }
}

/** @param {number} i @param {number} count the angle of a point; the last one is the first again */
const around = (i, count) => (2 * Math.PI * i) / (count - 1);
