/** Her diary: what each day was, and the letter of the week. */

import { make } from "./elements.js";
import { Refused, ask } from "./routes.js";

/** @param {import("./drawer.js").Page} page */
export async function renderDiary({ place, her_name }) {
  try {
    /** @type {{entries: {day: string, text: string}[], letter: string}} */
    const diary = await ask("api/diary?days=30");
    if (!diary.entries.length) {
      place.append(
        make("p", {}, "There is nothing in it yet."),
        make("p", { className: "soft" }, `${her_name} writes down what a day was, when there was one.`),
      );
      return;
    }
    if (diary.letter) place.append(make("h3", {}, "This week"), ...lines(diary.letter));
    for (const each of diary.entries) {
      place.append(make("h3", {}, dayText(each.day)), ...lines(each.text));
    }
    place.append(
      make(
        "p",
        { className: "soft small" },
        "Written from what is kept, with your own words. What you forget is in no entry any more.",
      ),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place.append(make("p", {}, `${error.message} ${error.remedy}`));
  }
}

/** @param {string} text */
const lines = (text) => text.split("\n").map((each) => make("p", {}, each));

/** @param {string} day */
const dayText = (day) =>
  new Date(`${day}T12:00`).toLocaleDateString(undefined, {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
