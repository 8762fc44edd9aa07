/** Her mood: in words, how he sounds to her, and as a curve over the last days. */

import { make, whenText } from "./elements.js";
import { Refused, ask } from "./routes.js";

/** @typedef {{at: string, word: string, pleasure: number, arousal: number, moved_by: string[]}} Moment */
/** @typedef {{word: string, pleasure: number, arousal: number, dominance: number,
 *   rests_at: [number, number, number], he: string, moments: Moment[]}} HerMood */

const WIDTH = 100;
const HEIGHT = 40;
const MOST_REASONS = 8;
const SVG = "http://www.w3.org/2000/svg";

/** @param {import("./drawer.js").Page} page */
export async function renderMood({ place, her_name }) {
  /** @type {HerMood} */
  let mood;
  try {
    mood = await ask("api/mood");
  } catch (error) {
    place.append(make("p", {}, error instanceof Refused ? `${error.message} ${error.remedy}` : ""));
    return;
  }
  place.append(
    make("p", {}, `Now: ${mood.word}.`),
    make(
      "p",
      { className: "soft" },
      mood.he ? `You ${mood.he} to ${her_name}.` : `You sound even to ${her_name}.`,
    ),
  );
  const soft = make(
    "p",
    { className: "soft small" },
    `Pleasure ${number(mood.pleasure)}, liveliness ${number(mood.arousal)}; at rest ${number(mood.rests_at[0])} and ${number(mood.rests_at[1])}. These are numbers that colour how she talks; nobody claims that she feels them.`,
  );
  if (!mood.moments.length) {
    place.append(make("p", { className: "soft" }, "Nothing has moved her this week."), soft);
    return;
  }
  const since = whenText(mood.moments[0].at);
  place.append(
    curve(mood, `How ${her_name} has been since ${since}: now ${mood.word}.`),
    make(
      "p",
      { className: "key" },
      make("span", {}, "how well"),
      make("span", { className: "energy-key" }, "how lively"),
    ),
    soft,
  );
  const moved = mood.moments.filter((each) => each.moved_by.length).slice(-MOST_REASONS);
  if (!moved.length) return;
  place.append(
    make("h3", {}, "What moved her"),
    make(
      "ul",
      { className: "memories" },
      ...moved.reverse().map((each) =>
        make(
          "li",
          {},
          make("p", {}, each.moved_by.join("; ")),
          make("p", { className: "soft small" }, whenText(each.at)),
        ),
      ),
    ),
  );
}

/** @param {number} value */
const number = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2);

/** @param {HerMood} mood @param {string} label */
function curve(mood, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "curve");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  // Turn by turn: nights in which nothing was said would leave no room for the talks.
  const moments = mood.moments;
  const last = Math.max(1, moments.length - 1);
  const line = (/** @type {string} */ kind, /** @type {string[]} */ points) => {
    const path = document.createElementNS(SVG, "polyline");
    path.setAttribute("class", kind);
    path.setAttribute("vector-effect", "non-scaling-stroke");
    path.setAttribute("points", points.join(" "));
    svg.append(path);
  };
  const height = (/** @type {number} */ value) => (HEIGHT / 2) * (1 - 0.95 * value);
  line("axis", [`0,${HEIGHT / 2}`, `${WIDTH},${HEIGHT / 2}`]);
  for (const [kind, of] of /** @type {["energy" | "valence", "arousal" | "pleasure"][]} */ ([
    ["energy", "arousal"],
    ["valence", "pleasure"],
  ])) {
    const points = moments.map((each, n) => `${(n / last) * WIDTH},${height(each[of])}`);
    line(kind, points.length > 1 ? points : [points[0], `${WIDTH},${height(moments[0][of])}`]);
  }
  return svg;
}
