/** Small quiet signs in sound, made here: two soft notes rise, fall, or fail. */

import { preferences } from "./preferences.js";

/** @type {Record<"hearing" | "muted" | "lost" | "back", number[]>} frequencies in Hz, one after another */
const NOTES = {
  hearing: [392, 587.3],
  muted: [587.3, 392],
  lost: [329.6, 246.9],
  back: [440, 659.3],
};
const APART_S = 0.09;
const LONG_S = 0.32;
const LOUD = 0.05;

/**
 * Let one be heard, if he wants them.
 *
 * @param {AudioContext | null} context
 * @param {keyof typeof NOTES} sign
 */
export function earcon(context, sign) {
  if (!preferences.earcons || context?.state !== "running") return;
  NOTES[sign].forEach((frequency, index) => {
    const start = context.currentTime + 0.01 + index * APART_S;
    const tone = new OscillatorNode(context, { type: "sine", frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUD * preferences.volume, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + LONG_S);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + LONG_S);
  });
}
