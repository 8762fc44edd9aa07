/** Her mood: in words, and as a curve of what this page has seen of it. */

import { make } from "./elements.js";

/** @typedef {{at_ms: number, words: string, valence: number, energy: number}} Moment */

const MOST_MOMENTS = 2000;
const WIDTH = 100;
const HEIGHT = 40;
const SVG = "http://www.w3.org/2000/svg";

/** @type {Moment[]} */
const seen = [];

/** @param {import("./events.js").Mood} mood @param {number} [at_ms] */
export function noteMood(mood, at_ms = Date.now()) {
  seen.push({ at_ms, words: mood.words, valence: mood.valence, energy: mood.energy });
  if (seen.length > MOST_MOMENTS) seen.shift();
}

/** @param {import("./drawer.js").Page} page */
export function renderMood({ place, her_name }) {
  const last = seen.at(-1);
  if (!last) {
    place.append(
      make("p", {}, `${her_name} has shown no mood yet.`),
      make(
        "p",
        { className: "soft" },
        "Here will stand how she is, in words and as a curve over the days.",
      ),
    );
    return;
  }
  const since = new Date(seen[0].at_ms).toLocaleTimeString(undefined, {
    hour: "numeric",
    minute: "2-digit",
  });
  place.append(
    make("p", {}, `Now: ${last.words}.`),
    curve(seen, `How ${her_name} has been since ${since}: now ${last.words}.`),
    make(
      "p",
      { className: "key" },
      make("span", {}, "how well"),
      make("span", { className: "energy-key" }, "how lively"),
    ),
    make(
      "p",
      { className: "soft small" },
      `Seen by this page since ${since}. These are numbers that colour how she talks; nobody claims that she feels them.`,
    ),
  );
}

/** @param {readonly Moment[]} moments @param {string} label */
function curve(moments, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "curve");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const first = moments[0].at_ms;
  const long = Math.max(1, (moments.at(-1)?.at_ms ?? first) - first);
  const at = (/** @type {Moment} */ each, /** @type {number} */ value) =>
    `${((each.at_ms - first) / long) * WIDTH},${(HEIGHT / 2) * (1 - 0.95 * value)}`;
  const line = (/** @type {string} */ kind, /** @type {string[]} */ points) => {
    const path = document.createElementNS(SVG, "polyline");
    path.setAttribute("class", kind);
    path.setAttribute("vector-effect", "non-scaling-stroke");
    path.setAttribute("points", points.join(" "));
    svg.append(path);
  };
  line("axis", [`0,${HEIGHT / 2}`, `${WIDTH},${HEIGHT / 2}`]);
  for (const kind of /** @type {("energy" | "valence")[]} */ (["energy", "valence"])) {
    const points = moments.map((each) => at(each, each[kind]));
    line(
      kind,
      points.length > 1 ? points : [points[0], points[0].replace(/^[^,]+/, String(WIDTH))],
    );
  }
  return svg;
}
