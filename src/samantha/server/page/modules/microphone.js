/** His microphone: asked for when it is needed, watched while it is there, given back after. */

import { preferences } from "./preferences.js";

/** After muting so much silence is sent, so that his turn ends by itself. */
const TAIL_S = 2.5;

/** @typedef {"off" | "asking" | "open" | "muted" | "lost"} MicrophoneState */

/** Why he cannot be heard: what happened and what to do. */
export class NotHeard extends Error {
  /** @param {string} message @param {string} remedy */
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

export class Microphone {
  /** @type {MicrophoneState} */
  state = "off";
  /** @type {AnalyserNode | null} his voice, to be looked at */
  his = null;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {AudioWorkletNode | null} */
  #capture = null;
  /** Whether he lets himself be heard. */
  #heard = false;
  #on;

  /**
   * @param {object} on
   * @param {(frame: ArrayBuffer) => void} on.frame ready for the wire
   * @param {(state: MicrophoneState) => void} on.state
   * @param {() => void} on.silent the silence after muting has been sent
   */
  constructor(on) {
    this.#on = on;
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#devicesChanged());
  }

  /** Whether this browser lets this page have a microphone at all. */
  static get possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  /** Whether the browser would give it without asking. */
  static async granted() {
    try {
      const name = /** @type {PermissionName} */ ("microphone");
      return (await navigator.permissions.query({ name })).state === "granted";
    } catch {
      return false;
    }
  }

  /**
   * Take the microphone, asking for it if need be.
   *
   * @param {AudioContext} context
   * @param {boolean} open whether he is heard at once, or only when he lets himself be heard
   * @throws {NotHeard}
   */
  async take(context, open) {
    if (!Microphone.possible) throw notPossible();
    this.#set("asking");
    try {
      this.#stream = await this.#ask();
    } catch (error) {
      this.#set("off");
      throw whyNot(error);
    }
    const [track] = this.#stream.getAudioTracks();
    track.onended = () => this.#lost();
    const source = context.createMediaStreamSource(this.#stream);
    this.his = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0.5 });
    this.#capture = new AudioWorkletNode(context, "samantha-capture", { numberOfOutputs: 0 });
    this.#capture.port.onmessage = ({ data: told }) => this.#told(told);
    source.connect(this.his);
    source.connect(this.#capture);
    if (open) this.unmute();
    else this.#set("muted");
  }

  /** He is heard from now on; the state is open when the first frame has its place. */
  unmute() {
    this.#heard = true;
    this.#capture?.port.postMessage({ state: "open" });
  }

  /** Nothing of his is sent from now on; silence is, for a while. */
  mute() {
    if (!this.#heard) return;
    this.#heard = false;
    this.#set("muted");
    this.#capture?.port.postMessage({ state: "closed", tail_s: TAIL_S });
  }

  /** Give it back to the system. */
  release() {
    this.#giveBack();
    this.#set("off");
  }

  /** @param {ArrayBuffer | true | null} told a frame, that frames are counted anew, or the end of silence */
  #told(told) {
    if (told instanceof ArrayBuffer) this.#on.frame(told);
    else if (told && this.#heard) this.#set("open");
    else if (!told && !this.#heard) this.#on.silent();
  }

  #giveBack() {
    this.#heard = false;
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    if (this.#capture) {
      this.#capture.port.onmessage = null;
      this.#capture.port.postMessage({ state: "closed", over: true });
      this.#capture.disconnect();
    }
    this.#stream = this.#capture = this.his = null;
  }

  #ask() {
    const wanted = preferences.microphone;
    return navigator.mediaDevices.getUserMedia({
      audio: {
        channelCount: 1,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: preferences.levelling,
        ...(wanted ? { deviceId: { ideal: wanted } } : {}),
      },
    });
  }

  #lost() {
    this.#giveBack();
    this.#set("lost");
  }

  async #devicesChanged() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const inputs = devices.filter((each) => each.kind === "audioinput");
    const live = this.#stream?.getAudioTracks().some((each) => each.readyState === "live");
    if (this.#stream && (!live || inputs.length === 0)) this.#lost();
    else if (this.state === "lost" && inputs.length > 0) this.#on.state("lost");
  }

  /** @param {MicrophoneState} state */
  #set(state) {
    this.state = state;
    this.#on.state(state);
  }
}

/** @returns {NotHeard} */
function notPossible() {
  return window.isSecureContext
    ? new NotHeard(
        "This browser has no microphone to give.",
        "Write to me, or use another browser.",
      )
    : new NotHeard(
        "Your browser gives the microphone only to a page whose address begins with https, or to one" +
          " on this same machine.",
        "On the machine where I run, start “samantha serve --lan” and scan its code with this device." +
          " Until then, write to me: that works.",
      );
}

/** @param {unknown} error @returns {NotHeard} */
function whyNot(error) {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return new NotHeard(
        "I may not use the microphone.",
        "If you want to talk, allow it in the browser's settings for this page. Writing works as well.",
      );
    case "NotFoundError":
      return new NotHeard("There is no microphone.", "Plug one in, or write to me.");
    default:
      return new NotHeard(
        "The microphone cannot be opened; another program may hold it.",
        "Close that program and try again, or write to me.",
      );
  }
}
