/** The settings: one form that can be searched. What is of this device stays in this browser. */

import { make } from "./elements.js";
import { ask } from "./routes.js";
import { change, flag, hour, refusal, section, slider } from "./settings_fields.js";
import { eraseField, exportField } from "./settings_belongings.js";
import { modelFields } from "./settings_model.js";
import { voiceField } from "./settings_voice.js";
import { lookFields, talkingFields } from "./settings_device.js";

/**
 * @typedef {object} HerSettings as /api/settings gives them
 * @property {Record<string, Record<string, string | number | boolean>>} settings
 * @property {boolean} [stays_here]
 * @property {string} [place]
 */

/** @param {import("./drawer.js").Page} page */
export async function renderSettings(page) {
  const search = make("input", {
    type: "search",
    className: "field",
    id: "settings-words",
    placeholder: "Look for a setting",
  });
  const told = make("p", { className: "soft told", attributes: { role: "status" } });
  const form = make("form", { className: "settings" });
  form.onsubmit = (event) => event.preventDefault();
  search.oninput = () => sift(form, search.value, told);
  page.place.append(
    make("label", { htmlFor: "settings-words", className: "unseen" }, "Look for a setting"),
    search,
    told,
    form,
  );
  /** @type {HerSettings | null} */
  let hers = null;
  try {
    hers = await ask("api/settings");
  } catch (error) {
    told.textContent = refusal(error);
  }
  form.append(
    section("Talking, on this device", ...(await talkingFields())),
    section("How she looks, on this device", ...lookFields()),
    ...(hers ? herSections(page, hers) : []),
    section("Your data", exportField(), eraseField()),
  );
}

/** @param {import("./drawer.js").Page} page @param {HerSettings} hers */
function herSections(page, hers) {
  const { voice = {}, privacy = {}, initiative = {} } = hers.settings;
  const leaves =
    (hers.stays_here ?? privacy.stay_local)
      ? "Nothing you say leaves the machine she runs on."
      : `Her words come from a model at ${hers.place || "another place"}, so what you say goes there.`;
  return [
    section(
      "Her voice",
      voiceField(page.sound),
      slider({
        label: "Patience",
        help: "How long a silence of yours may be before she answers.",
        least: 0.5,
        most: 2,
        step: 0.1,
        value: Number(voice.patience ?? 1),
        text: (value) => (value < 0.95 ? "less" : value > 1.05 ? "more" : "usual"),
        set: (value) => change({ voice: { patience: value } }),
      }),
      flag({
        label: "Breath and “um”",
        help: "Whether she breathes audibly and hesitates. She has no body; it is a manner.",
        value: Boolean(voice.mannerisms),
        set: (on) => change({ voice: { mannerisms: on } }),
      }),
    ),
    section("Her model", ...modelFields(hers)),
    section(
      "Privacy",
      flag({
        label: "Stay on this machine",
        help: `Refuses every model that runs elsewhere. Now: ${leaves}`,
        value: Boolean(privacy.stay_local ?? true),
        set: (on) => change({ privacy: { stay_local: on } }),
      }),
    ),
    section(
      "Quiet hours",
      flag({
        label: "She may speak first",
        help: "Only to come back to something of yours, at most once aloud and three times in writing a day. What you asked to be reminded of rings regardless.",
        value: Boolean(initiative.on ?? true),
        set: (on) => change({ initiative: { on } }),
      }),
      flag({
        label: "She may ask how you are",
        help: "After a heavy day, without being spoken to.",
        value: Boolean(initiative.check_ins ?? false),
        set: (on) => change({ initiative: { check_ins: on } }),
      }),
      hour({
        label: "Quiet from",
        help: "From this hour on she never speaks first.",
        value: String(initiative.quiet_from ?? "22:00"),
        set: (value) => change({ initiative: { quiet_from: value } }),
      }),
      hour({
        label: "Quiet until",
        help: "Until this hour of the next day.",
        value: String(initiative.quiet_to ?? "08:00"),
        set: (value) => change({ initiative: { quiet_to: value } }),
      }),
    ),
  ];
}

/** @param {HTMLElement} form @param {string} words @param {HTMLElement} told */
function sift(form, words, told) {
  const wanted = words.trim().toLowerCase();
  let found = 0;
  for (const part of form.querySelectorAll("section")) {
    const title = part.querySelector("h3")?.textContent?.toLowerCase() ?? "";
    let here = 0;
    for (const each of part.querySelectorAll(".setting")) {
      const fits =
        title.includes(wanted) || (each.textContent ?? "").toLowerCase().includes(wanted);
      /** @type {HTMLElement} */ (each).hidden = !fits;
      here += Number(fits);
    }
    part.hidden = here === 0;
    found += here;
  }
  told.textContent = !wanted ? "" : found ? `${found} found` : "There is no setting of that name.";
}
