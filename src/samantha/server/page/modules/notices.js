/** Calm notices above the line for writing: what happened, what to do, and at most one thing to press. */

import { byId, make } from "./elements.js";

/** @type {Map<string, HTMLElement>} by what they are about */
const shown = new Map();

/**
 * Show a notice; one about the same thing takes its place.
 *
 * @param {string} about
 * @param {string} message
 * @param {string} [remedy]
 * @param {{label: string, press: () => void} | null} [action] without one it can be put away
 */
export function notice(about, message, remedy = "", action = null) {
  const button = make(
    "button",
    { type: "button", className: "button soft small" },
    action?.label ?? "All right",
  );
  button.onclick = () => {
    withdraw(about);
    action?.press();
  };
  const element = make(
    "div",
    { className: "notice", attributes: { "data-about": about } },
    make("p", {}, `${message} `, make("span", { className: "remedy" }, remedy)),
    button,
  );
  const before = shown.get(about);
  if (before) before.replaceWith(element);
  else byId("notices", HTMLElement).append(element);
  shown.set(about, element);
}

/** @param {string} about */
export function withdraw(about) {
  shown.get(about)?.remove();
  shown.delete(about);
}
