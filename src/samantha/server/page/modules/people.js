/** The people of his life, from what he told: who they are to him, and what stands of them. */

import { make } from "./elements.js";
import { Refused, ask } from "./routes.js";

/** @typedef {{what: string, value: string, quote: string, source: number, to_check: string}} Known */
/** @typedef {{who: string, names: string[], known: Known[]}} Person */

/** @param {import("./drawer.js").Page} page */
export async function renderPeople({ place, her_name }) {
  /** @type {Person[]} */
  let people;
  try {
    people = (await ask("api/people")).people;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place.append(make("p", {}, `${error.message} ${error.remedy}`));
    return;
  }
  if (!people.length) {
    place.append(
      make("p", {}, "Nobody stands here yet."),
      make(
        "p",
        { className: "soft" },
        `Tell ${her_name} of them: “my sister's name is Nina”, “Nina lives in Leeds”. Put it right in words, too: “no, that was my brother”.`,
      ),
    );
    return;
  }
  for (const each of people) place.append(...person(each));
}

/** @param {Person} each */
function person({ who, names, known }) {
  const name = names.at(-1);
  const title = name ? `${name}, your ${who}` : /^[A-Z]/.test(who) ? who : `Your ${who}`;
  const rows = known.map((one) =>
    make(
      "li",
      {},
      make("p", {}, `${one.what}: ${one.value}`),
      make("p", { className: "soft small" }, `“${one.quote}”`),
      ...(one.to_check
        ? [make("p", { className: "soft small" }, `To check since: “${one.to_check}”`)]
        : []),
    ),
  );
  return [
    make("h3", {}, title),
    rows.length
      ? make("ul", { className: "memories" }, ...rows)
      : make("p", { className: "soft" }, "Nothing more yet."),
  ];
}
