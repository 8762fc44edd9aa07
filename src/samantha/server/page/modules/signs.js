/** The plain signs: what she is doing, whether she hears, and what leaves the machine. */

import { byId } from "./elements.js";
import { preferences } from "./preferences.js";
import { Refused, ask } from "./routes.js";

/** @typedef {import("./microphone.js").MicrophoneState} MicrophoneState */

/** @type {Record<import("./events.js").FloorHolder, string>} */
const STATE_WORDS = {
  nobody: "",
  he: "listening",
  pausing: "listening",
  thinking: "thinking",
  she: "speaking",
  both: "speaking, and hearing you",
};

export class Signs {
  #state = byId("state-word", HTMLElement);
  #hearing = byId("hearing-sign", HTMLElement);
  #where = byId("where-sign", HTMLElement);
  /** @type {import("./events.js").FloorHolder} */
  #floor = "nobody";
  #activity = "";
  /** @type {MicrophoneState} */
  #microphone = "off";
  #elsewhere = false;
  #hears = true;
  /** Where her words come from; null until it is known, empty for this machine.
   * @type {string | null} */
  #place = null;

  /** One true sentence about what leaves the machine; empty while that is not known. */
  get leaves() {
    if (this.#place === null) return "";
    return this.#place === ""
      ? "Nothing you say leaves the machine she runs on."
      : `Her words come from a model at ${this.#place}, so what you say goes there.`;
  }

  /** Ask the program where her words come from. */
  async readSettings() {
    try {
      const { stays_here, place } = await ask("api/settings");
      if (stays_here !== undefined) this.#place = stays_here ? "" : place || "another place";
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401 || error.status === 0) throw error;
    }
    this.#show();
  }

  /** @param {import("./events.js").Welcome} welcome */
  welcome(welcome) {
    this.#hears = welcome.hears;
    this.#show();
  }

  /** @param {import("./events.js").FloorHolder} holder */
  floor(holder) {
    this.#floor = holder;
    this.#show();
  }

  /** @param {string} text what she is at, if it takes time */
  activity(text) {
    this.#activity = text;
    this.#show();
  }

  /** @param {MicrophoneState} state @returns {MicrophoneState} the one before */
  microphone(state) {
    const before = this.#microphone;
    this.#microphone = state;
    this.#show();
    return before;
  }

  /** @param {boolean} elsewhere whether another page of his has the microphone */
  heardElsewhere(elsewhere) {
    this.#elsewhere = elsewhere;
    this.#show();
  }

  #show() {
    this.#state.textContent = this.#activity || STATE_WORDS[this.#floor];
    const push = preferences.talking === "push-to-talk";
    /** @type {Record<MicrophoneState, string>} */
    const words = {
      off: this.#elsewhere ? "Another page of yours has the microphone" : "The microphone is off",
      asking: "The browser asks for the microphone",
      open: "She hears you",
      muted: push ? "Hold the button or the space bar to talk" : "She does not hear you",
      lost: "The microphone is gone",
    };
    this.#hearing.textContent = this.#hears
      ? words[this.#microphone]
      : "She reads; she cannot hear here yet";
    this.#hearing.dataset.on = String(this.#microphone === "open");
    this.#where.textContent =
      this.#place === null
        ? ""
        : this.#place === ""
          ? "Nothing leaves this machine"
          : `Her words come from ${this.#place}`;
    this.#where.dataset.plain = "";
  }
}
