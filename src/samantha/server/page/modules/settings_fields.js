/** The kinds of fields that the settings are made of. A change counts at once; there is no “save”. */

import { make } from "./elements.js";
import { Refused, ask } from "./routes.js";
import { prefer, preferences } from "./preferences.js";

/** @typedef {(value: any) => unknown} Setter may return a promise; what it refuses is shown */

let made = 0;

/**
 * Change what her program keeps of the settings.
 *
 * @param {Record<string, Record<string, unknown>>} values by section, as the settings file names them
 * @returns {Promise<{restart?: boolean} | null>} whether it counts only from her next start
 */
export const change = (values) => ask("api/settings", { method: "PATCH", body: values });

/** @param {string} title @param {...HTMLElement} fields */
export function section(title, ...fields) {
  return make("section", {}, make("h3", {}, title), ...fields);
}

/** @param {string} text a field that only says something */
export function written(text) {
  return make("div", { className: "setting" }, make("p", { className: "help" }, text));
}

/** @param {{label: string, help: string, value: boolean, set: Setter}} of */
export function flag({ label, help, value, set }) {
  const input = make("input", { type: "checkbox", checked: value });
  input.setAttribute("role", "switch");
  return field(
    "setting flag",
    label,
    help,
    input,
    () => set(input.checked),
    () => (input.checked = !input.checked),
  );
}

/** @param {"levelling" | "earcons" | "captions"} name @param {string} label @param {string} help */
export function preferenceFlag(name, label, help) {
  return flag({ label, help, value: preferences[name], set: (on) => prefer(name, on) });
}

/** @param {{label: string, help: string, options: {value: string, label: string}[], value: string, set: Setter}} of */
export function choice({ label, help, options, value, set }) {
  const input = make(
    "select",
    {},
    ...options.map((each) => make("option", { value: each.value }, each.label)),
  );
  input.value = options.some((each) => each.value === value) ? value : (options[0]?.value ?? "");
  return field("setting", label, help, input, () => set(input.value));
}

/** @param {{label: string, help: string, value: string, set: Setter, placeholder?: string}} of */
export function text({ label, help, value, set, placeholder = "" }) {
  const input = make("input", {
    type: "text",
    value,
    placeholder,
    spellcheck: false,
    autocomplete: "off",
  });
  return field("setting", label, help, input, () => set(input.value.trim()));
}

/** @param {{label: string, help: string, value: string, set: Setter}} of an hour of the clock */
export function hour({ label, help, value, set }) {
  const input = make("input", { type: "time", value, required: true });
  return field("setting", label, help, input, () => input.value && set(input.value));
}

/**
 * @param {{label: string, help: string, least: number, most: number, step: number, value: number,
 *   text: (value: number) => string, set: Setter}} of
 */
export function slider({ label, help, least, most, step, value, text: words, set }) {
  const input = make("input", {
    type: "range",
    min: String(least),
    max: String(most),
    step: String(step),
  });
  input.value = String(value);
  const shown = make("output", { className: "soft small" }, words(value));
  input.oninput = () => {
    shown.textContent = words(Number(input.value));
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.setAttribute("aria-valuetext", words(value));
  const made_field = field("setting", label, help, input, () => set(Number(input.value)));
  made_field.querySelector("label")?.append(" ", shown);
  return made_field;
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {string} help
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {() => unknown} set
 * @param {() => void} [back] undo on refusal
 */
function field(kind, label, help, input, set, back = () => {}) {
  input.id = `setting-${++made}`;
  const told = make("span", { className: "help", id: `${input.id}-help` }, help);
  input.setAttribute("aria-describedby", told.id);
  input.onchange = async () => {
    try {
      const answer = await set();
      const later = answer && /** @type {{restart?: boolean}} */ (answer).restart;
      told.textContent = later ? `${help} It counts from her next start.` : help;
    } catch (error) {
      back();
      told.textContent = refusal(error);
    }
  };
  return make("div", { className: kind }, make("label", { htmlFor: input.id }, label), input, told);
}

/** @param {unknown} error what a person is told of it */
export function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  return `${error.message} ${error.remedy}`;
}
