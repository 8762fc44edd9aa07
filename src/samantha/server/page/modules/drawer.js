/** The sheet at the side: her mind, open, and the settings. The address's fragment says which page. */

import { byId, make } from "./elements.js";
import { renderDiary } from "./diary.js";
import { renderDoings } from "./doings.js";
import { renderMemory } from "./memory.js";
import { renderMood } from "./mood.js";
import { renderPeople } from "./people.js";
import { renderSettings } from "./settings.js";
import { renderWhy } from "./why.js";

/** @typedef {{place: HTMLElement, sound: import("./sound.js").Sound, her_name: string, at: string}} Page */

/** @type {Record<string, {title: string, render: (page: Page) => void | Promise<void>, listed: boolean}>} */
const PAGES = {
  memory: { title: "What she remembers", render: renderMemory, listed: true },
  people: { title: "People", render: renderPeople, listed: true },
  mood: { title: "Her mood", render: renderMood, listed: true },
  doings: { title: "What she does for you", render: renderDoings, listed: true },
  diary: { title: "Her diary", render: renderDiary, listed: true },
  settings: { title: "Settings", render: renderSettings, listed: true },
  why: { title: "Why she said this", render: renderWhy, listed: false },
};

const SHORT = {
  memory: "Memory",
  people: "People",
  mood: "Mood",
  doings: "Doings",
  diary: "Diary",
  settings: "Settings",
};

export class Drawer {
  #dialog = byId("drawer", HTMLDialogElement);
  #sound;
  #herName;
  #allowed;

  /**
   * @param {import("./sound.js").Sound} sound
   * @param {() => string} herName
   * @param {() => boolean} allowed whether he is in
   */
  constructor(sound, herName, allowed) {
    this.#sound = sound;
    this.#herName = herName;
    this.#allowed = allowed;
    addEventListener("hashchange", () => this.follow());
    byId("drawer-close", HTMLButtonElement).onclick = () => this.#dialog.close();
    this.#dialog.addEventListener("close", () => {
      if (location.hash) history.pushState(null, "", location.pathname);
    });
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#dialog.close(); // beside the sheet
    });
  }

  get open() {
    return this.#dialog.open;
  }

  /** Show what the address names. */
  follow() {
    const [name, at = ""] = location.hash.slice(1).split("/");
    const page = PAGES[name];
    if (!page || !this.#allowed()) {
      if (this.#dialog.open) this.#dialog.close();
      return;
    }
    byId("drawer-title", HTMLElement).textContent = page.title;
    const links = Object.entries(SHORT).map(([key, label]) => {
      const link = make("a", { href: `#${key}` }, label);
      if (key === name) link.setAttribute("aria-current", "page");
      return link;
    });
    byId("drawer-pages", HTMLElement).replaceChildren(...links);
    // A place of its own for each showing: an answer that comes late cannot fall into another page.
    const place = make("div", { className: "drawer-page", id: "drawer-page", tabIndex: -1 });
    byId("drawer-page", HTMLElement).replaceWith(place);
    if (!this.#dialog.open) this.#dialog.showModal();
    void page.render({ place, sound: this.#sound, her_name: this.#herName(), at });
  }
}
