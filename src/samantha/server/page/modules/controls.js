/** What he does with his hands: writing, interrupting, and the microphone's button. */

import { byId } from "./elements.js";
import { preferences } from "./preferences.js";

/** @typedef {import("./microphone.js").MicrophoneState} MicrophoneState */

/**
 * @typedef {object} Wishes
 * @property {(text: string) => void} write
 * @property {() => void} interrupt
 * @property {() => void} voice he wants to talk: take the microphone
 * @property {(heard: boolean) => void} hear he lets himself be heard, or no longer
 * @property {() => void} touch he has touched the page, so sound is allowed from now on
 */

export class Controls {
  #words = byId("words", HTMLTextAreaElement);
  #button = byId("microphone", HTMLButtonElement);
  #stop = byId("stop", HTMLButtonElement);
  #form = byId("form", HTMLButtonElement);
  /** @type {MicrophoneState} */
  #microphone = "off";
  #holding = false;
  #speaking = false;
  #wishes;
  #away;

  /**
   * @param {Wishes} wishes
   * @param {() => boolean} away whether keys belong to something else just now
   */
  constructor(wishes, away) {
    this.#wishes = wishes;
    this.#away = away;
    byId("composer", HTMLFormElement).onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    this.#words.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    };
    this.#stop.onclick = this.#form.onclick = () => wishes.interrupt();
    this.#watchButton();
    addEventListener("keydown", (event) => this.#pressed(event));
    addEventListener("keyup", (event) => {
      if (event.key === " " || event.key === "Enter") this.#hold(false);
    });
    addEventListener("blur", () => this.#hold(false));
    for (const touch of ["pointerup", "keydown"]) addEventListener(touch, () => wishes.touch());
  }

  /** @param {boolean} speaking whether there is something to interrupt */
  set speaking(speaking) {
    this.#speaking = speaking;
    if (!speaking && document.activeElement === this.#stop) this.#words.focus();
    this.#stop.hidden = !speaking;
    this.#form.disabled = !speaking;
  }

  /** @param {MicrophoneState} state */
  set microphone(state) {
    this.#microphone = state;
    const push = preferences.talking === "push-to-talk";
    const names = {
      off: "Talk with your voice",
      asking: "The browser asks for the microphone",
      open: push ? "Let go to end" : "Mute your microphone",
      muted: push ? "Hold to talk" : "Let yourself be heard again",
      lost: "Try the microphone again",
    };
    const looks = {
      off: "off",
      asking: "off",
      open: "hearing",
      muted: push ? "ready" : "muted",
      lost: "lost",
    };
    this.#button.dataset.state = looks[state];
    this.#button.setAttribute("aria-label", names[state]);
    this.#button.setAttribute("aria-pressed", String(state === "open"));
    this.#button.title = names[state];
  }

  /** Whether there is a microphone's button at all. @param {boolean} hears */
  set voice(hears) {
    this.#button.hidden = !hears;
  }

  focus() {
    this.#words.focus({ preventScroll: true });
  }

  #send() {
    const text = this.#words.value.trim();
    if (!text) return;
    this.#words.value = "";
    this.#wishes.write(text);
  }

  #watchButton() {
    this.#button.onpointerdown = (event) => {
      if (!this.#pushes) return;
      this.#button.setPointerCapture(event.pointerId);
      this.#hold(true);
    };
    this.#button.onpointerup = this.#button.onpointercancel = () => this.#hold(false);
    this.#button.onclick = (event) => {
      if (this.#microphone === "off" || this.#microphone === "lost") this.#wishes.voice();
      else if (!this.#pushes) this.#wishes.hear(this.#microphone !== "open");
      // A press without a pointer or a key, as a screen reader makes it, cannot be held.
      else if (event.detail === 0 && !this.#holding) this.#wishes.hear(this.#microphone !== "open");
    };
  }

  /** Whether he talks by holding something. */
  get #pushes() {
    const there = this.#microphone === "open" || this.#microphone === "muted";
    return there && preferences.talking === "push-to-talk";
  }

  /** @param {boolean} down */
  #hold(down) {
    if (down === this.#holding || (down && !this.#pushes)) return;
    this.#holding = down;
    this.#wishes.hear(down);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (this.#away() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.#wishes.interrupt();
    const target = /** @type {HTMLElement} */ (event.target);
    const onButton = target === this.#button;
    if (onButton && (event.key === " " || event.key === "Enter") && this.#pushes) {
      event.preventDefault();
      return this.#hold(true);
    }
    if (target.closest("input, textarea, select, button, a")) return;
    if (event.key === " ") {
      event.preventDefault();
      if (this.#pushes) this.#hold(true);
      else if (this.#speaking) this.#wishes.interrupt();
    } else if (event.key.length === 1) this.focus(); // he begins to write
  }
}
