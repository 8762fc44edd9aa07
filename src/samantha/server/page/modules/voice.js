/** His voice at this page: when the microphone is asked for, who has it, and what is said about it. */

import { earcon } from "./earcons.js";
import { byId } from "./elements.js";
import { Microphone, NotHeard } from "./microphone.js";
import { notice, withdraw } from "./notices.js";
import { preferences, watchPreferences } from "./preferences.js";
import { MICROPHONE_REASON } from "./threshold.js";

export class Voice {
  #microphone = new Microphone({
    frame: (frame) => this.#live.sendSound(frame),
    state: (state) => this.#changed(state),
    silent: () => this.#live.say({ type: "microphone", state: "muted" }),
  });
  /** @type {WakeLockSentinel | null} */
  #wake_lock = null;
  #sound;
  #live;
  #signs;
  #controls;

  /**
   * @param {object} of
   * @param {import("./sound.js").Sound} of.sound
   * @param {import("./live.js").Live} of.live
   * @param {import("./signs.js").Signs} of.signs
   * @param {import("./controls.js").Controls} of.controls
   */
  constructor({ sound, live, signs, controls }) {
    this.#sound = sound;
    this.#live = live;
    this.#signs = signs;
    this.#controls = controls;
    watchPreferences((name) => this.#preferred(name));
    document.addEventListener("visibilitychange", () => void this.#keepAwake());
    this.#changed("off");
  }

  /** His sound, to be looked at; null when there is none. */
  get his() {
    return this.#microphone.his;
  }

  /** Why this browser cannot hear him; null when it can. */
  static get deaf() {
    if (Microphone.possible) return null;
    return window.isSecureContext
      ? "This browser has no microphone to give, so you talk in writing."
      : "Your browser gives the microphone only to an address that begins with https; “samantha serve --lan” makes one. In writing it works as it is.";
  }

  /** He wants to talk: say why the browser will ask, and then let it ask. */
  async want() {
    if (!Microphone.possible || (await Microphone.granted())) return this.take();
    notice("microphone", `So that you can talk, ${MICROPHONE_REASON}`, this.#signs.leaves, {
      label: "Ask for it",
      press: () => void this.take(),
    });
  }

  /** Take the microphone; what hinders it is told. */
  async take() {
    withdraw("microphone");
    try {
      await this.#sound.open();
      if (!this.#sound.context) return;
      await this.#microphone.take(this.#sound.context, preferences.talking === "hands-free");
    } catch (error) {
      if (!(error instanceof NotHeard)) throw error;
      notice("microphone", error.message, error.remedy);
    }
  }

  /** @param {boolean} heard whether he lets himself be heard */
  hear(heard) {
    if (heard) this.#microphone.unmute();
    else this.#microphone.mute();
  }

  release() {
    this.#microphone.release();
  }

  /** The line is new: his sound is announced and counted anew. */
  announce() {
    if (this.#microphone.state === "open") this.#microphone.unmute();
  }

  /** @param {import("./events.js").PlaceHolder} holder who has the microphone of all his pages */
  isWith(holder) {
    const elsewhere = holder === "another";
    if (elsewhere && this.#microphone.state !== "off") this.#microphone.release();
    this.#signs.heardElsewhere(elsewhere);
  }

  get #there() {
    return this.#microphone.state === "open" || this.#microphone.state === "muted";
  }

  /** @param {import("./microphone.js").MicrophoneState} state */
  #changed(state) {
    const was = this.#signs.microphone(state);
    this.#controls.microphone = state;
    this.#sound.stayAwake(state === "open" || state === "muted");
    void this.#keepAwake();
    const name = byId("her-name", HTMLElement).textContent ?? "";
    document.title = state === "open" ? `● ${name}` : name;
    if (state === "open") {
      withdraw("microphone");
      this.#live.say({ type: "microphone", state: "taken" });
      if (was !== "open") earcon(this.#sound.context, "hearing");
    }
    if (state === "muted" && was === "open") earcon(this.#sound.context, "muted");
    if (state === "off" && (was === "open" || was === "muted")) {
      this.#live.say({ type: "microphone", state: "released" });
    }
    if (state === "lost") this.#lost(was === "lost");
  }

  /** @param {boolean} again whether it was lost before, and there may be one again */
  #lost(again) {
    if (again) return void this.take();
    this.#live.say({ type: "microphone", state: "lost" });
    earcon(this.#sound.context, "lost");
    notice(
      "microphone",
      "I can't hear you any more: the microphone is gone.",
      "Plug it in again, or write to me.",
      {
        label: "Try again",
        press: () => void this.take(),
      },
    );
  }

  /** The screen stays on while he talks. */
  async #keepAwake() {
    const wanted = this.#microphone.state === "open" && !document.hidden;
    if (!wanted) {
      await this.#wake_lock?.release();
      this.#wake_lock = null;
    } else if (!this.#wake_lock) {
      this.#wake_lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    }
  }

  /** @param {keyof import("./preferences.js").Preferences} name */
  #preferred(name) {
    if (!this.#there) return;
    if (name === "talking") {
      this.hear(preferences.talking === "hands-free");
      this.#controls.microphone = this.#microphone.state;
    }
    if (name === "microphone" || name === "levelling") {
      this.#microphone.release();
      void this.take();
    }
  }
}
