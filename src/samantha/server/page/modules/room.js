/** The room: where everything of the page meets. Begin reading here. */

import { Controls } from "./controls.js";
import { Drawer } from "./drawer.js";
import { earcon } from "./earcons.js";
import { byId, make } from "./elements.js";
import { LivingForm } from "./form.js";
import { Live } from "./live.js";
import { notice, withdraw } from "./notices.js";
import { deviceName, preferences, watchPreferences } from "./preferences.js";
import { Refused, ask } from "./routes.js";
import { Signs } from "./signs.js";
import { Sound } from "./sound.js";
import { Transcript } from "./transcript.js";
import { Voice } from "./voice.js";
import * as threshold from "./threshold.js";

/** @typedef {import("./events.js").HerEvent} HerEvent */
/** @typedef {import("./events.js").FloorHolder} FloorHolder */

const LINE_LOST_AFTER_MS = 1200;
const LOOK_AGAIN_MS = 2000;
const AT_ONCE = 50;

class Room {
  #sound = new Sound((stream, samples) => this.#live.say({ type: "played", stream, samples }));
  #form = new LivingForm(byId("living-form", HTMLCanvasElement), (state) =>
    state === "speaking" ? this.#sound.hers : state === "listening" ? this.#voice.his : null,
  );
  #transcript = new Transcript((utterance) => (location.hash = `why/${utterance}`));
  #signs = new Signs();
  #drawer = new Drawer(
    this.#sound,
    () => this.#her_name || "She",
    () => this.#met,
  );
  #controls = new Controls(
    {
      write: (text) => this.#write(text),
      interrupt: () => this.#interrupt(),
      voice: () => void this.#voice.want(),
      hear: (heard) => this.#voice.hear(heard),
      touch: () => this.#touched(),
    },
    () => this.#drawer.open || !this.#met,
  );
  #live = new Live({
    introduction: () => ({ device: deviceName(), speaks: this.#sound.audible }),
    event: (event) => this.#take(event),
    sound: (stream, samples) => this.#sound.play(stream, samples),
    back: () => this.#lineBack(),
    lost: (forgotten) => this.#lineBroke(forgotten),
    missed: () => this.#readPast({ anew: true }),
  });
  #voice = new Voice({
    sound: this.#sound,
    live: this.#live,
    signs: this.#signs,
    controls: this.#controls,
  });
  #her_name = "";
  #met = false;
  #begun = false;
  /** @type {FloorHolder} */
  #floor = "nobody";
  /** @type {import("./events.js").Question | null} */
  #question = null;
  /** What he is told before the first meeting; she says it with more of the truth when she can. */
  #told = "She is software, not a person. First come a few short questions; skip any of them.";
  #deaf = false;
  #line_lost = 0;

  // -- arriving ----------------------------------------------------------------------------------

  async arrive() {
    watchPreferences((name) => this.#preferred(name));
    this.#preferred("light");
    this.#preferred("captions");
    const refused = await threshold.enterByAddress();
    await this.#comeIn(refused);
  }

  /** @param {Refused | null} [refused] */
  async #comeIn(refused = null) {
    try {
      const seq = await this.#readPast().catch(zeroWhileSheWakes);
      await this.#signs.readSettings();
      this.#live.open(seq);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401 || error.status === 403) {
        threshold.showDoor(refused, () => void this.#comeIn());
      } else {
        threshold.showAway();
        setTimeout(() => void this.#comeIn(), LOOK_AGAIN_MS);
      }
    }
  }

  /**
   * Show what was said before.
   *
   * @param {object} [what]
   * @param {number | null} [what.before] only what is older
   * @param {boolean} [what.anew] in place of what is shown
   * @returns {Promise<number>} the newest event that it holds; 0 when the events are to be told again
   */
  async #readPast({ before = null, anew = false } = {}) {
    const older = before === null ? "" : `&before=${before}`;
    const past = await ask(`api/history?limit=${AT_ONCE}${older}`);
    if (anew) this.#transcript.clear();
    const known = past.seq !== undefined && past.utterances.length > 0;
    this.#transcript.showPast(past.utterances, known && before === null);
    this.#transcript.offerEarlier(
      past.more ? () => void this.#readPast({ before: this.#transcript.oldest }) : null,
    );
    return known ? past.seq : 0;
  }

  /** @param {boolean} voice */
  async #begin(voice) {
    this.#begun = true;
    if (this.#question) this.#ask(this.#question);
    else threshold.showWaking();
    await this.#sound.open();
    this.#live.say({ type: "speaker", on: true });
    if (voice) await this.#voice.take();
  }

  /** @param {import("./events.js").Question} question */
  #ask(question) {
    const answer = (/** @type {string} */ text) => {
      this.#live.write(crypto.randomUUID?.() ?? String(Math.random()), text);
      next();
    };
    const next = () => {
      this.#question = null;
      if (question.number >= question.of) threshold.showWaking();
    };
    threshold.showQuestion(question, answer, () => {
      this.#live.say({ type: "skip" });
      next();
    });
  }

  // -- what she tells ----------------------------------------------------------------------------

  /** @param {HerEvent} event */
  #take(event) {
    switch (event.type) {
      case "welcome":
        return this.#welcome(event);
      case "floor":
        return this.#passFloor(event.holder);
      case "his_words":
        return this.#met
          ? this.#transcript.hisWords(event.text)
          : threshold.answerSoFar(event.text);
      case "his_turn":
        return this.#transcript.hisTurn(event.utterance, event.text, event.id);
      case "her_words":
        return this.#transcript.herWords(event.utterance, event.text);
      case "her_turn":
        return this.#transcript.herTurn(event.utterance, event.ended);
      case "notice":
        this.#told = event.text;
        return this.#met || this.#begun ? undefined : this.#offer();
      case "question":
        this.#question = event;
        if (this.#begun) this.#ask(event);
        return;
      case "met":
        return this.#acquainted(event.her_name);
      case "mood":
        return this.#form.feel(event.valence, event.energy);
      case "activity":
        return this.#signs.activity(event.text);
      case "trouble":
        return notice(`trouble: ${event.message}`, event.message, event.remedy);
      case "microphone":
        return this.#voice.isWith(event.holder);
      case "speaker":
        return this.#speakerIs(event.holder);
      case "gain":
        return this.#sound.dip(event.decibels);
      case "flush":
        return this.#sound.flush(event.stream);
    }
  }

  /** @param {import("./events.js").Welcome} welcome */
  #welcome(welcome) {
    this.#controls.voice = welcome.hears;
    this.#signs.welcome(welcome);
    this.#deaf = !welcome.hears;
    if (welcome.met) this.#acquainted(welcome.her_name);
    else if (!this.#begun && !this.#met) this.#offer();
  }

  /** Offer to begin the first meeting. */
  #offer() {
    threshold.showBeginning({
      told: this.#told,
      deaf: this.#deaf
        ? "Her ears are not on this machine yet, so you talk in writing."
        : Voice.deaf,
      begin: (voice) => void this.#begin(voice),
    });
  }

  /** @param {string} her_name */
  #acquainted(her_name) {
    const first = !this.#met;
    this.#met = true;
    this.#her_name = this.#transcript.herName = her_name;
    byId("her-name", HTMLElement).textContent = her_name;
    if (!first) return;
    threshold.show("talk");
    this.#passFloor(this.#floor);
    document.title = her_name;
    this.#drawer.follow();
    if (!this.#drawer.open && matchMedia("(pointer: fine)").matches) this.#controls.focus();
  }

  /** @param {FloorHolder} holder */
  #passFloor(holder) {
    this.#floor = holder;
    const speaks = holder === "she" || holder === "both";
    this.#controls.speaking = speaks || holder === "thinking";
    const heard = holder === "he" || holder === "pausing";
    const state = speaks
      ? "speaking"
      : holder === "thinking"
        ? "thinking"
        : heard
          ? "listening"
          : "resting";
    this.#form.state = this.#met ? state : heard ? "listening" : "asleep";
    byId("form", HTMLElement).dataset.state = this.#met ? state : "asleep";
    this.#signs.floor(holder);
    if (holder === "nobody") this.#transcript.hisWords("");
  }

  // -- what he does ------------------------------------------------------------------------------

  /** @param {string} text */
  #write(text) {
    const id = crypto.randomUUID?.() ?? String(Math.random());
    this.#transcript.hisWriting(id, text);
    this.#live.write(id, text);
  }

  /** She stops at once: here first, then she is told. */
  #interrupt() {
    if (!["thinking", "she", "both"].includes(this.#floor)) return;
    this.#sound.flush(-1);
    this.#live.say({ type: "tap" });
  }

  async #touched() {
    if (this.#sound.audible || !this.#met) return;
    await this.#sound.open();
    this.#live.say({ type: "speaker", on: true });
  }

  // -- loudspeaker and line ----------------------------------------------------------------------

  /** @param {import("./events.js").PlaceHolder} holder */
  #speakerIs(holder) {
    if (holder !== "another") return withdraw("speaker");
    this.#sound.flush(-1);
    notice("speaker", "She is heard on another of your pages.", "", {
      label: "Hear her here",
      press: () => this.#live.say({ type: "speaker", on: true }),
    });
  }

  #lineBack() {
    clearTimeout(this.#line_lost);
    this.#line_lost = 0;
    if (document.querySelector("[data-about=line]")) earcon(this.#sound.context, "back");
    withdraw("line");
    this.#voice.announce();
  }

  /** @param {boolean} forgotten whether she has forgotten this device */
  #lineBroke(forgotten) {
    this.#sound.flush(-1);
    if (forgotten) return this.#shutOut(new Refused("She has forgotten this device.", "", 401));
    this.#line_lost ||= setTimeout(() => void this.#lineLost(), LINE_LOST_AFTER_MS);
  }

  /** @param {Refused} why */
  #shutOut(why) {
    this.#met = false;
    this.#voice.release();
    threshold.showDoor(why, () => location.reload());
  }

  /** The line has not come back at once. */
  async #lineLost() {
    this.#passFloor("nobody");
    try {
      await ask("api/settings");
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return this.#shutOut(error);
    }
    earcon(this.#sound.context, "lost");
    notice(
      "line",
      "I've lost the line to her.",
      "It comes back by itself; what you write now is sent then.",
    );
  }

  /** @param {keyof import("./preferences.js").Preferences} name */
  #preferred(name) {
    const root = document.documentElement;
    if (name === "light") {
      root.dataset.light = preferences.light;
      this.#form.repaint();
    }
    if (name === "captions") root.dataset.captions = preferences.captions ? "on" : "off";
  }
}

/** @param {unknown} error @returns {number} her past is asked for again when the line is there */
function zeroWhileSheWakes(error) {
  if (error instanceof Refused && error.status === 503) return 0;
  throw error;
}

navigator.serviceWorker?.register("service-worker.js").catch(() => {
  document.body.append(make("span", { hidden: true, id: "no-service-worker" })); // works without
});
await new Room().arrive();
