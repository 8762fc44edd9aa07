/**
 * All sound of the page goes through one audio context: her voice, his microphone, the small signs.
 *
 * She is played by the page's own output and nothing else, because that is what the browser's echo
 * canceller takes out of the microphone.
 */

import { preferences, watchPreferences } from "./preferences.js";

const DIP_S = 0.02;
const REST_AFTER_MS = 15_000;

export class Sound {
  /** @type {AudioContext | null} */
  context = null;
  /** @type {AnalyserNode | null} her voice, to be looked at */
  hers = null;
  /** @type {AudioWorkletNode | null} */
  #playback = null;
  /** @type {GainNode | null} the dip */
  #gain = null;
  /** @type {GainNode | null} his choice */
  #volume = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  #allowed = false;
  #awake = false;
  #resting = 0;
  #onPlayed;

  /** @param {(stream: number, samples: number) => void} onPlayed samples of 24,000 Hz */
  constructor(onPlayed) {
    this.#onPlayed = onPlayed;
    watchPreferences((name) => {
      if (name === "volume") this.#volume?.gain.setTargetAtTime(preferences.volume, 0, DIP_S);
      if (name === "loudspeaker") void this.#choose();
    });
  }

  /** Whether sound can be heard: browsers allow it only after he has touched the page. */
  get audible() {
    return this.#allowed;
  }

  /** Open the output; to be called while he touches the page. Calling it again does no harm. */
  async open() {
    this.#opening ??= this.#open();
    await this.#opening;
    await this.context?.resume();
    this.#allowed = true;
    this.#restLater();
  }

  /** @param {boolean} awake whether sound comes in too, so that the audio thread must not rest */
  stayAwake(awake) {
    this.#awake = awake;
    this.#restLater();
  }

  /** A silent audio thread still costs the machine: without sound it is put to sleep. */
  #restLater() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (!this.#awake) void this.context?.suspend();
    }, REST_AFTER_MS);
  }

  async #open() {
    const context = new AudioContext({ latencyHint: "interactive" });
    this.context = context;
    await context.audioWorklet.addModule(new URL("./sound_worklet.js", import.meta.url));
    const playback = new AudioWorkletNode(context, "samantha-playback", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    playback.port.onmessage = ({ data: heard }) => {
      this.#onPlayed(heard.stream, heard.samples);
      this.#tellLatency();
      this.#restLater();
    };
    this.#playback = playback;
    this.#gain = new GainNode(context);
    this.#volume = new GainNode(context, { gain: preferences.volume });
    this.hers = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0.6 });
    playback.connect(this.#gain).connect(this.#volume).connect(context.destination);
    this.#gain.connect(this.hers);
    this.#tellLatency();
    await this.#choose();
  }

  /** @param {number} stream @param {ArrayBuffer} samples */
  play(stream, samples) {
    if (this.#allowed && this.context?.state === "suspended") void this.context.resume();
    this.#playback?.port.postMessage({ stream, sound: samples }, [samples]);
  }

  /** @param {number} stream of what waits, this and older ones are thrown away; -1 is all there is */
  flush(stream) {
    this.#playback?.port.postMessage({ flush: stream });
  }

  /** @param {number} decibels how loud she is from now on */
  dip(decibels) {
    if (!this.context || !this.#gain) return;
    const now = this.context.currentTime;
    const gain = this.#gain.gain;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(10 ** (decibels / 20), now + DIP_S);
  }

  /** @param {ArrayBuffer} file a voice's sample, played once */
  async sample(file) {
    if (!this.context || !this.#volume) return;
    const source = this.context.createBufferSource();
    source.buffer = await this.context.decodeAudioData(file);
    source.connect(this.#volume);
    source.start();
  }

  /** Whether the loudspeaker can be chosen in this browser. */
  static get choosable() {
    return "setSinkId" in AudioContext.prototype;
  }

  #tellLatency() {
    if (!this.context) return;
    const latency_s = (this.context.outputLatency || 0) + this.context.baseLatency;
    this.#playback?.port.postMessage({ latency_s });
  }

  async #choose() {
    const context =
      /** @type {(AudioContext & {setSinkId?: (id: string) => Promise<void>}) | null} */ (
        this.context
      );
    try {
      await context?.setSinkId?.(preferences.loudspeaker);
    } catch {
      await context?.setSinkId?.("").catch(() => {}); // it is gone: the system's own
    }
  }
}

/**
 * How loud and how bright a sound is now.
 *
 * @param {AnalyserNode | null} analyser
 * @param {Uint8Array<ArrayBuffer>} room
 * @returns {{level: number, low: number, high: number}} each 0 … 1
 */
export function loudness(analyser, room) {
  if (!analyser) return { level: 0, low: 0, high: 0 };
  analyser.getByteFrequencyData(room);
  const step_hz = analyser.context.sampleRate / analyser.fftSize;
  const band = (/** @type {number} */ from_hz, /** @type {number} */ to_hz) => {
    const from = Math.round(from_hz / step_hz);
    const to = Math.max(from + 1, Math.round(to_hz / step_hz));
    let sum = 0;
    for (let k = from; k < to; k++) sum += room[k];
    return sum / (to - from) / 255;
  };
  const low = band(90, 700);
  const high = band(700, 4000);
  return { level: Math.min(1, 0.6 * low + 0.6 * high), low, high };
}
