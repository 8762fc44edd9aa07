/** Which language model finds her words: chosen, checked live, and only then used. */

import { make } from "./elements.js";
import { Refused, ask } from "./routes.js";
import { change, choice, flag, refusal, text, written } from "./settings_fields.js";

const KINDS = [
  { value: "embedded", label: "The one inside her" },
  { value: "openai", label: "A server (Ollama, llama.cpp, vLLM, LM Studio, the clouds)" },
  { value: "anthropic", label: "Anthropic" },
];

/** @param {import("./settings.js").HerSettings} hers */
export function modelFields(hers) {
  const chosen = { ...(hers.settings.model ?? {}) };
  const told = make("p", { className: "help told", attributes: { role: "status" } });
  const take = make("button", { type: "button", className: "button small" }, "Check and use it");
  const names = make("datalist", { id: "model-names" });
  void offer(names);
  take.onclick = async () => {
    take.disabled = true;
    told.textContent = "Asking it for a few words …";
    try {
      const model = {
        kind: chosen.kind,
        name: chosen.name,
        base_url: chosen.base_url,
        key: chosen.key,
      };
      const checked = await ask("api/settings/check", { method: "POST", body: { model } });
      if (!checked.works) throw new Refused(checked.message, checked.remedy ?? "", 200);
      const speed = checked.words_per_s
        ? ` ${Math.round(checked.words_per_s)} words a second.`
        : "";
      const answer = await change({ model });
      told.textContent = `It works.${speed}${answer?.restart ? " It counts from her next start." : ""}`;
    } catch (error) {
      told.textContent = refusal(error);
    }
    take.disabled = false;
  };
  const name = text({
    label: "Name",
    help: "An id of the catalogue, a GGUF file's path, or the name at the server.",
    value: String(chosen.name ?? ""),
    set: (value) => (chosen.name = value),
  });
  name.querySelector("input")?.setAttribute("list", names.id);
  return [
    choice({
      label: "Model",
      help: "",
      options: KINDS,
      value: String(chosen.kind ?? "embedded"),
      set: (value) => (chosen.kind = value),
    }),
    name,
    text({
      label: "Address",
      help: "Only for a server, such as http://localhost:11434/v1.",
      value: String(chosen.base_url ?? ""),
      set: (value) => (chosen.base_url = value),
    }),
    text({
      label: "Where its key is",
      help: "env:NAME or keyring:NAME; never the key itself.",
      value: String(chosen.key ?? ""),
      set: (value) => (chosen.key = value),
    }),
    make("div", { className: "setting" }, make("div", { className: "row" }, take), told, names),
    flag({
      label: "Fall back",
      help: "Whether the one inside her answers when another fails.",
      value: Boolean(chosen.fall_back ?? true),
      set: (on) => change({ model: { fall_back: on } }),
    }),
    written("A model that runs elsewhere is refused while “Stay on this machine” is on."),
  ];
}

/** @param {HTMLDataListElement} names */
async function offer(names) {
  try {
    const { models } = await ask("api/models");
    names.replaceChildren(
      ...models.map((/** @type {{id: string, title?: string}} */ each) =>
        make("option", { value: each.id }, each.title ?? each.id),
      ),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // he writes the name himself
  }
}
