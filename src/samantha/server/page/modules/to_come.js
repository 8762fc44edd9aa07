/** Pages that are still empty. Each says in one true sentence what it will be. */

import { make } from "./elements.js";

/** @typedef {import("./drawer.js").Page} Page */

/** @param {Page} page */
export function renderPeople({ place, her_name }) {
  place.append(
    say("Nobody stands here yet."),
    soft(
      `The people you tell ${her_name} of will, with what she has understood of them and where she heard it.`,
    ),
  );
}

/** @param {Page} page */
export function renderDiary({ place, her_name }) {
  place.append(
    say("There is no diary yet."),
    soft(`Here ${her_name} will write down what a day was to her, for you to read.`),
  );
}

/** @param {string} text */
const say = (text) => make("p", {}, text);

/** @param {string} text */
const soft = (text) => make("p", { className: "soft" }, text);
