/** What she did for him, each with the way back, what is to ring, and his lists. */

import { make, whenText } from "./elements.js";
import { Refused, ask } from "./routes.js";

/** @typedef {{id: number, at: string, shown: string, can_be_undone: boolean,
 *   undone_at: string | null}} Deed */
/** @typedef {{id: number, kind: string, what: string, at: string, rule: string}} Due */
/** @typedef {{name: string, items: string[]}} List */

/** @param {import("./drawer.js").Page} page */
export async function renderDoings({ place, her_name }) {
  const told = make("p", { className: "soft told", attributes: { role: "status" } });
  place.append(
    make(
      "p",
      {},
      "Ask for it in words: reminders, alarms, timers, lists, your calendar, forgetting.",
    ),
    make(
      "p",
      { className: "soft" },
      `What only ${her_name} keeps is done at once and can be undone. What others would notice is shown first, and needs your yes to exactly that.`,
    ),
    told,
  );
  try {
    const [kept, done] = await Promise.all([ask("api/errands"), ask("api/deeds")]);
    section(place, "To ring", kept.reminders.map(due), "Nothing is set.");
    section(place, "Your lists", kept.lists.map(list), "There are none yet.");
    section(
      place,
      "Done",
      done.deeds.map((/** @type {Deed} */ each) => deed(each, told)),
      `${her_name} has done nothing for you yet.`,
    );
  } catch (error) {
    told.textContent = refusal(error);
  }
}

/**
 * @param {HTMLElement} place
 * @param {string} title
 * @param {HTMLElement[]} rows
 * @param {string} empty
 */
function section(place, title, rows, empty) {
  place.append(
    make("h3", {}, title),
    rows.length
      ? make("ul", { className: "memories" }, ...rows)
      : make("p", { className: "soft" }, empty),
  );
}

/** @param {Due} each */
function due(each) {
  const what = each.what || each.kind;
  const again = each.rule ? " · comes again" : "";
  return row(what, `${each.kind} · ${whenText(each.at)}${again}`);
}

/** @param {List} each */
function list(each) {
  return row(each.items.join(", "), `${each.name} list`);
}

/** @param {Deed} each @param {HTMLElement} told */
function deed(each, told) {
  const button = make("button", { type: "button", className: "button soft small" }, "Undo");
  button.setAttribute("aria-label", `Undo: ${each.shown.slice(0, 60)}`);
  const when = make("span", { className: "soft" }, whenText(each.at));
  if (each.undone_at) when.append(" · undone");
  button.onclick = async () => {
    try {
      told.textContent = (await ask(`api/deeds/${each.id}/undo`, { method: "POST" })).words;
      button.remove();
      when.append(" · undone");
    } catch (error) {
      told.textContent = refusal(error);
    }
  };
  return make(
    "li",
    { className: "memory" },
    make("p", {}, each.shown),
    when,
    ...(each.can_be_undone ? [button] : []),
  );
}

/** @param {string} text @param {string} note */
const row = (text, note) =>
  make(
    "li",
    { className: "memory" },
    make("p", {}, text),
    make("span", { className: "soft" }, note),
  );

/** @param {unknown} error */
function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  return `${error.message} ${error.remedy}`;
}
