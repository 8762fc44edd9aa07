/** Her voice: each can be heard before it is chosen. */

import { make } from "./elements.js";
import { ask, fetchBytes } from "./routes.js";
import { change, refusal } from "./settings_fields.js";

/** @typedef {{id: string, name?: string, description?: string, chosen?: boolean}} Voice */

/** @param {import("./sound.js").Sound} sound */
export function voiceField(sound) {
  const told = make(
    "p",
    { className: "help", attributes: { role: "status" } },
    "Listening for which there are …",
  );
  const list = make("ul", { className: "voices" });
  const field = make(
    "div",
    { className: "setting" },
    make("p", { className: "help" }, "Listen first; what you choose counts at once."),
    list,
    told,
  );
  void fill(list, told, sound);
  return field;
}

/** @param {HTMLUListElement} list @param {HTMLElement} told @param {import("./sound.js").Sound} sound */
async function fill(list, told, sound) {
  try {
    /** @type {{voices: Voice[]}} */
    const { voices } = await ask("api/voices");
    list.replaceChildren(...voices.map((each) => row(each, told, sound)));
    told.textContent = voices.length ? "" : "No voice is on this machine.";
  } catch (error) {
    told.textContent = refusal(error);
  }
}

/** @param {Voice} voice @param {HTMLElement} told @param {import("./sound.js").Sound} sound */
function row(voice, told, sound) {
  const name = voice.name ?? voice.id;
  const pick = make("input", { type: "radio", checked: Boolean(voice.chosen) });
  pick.name = "voice";
  pick.onchange = async () => {
    try {
      const answer = await change({ voice: { voice: voice.id } });
      told.textContent = answer?.restart ? "It counts from her next start." : "";
    } catch (error) {
      told.textContent = refusal(error);
    }
  };
  const listen = make("button", { type: "button", className: "button soft small" }, "Listen");
  listen.setAttribute("aria-label", `Listen to ${name}`);
  listen.onclick = async () => {
    listen.disabled = true;
    try {
      await sound.open();
      await sound.sample(await fetchBytes(`api/voices/${encodeURIComponent(voice.id)}/sample`));
    } catch (error) {
      told.textContent = refusal(error);
    }
    listen.disabled = false;
  };
  const label = make(
    "label",
    {},
    pick,
    make(
      "span",
      {},
      name,
      make("span", { className: "soft small" }, voice.description ? ` · ${voice.description}` : ""),
    ),
  );
  return make("li", { className: "voice" }, label, listen);
}
