/** Before the talk: the door, the beginning, and the questions of the first meeting. */

import { byId, make } from "./elements.js";
import { deviceName } from "./preferences.js";
import { Refused, ask } from "./routes.js";

/** @typedef {"arriving" | "door" | "away" | "begin" | "question" | "waking" | "talk"} Scene */

/** Said before the browser asks. */
export const MICROPHONE_REASON =
  "your browser will ask for the microphone. The sound becomes words and is not kept.";

const place = () => byId("threshold", HTMLElement);

/**
 * Show a scene of the page.
 *
 * @param {Scene} scene
 * @param {...Node} content of the threshold
 */
export function show(scene, ...content) {
  document.body.dataset.scene = scene;
  place().replaceChildren(...content);
}

/**
 * Go in with the code of the address, which is taken out of the address at once.
 *
 * @returns {Promise<Refused | null>} why it did not open, if there was a code and it did not
 */
export async function enterByAddress() {
  const code = /^#enter=(.+)$/.exec(location.hash)?.[1];
  if (!code) return null;
  history.replaceState(null, "", location.pathname);
  return enter(decodeURIComponent(code));
}

/** @param {string} code @returns {Promise<Refused | null>} */
async function enter(code) {
  try {
    await ask("api/enter", { method: "POST", body: { code, device: deviceName() } });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/**
 * The door: he says the code that she gave him.
 *
 * @param {Refused | null} refused why the last code did not open it
 * @param {() => void} opened
 */
export function showDoor(refused, opened) {
  const told = make(
    "p",
    { id: "door-told" },
    refused ? `${refused.message} ${refused.remedy}` : "",
  );
  told.setAttribute("role", "status");
  const code = make("input", {
    className: "field code",
    id: "code",
    autocomplete: "one-time-code",
    spellcheck: false,
    required: true,
    autocapitalize: "off",
    attributes: { "aria-describedby": "door-told" },
  });
  const form = make(
    "form",
    {},
    make("label", { htmlFor: "code", className: "unseen" }, "Code"),
    code,
    make("button", { type: "submit", className: "button" }, "Come in"),
    told,
  );
  form.onsubmit = async (event) => {
    event.preventDefault();
    // What is pasted may be the whole address that was printed.
    const why = await enter(code.value.trim().replace(/^.*#enter=/, ""));
    if (!why) return opened();
    told.textContent = `${why.message} ${why.remedy}`;
    code.select();
  };
  show(
    "door",
    make("h2", {}, "This door opens with a code."),
    make(
      "p",
      {},
      "Only you come in here. On the machine where she runs, the command ",
      make("code", {}, "samantha"),
      " opens this page by itself, and prints a code that holds for five minutes.",
    ),
    form,
  );
  code.focus();
}

/** She does not run. The page looks for her again by itself. */
export function showAway() {
  show(
    "away",
    make("h2", {}, "She isn't running just now."),
    make(
      "p",
      {},
      "Start her with the command ",
      make("code", {}, "samantha"),
      ". This page finds her by itself as soon as she is there.",
    ),
  );
}

/**
 * The beginning of the first meeting: what he is about to meet, and why the browser will ask for
 * the microphone.
 *
 * @param {object} how
 * @param {string} how.told what he is told first
 * @param {string | null} how.deaf why voice is not possible; null when it is
 * @param {(voice: boolean) => void} how.begin
 */
export function showBeginning({ told, deaf, begin }) {
  const voice = make("button", { type: "button", className: "button" }, "Begin by voice");
  voice.onclick = () => begin(true);
  const writing = make("button", { type: "button", className: "button soft" }, "Begin in writing");
  writing.onclick = () => begin(false);
  show(
    "begin",
    make("h2", {}, "You are about to meet someone."),
    make("p", {}, told),
    make("div", { className: "choices" }, ...(deaf ? [] : [voice]), writing),
    make("p", { className: "small" }, deaf ?? `For your voice, ${MICROPHONE_REASON}`),
  );
  (deaf ? writing : voice).focus();
}

/**
 * One question of the first meeting.
 *
 * @param {import("./events.js").Question} question
 * @param {(text: string) => void} answer
 * @param {() => void} skip
 */
export function showQuestion(question, answer, skip) {
  const field = make("input", {
    className: "field",
    id: "answer",
    autocomplete: "off",
    maxLength: 2000,
    attributes: { "aria-labelledby": "question" },
  });
  const leave = make("button", { type: "button", className: "button soft" }, "Skip");
  leave.onclick = skip;
  const form = make(
    "form",
    {},
    field,
    make(
      "div",
      { className: "choices" },
      make("button", { type: "submit", className: "button" }, "Answer"),
      leave,
    ),
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) answer(text);
    else skip();
  };
  show(
    "question",
    make("p", { className: "number" }, `${question.number} of ${question.of}`),
    make("h2", { id: "question" }, question.text),
    form,
  );
  field.focus();
}

/** @param {string} text what he is saying to a question, as far as it is recognised */
export function answerSoFar(text) {
  const field = document.getElementById("answer");
  if (field instanceof HTMLInputElement) field.value = text;
}

/** The questions are answered, and she is not there yet. */
export function showWaking() {
  show("waking", make("p", {}, "One moment."));
}
