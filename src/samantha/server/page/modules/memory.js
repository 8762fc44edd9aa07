/** What she remembers: looked through, with its source and date, and forgotten on request. */

import { make, whenText } from "./elements.js";
import { Refused, ask } from "./routes.js";

/** @typedef {{id: string | number, text: string, kind?: string, at?: string, source?: number | null,
 *   confidence?: number}} Memory */

const LOOK_AFTER_MS = 200;

/** @type {Record<string, string>} */
const KINDS = {
  fact: "you told her",
  episode: "it happened to her",
  utterance: "it was said",
  gist: "in short",
};

/** @param {import("./drawer.js").Page} page */
export function renderMemory({ place, her_name }) {
  const told = make("p", { className: "soft told", attributes: { role: "status" } });
  const list = make("ul", { className: "memories" });
  const words = make("input", {
    type: "search",
    className: "field",
    id: "memory-words",
    placeholder: "Look for …",
  });
  let waiting = 0;
  words.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(list, told, words.value, her_name), LOOK_AFTER_MS);
  };
  const intro = make(
    "p",
    { className: "soft" },
    "What you have told her, in your words, and what happened to her. Look for a word, and everything said with it comes up. What you forget can come back for a day.",
  );
  place.append(
    intro,
    make("label", { htmlFor: "memory-words", className: "unseen" }, "Look for a memory"),
    words,
    told,
    list,
  );
  void look(list, told, "", her_name);
}

/**
 * @param {HTMLUListElement} list
 * @param {HTMLElement} told
 * @param {string} words
 * @param {string} her_name
 */
async function look(list, told, words, her_name) {
  try {
    const found = await ask(`api/memory?q=${encodeURIComponent(words.trim())}`);
    /** @type {Memory[]} */
    const memories = found.memories;
    list.replaceChildren(...memories.map((each) => row(each, told)));
    told.textContent = memories.length
      ? `${memories.length} ${memories.length === 1 ? "memory" : "memories"}`
      : words.trim()
        ? "Nothing of that."
        : `You have not told ${her_name} anything yet that she would keep.`;
  } catch (error) {
    told.textContent = refusal(error);
  }
}

/** @param {Memory} memory @param {HTMLElement} told */
function row(memory, told) {
  const button = make("button", { type: "button", className: "button soft small" }, "Forget");
  button.setAttribute("aria-label", `Forget: ${memory.text.slice(0, 60)}`);
  const text = make("p", {}, memory.text);
  const source = [
    KINDS[memory.kind ?? ""] ?? memory.kind ?? "",
    memory.at ? whenText(memory.at) : "",
  ];
  if (memory.confidence !== undefined) source.push(`${Math.round(100 * memory.confidence)} % sure`);
  const element = make(
    "li",
    { className: "memory" },
    text,
    make("span", { className: "soft" }, source.filter(Boolean).join(" · ")),
    ...(memory.kind === "episode" ? [] : [button]),
  );
  const path = `api/memory/${encodeURIComponent(memory.id)}`;
  let forgotten = false;
  button.onclick = async () => {
    try {
      if (forgotten) await ask(`${path}/restore`, { method: "POST" });
      else await ask(path, { method: "DELETE" });
      forgotten = !forgotten;
      text.textContent = forgotten ? "Forgotten." : memory.text;
      button.textContent = forgotten ? "Undo" : "Forget";
      button.setAttribute(
        "aria-label",
        `${button.textContent}: ${forgotten ? "the memory just forgotten" : memory.text.slice(0, 60)}`,
      );
    } catch (error) {
      told.textContent = refusal(error);
    }
  };
  return element;
}

/** @param {unknown} error */
function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  return `${error.message} ${error.remedy}`;
}
