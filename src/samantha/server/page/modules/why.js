/** Why she said something: every number and rule that shaped it. */

import { make } from "./elements.js";
import { Refused, ask } from "./routes.js";

/** @param {import("./drawer.js").Page} page */
export async function renderWhy({ place, at }) {
  try {
    /** @type {{reasons: string[]}} */
    const why = await ask(`api/why/${encodeURIComponent(at)}`);
    place.append(...why.reasons.map((each) => make("p", {}, each)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place.append(
      make("p", {}, error.message),
      make("p", { className: "soft" }, error.remedy),
    );
  }
}
