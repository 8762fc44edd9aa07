/** Making elements. Text only ever becomes text: nothing here reads markup. */

/**
 * Make an element: `make("p", {className: "soft"}, "words", another)`.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Partial<HTMLElementTagNameMap[K]> & {attributes?: Record<string, string>}
 *   | Record<string, unknown>} [properties] `attributes` are set as attributes, the rest as properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  const { attributes = {}, ...rest } = /** @type {Record<string, unknown>} */ (properties);
  Object.assign(element, rest);
  for (const [key, value] of Object.entries(/** @type {Record<string, string>} */ (attributes))) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/**
 * The element of the page with this id, of this kind.
 *
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} “${id}”.`);
  return element;
}

/**
 * A time as a person writes it: "today, 14:05", "yesterday, 9:30", "3 May 2026".
 *
 * @param {string} iso
 * @param {Date} now
 */
export function whenText(iso, now = new Date()) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const clock = at.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return `today, ${clock}`;
  if (days === 1) return `yesterday, ${clock}`;
  return at.toLocaleDateString(undefined, { day: "numeric", month: "long", year: "numeric" });
}

/** @param {Date} moment */
function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}
