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

/** @param {string} text */
const say = (text) => make("p", {}, text);

/** @param {string} text */
const soft = (text) => make("p", { className: "soft" }, text);
