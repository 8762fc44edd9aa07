/**
 * The words of both, as lines. His appear while he speaks, hers as they are heard. A screen reader
 * is told her sentences, once each, and nothing of what is still being recognised.
 */

import { byId, make, whenText } from "./elements.js";

/**
 * @typedef {{utterance: number, speaker: "he" | "she", text: string, at?: string,
 *   interrupted?: boolean | null}} Utterance `interrupted` is null while she still says it
 * @typedef {{element: HTMLLIElement, words: HTMLParagraphElement, text: string, live: string}} Line
 */

const SENTENCE_END = /[.?!…]["”’)]*$/;

export class Transcript {
  #lines = byId("lines", HTMLOListElement);
  #announcer = byId("announcer", HTMLParagraphElement);
  /** @type {Map<number, Line>} by the place of the utterance */
  #known = new Map();
  /** @type {Map<string, HTMLLIElement>} written and not yet kept, by id */
  #pending = new Map();
  /** @type {HTMLLIElement | null} */
  #unsure = null;
  /** @type {HTMLLIElement | undefined} */
  #earlier;
  #unannounced = "";
  #why;
  #her_name = "She";

  /** @param {(utterance: number, text: string) => void} why he asks why she said this */
  constructor(why) {
    this.#why = why;
  }

  /** @param {string} name */
  set herName(name) {
    this.#her_name = name || "She";
  }

  /**
   * Show what was said before. What is known already stays as it is.
   *
   * @param {readonly Utterance[]} utterances oldest first
   * @param {boolean} goes_on whether the events to come go on where these words end
   */
  showPast(utterances, goes_on) {
    for (const each of utterances) {
      const line = this.#line(each.utterance, each.speaker);
      if (each.text.length > line.text.length) this.#write(line, each.text);
      if (goes_on) line.live = line.text;
      if (each.speaker === "she" && each.interrupted !== null) {
        this.#finish(each.utterance, Boolean(each.interrupted));
      }
      if (each.at) line.element.title = whenText(each.at);
    }
  }

  /** Show nothing of what was kept; what is on its way to her stays. */
  clear() {
    for (const line of this.#known.values()) line.element.remove();
    this.#known.clear();
    this.hisWords("");
  }

  /** The place of the oldest utterance that is shown; null when there is none. */
  get oldest() {
    return this.#known.size ? Math.min(...this.#known.keys()) : null;
  }

  /** @param {(() => void) | null} earlier shows what was said before that; null when there is nothing */
  offerEarlier(earlier) {
    this.#earlier?.remove();
    if (!earlier) return;
    const button = make("button", { type: "button", className: "text-button" }, "Earlier");
    button.onclick = earlier;
    this.#earlier = make("li", { className: "earlier" }, button);
    this.#lines.prepend(this.#earlier);
  }

  /** @param {string} text what he is saying, as far as it is recognised; empty clears it */
  hisWords(text) {
    if (!text) {
      this.#unsure?.remove();
      this.#unsure = null;
      return;
    }
    if (!this.#unsure) {
      this.#unsure = this.#make("You", "his unsure").element;
      this.#lines.append(this.#unsure);
    }
    const words = this.#unsure.querySelector("p");
    if (words) words.textContent = text;
  }

  /** @param {string} id @param {string} text what he wrote, on its way to her */
  hisWriting(id, text) {
    const line = this.#make("You", "his unsure");
    line.words.textContent = text;
    this.#pending.set(id, line.element);
    this.#lines.append(line.element);
  }

  /** @param {number} utterance @param {string} text @param {string | null | undefined} id */
  hisTurn(utterance, text, id) {
    this.hisWords("");
    if (id) {
      this.#pending.get(id)?.remove();
      this.#pending.delete(id);
    }
    this.#write(this.#line(utterance, "he"), text);
  }

  /** @param {number} utterance @param {string} phrase heard of her */
  herWords(utterance, phrase) {
    const line = this.#line(utterance, "she");
    line.live = join(line.live, phrase);
    // After a reload the kept line may be ahead of the events that are told again.
    if (line.live.length > line.text.length) this.#write(line, line.live);
    this.#unannounced = join(this.#unannounced, phrase);
    if (SENTENCE_END.test(phrase)) this.#announce();
  }

  /** @param {number} utterance @param {"over" | "interrupted"} ended */
  herTurn(utterance, ended) {
    this.#announce();
    this.#finish(utterance, ended === "interrupted");
  }

  /** @param {number} utterance @param {boolean} interrupted */
  #finish(utterance, interrupted) {
    const line = this.#known.get(utterance);
    if (!line || line.element.dataset.over) return;
    line.element.dataset.over = "true";
    if (interrupted) {
      line.words.append(
        make("span", { className: "ended", title: "Here you interrupted her" }, "\u00a0—"),
        make("span", { className: "unseen" }, " (interrupted here)"),
      );
    }
    const why = make("button", { type: "button", className: "why" }, "why?");
    why.setAttribute("aria-label", `Why did ${this.#her_name} say: ${line.text.slice(0, 60)}`);
    why.onclick = () => this.#why(utterance, line.text);
    line.element.append(why);
  }

  #announce() {
    if (this.#unannounced) this.#announcer.textContent = this.#unannounced;
    this.#unannounced = "";
  }

  /** @param {number} utterance @param {"he" | "she"} speaker @returns {Line} */
  #line(utterance, speaker) {
    const known = this.#known.get(utterance);
    if (known) return known;
    const line = speaker === "he" ? this.#make("You", "his") : this.#make(this.#her_name, "hers");
    this.#known.set(utterance, line);
    const later = [...this.#known.keys()].filter((each) => each > utterance);
    const next = later.length ? this.#known.get(Math.min(...later)) : undefined;
    if (next) next.element.before(line.element);
    else this.#append(line.element);
    return line;
  }

  /** @param {HTMLLIElement} element after what is settled, before what is still on its way */
  #append(element) {
    const open = [...this.#pending.values(), ...(this.#unsure ? [this.#unsure] : [])];
    const first = open.find((each) => each.isConnected);
    if (first) first.before(element);
    else this.#lines.append(element);
  }

  /** @param {string} name @param {string} kind @returns {Line} */
  #make(name, kind) {
    const words = make("p");
    const element = make(
      "li",
      { className: `line ${kind}` },
      make("span", { className: "unseen" }, `${name}: `),
      words,
    );
    return { element, words, text: "", live: "" };
  }

  /** @param {Line} line @param {string} text */
  #write(line, text) {
    line.text = text;
    line.words.textContent = text;
  }
}

/** @param {string} left @param {string} right */
function join(left, right) {
  if (!left) return right.trimStart();
  return /\s$/.test(left) || /^\s/.test(right) ? left + right : `${left} ${right}`;
}
