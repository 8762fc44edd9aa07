/** What is his: taken along in open formats, or erased for good. */

import { make } from "./elements.js";
import { ask } from "./routes.js";
import { refusal } from "./settings_fields.js";

const WORDS = "erase everything";

export function exportField() {
  const link = make(
    "a",
    { href: "api/export", className: "text-button", download: "" },
    "Export everything",
  );
  return make(
    "div",
    { className: "setting" },
    make("div", { className: "row" }, link),
    make("p", { className: "help" }, "All that was said and is remembered, in open formats."),
  );
}

export function eraseField() {
  const told = make("p", { className: "help", attributes: { role: "status" } });
  const typed = make("input", {
    type: "text",
    id: "erase-words",
    autocomplete: "off",
    spellcheck: false,
  });
  const erase = make(
    "button",
    { type: "button", className: "button soft small grave", disabled: true },
    "Erase everything",
  );
  typed.oninput = () => (erase.disabled = typed.value.trim().toLowerCase() !== WORDS);
  erase.onclick = async () => {
    try {
      await ask("api/erase", {
        method: "POST",
        body: { confirm: typed.value.trim().toLowerCase() },
      });
      location.assign(location.pathname);
    } catch (error) {
      told.textContent = refusal(error);
    }
  };
  return make(
    "div",
    { className: "setting" },
    make("label", { htmlFor: "erase-words" }, `To erase, write “${WORDS}”`),
    make(
      "p",
      { className: "help" },
      "Her, all that was said, and all that she remembers. It cannot be undone; export first if you may want it again.",
    ),
    typed,
    make("div", { className: "row" }, erase),
    told,
  );
}
