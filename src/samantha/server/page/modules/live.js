/**
 * The live line to her: one WebSocket that comes back by itself and loses nothing.
 *
 * The page says which event it saw last and gets what it missed; what he wrote is sent again until
 * she has kept it.
 */

/** @typedef {import("./events.js").HerEvent} HerEvent */
/** @typedef {import("./events.js").HisEvent} HisEvent */

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;
const MOST_WAITING_BYTES = 64 * 1024;
const FORGOTTEN = 4401; // the close code

export class Live {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Map<string, string>} what he wrote and she has not kept yet, by id */
  #unkept = new Map();
  /** @type {HerEvent[] | null} what comes while the past is being read */
  #held = null;
  #welcomed = false;
  #failures = 0;
  #retry = 0;
  #again = 0;
  #seen = 0;
  #opened = false;
  #on;

  /**
   * @param {object} on
   * @param {() => {device: string, speaks: boolean}} on.introduction
   * @param {(event: HerEvent) => void} on.event in order, each once
   * @param {(stream: number, samples: ArrayBuffer) => void} on.sound 16-bit samples, 24,000 Hz
   * @param {(forgotten: boolean) => void} on.lost the line broke; whether she has forgotten this device
   * @param {() => void} on.back she is at the other end
   * @param {() => Promise<number>} on.missed more was missed than is told again: the past is to be
   *   read anew; answers the newest event that it holds
   */
  constructor(on) {
    this.#on = on;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#hurry();
    });
    addEventListener("pagehide", () => this.#socket?.close());
  }

  /** Whether she is at the other end. */
  get connected() {
    return this.#welcomed;
  }

  /**
   * Open the line, and keep it open.
   *
   * @param {number} after the newest event that the page knows already
   */
  open(after) {
    this.#opened = true;
    this.#seen = after;
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#retry);
    const address = new URL("live", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.hash = "";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#say({ type: "hello", after: this.#seen, ...this.#on.introduction() });
    };
    socket.onmessage = ({ data: content }) => this.#take(content);
    socket.onclose = ({ code }) => this.#lost(socket, code === FORGOTTEN);
    this.#socket = socket;
  }

  /**
   * Say something. It is dropped when the line is down: what must not be lost is said by `write`.
   *
   * @param {HisEvent} event
   */
  say(event) {
    if (this.#welcomed) this.#say(event);
  }

  /**
   * Write words to her; they arrive, if late.
   *
   * @param {string} id made by the page, unique
   * @param {string} text
   */
  write(id, text) {
    this.#unkept.set(id, text);
    this.say({ type: "words", id, text });
  }

  /** @param {ArrayBuffer} frame of his sound; dropped when the line is slow, never late */
  sendSound(frame) {
    if (!this.#welcomed || !this.#socket) return;
    if (this.#socket.bufferedAmount < MOST_WAITING_BYTES) this.#socket.send(frame);
  }

  /** @param {HisEvent} event */
  #say(event) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(event));
  }

  /** @param {string | ArrayBuffer} content */
  #take(content) {
    if (typeof content !== "string") {
      const stream = new DataView(content).getUint32(0, true);
      this.#on.sound(stream, content.slice(4));
      return;
    }
    const event = /** @type {HerEvent} */ (JSON.parse(content));
    if (event.type === "welcome") this.#welcome(event);
    else if (this.#held) this.#held.push(event);
    else this.#tell(event);
  }

  /** @param {HerEvent} event */
  #tell(event) {
    if ("seq" in event) {
      if (event.seq <= this.#seen) return;
      this.#seen = event.seq;
    }
    if (event.type === "his_turn" && event.id) this.#unkept.delete(event.id);
    // An answer of the first meeting has been taken when the next question comes.
    if (event.type === "question" || event.type === "met") this.#unkept.clear();
    this.#on.event(event);
  }

  /** @param {import("./events.js").Welcome} event */
  #welcome(event) {
    this.#welcomed = true;
    this.#failures = 0;
    this.#on.back();
    this.#on.event(event);
    this.#held = null;
    clearTimeout(this.#again);
    if (event.gap) void this.#catchUp();
    for (const [id, text] of this.#unkept) this.#say({ type: "words", id, text });
  }

  /** Hold back what comes until the past has been read, and leave out what the past holds. */
  async #catchUp() {
    /** @type {HerEvent[]} */
    const held = [];
    this.#held = held;
    const seen = await this.#on.missed().catch(() => null);
    if (this.#held !== held) return; // the line broke meanwhile
    this.#held = null;
    // She may still be waking: what she tells is told, and her past is asked for again.
    if (seen === null) this.#again = setTimeout(() => void this.#catchUp(), FIRST_WAIT_MS * 4);
    else this.#seen = seen;
    for (const event of held) this.#tell(event);
  }

  /** @param {WebSocket} socket @param {boolean} forgotten */
  #lost(socket, forgotten) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#welcomed = false;
    this.#held = null;
    clearTimeout(this.#again);
    this.#on.lost(forgotten);
    if (forgotten) return;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    // Spread, so that many pages do not come back at once.
    this.#retry = setTimeout(() => this.#connect(), wait * (0.5 + Math.random()));
  }

  /** The machine woke up or the network is back: try at once. */
  #hurry() {
    if (this.#opened && this.#socket === null) this.#connect();
  }
}
