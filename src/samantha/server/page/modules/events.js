/**
 * The events of the live protocol (docs/protocol.md), as types; there is nothing to run here.
 *
 * @typedef {"nobody" | "he" | "pausing" | "thinking" | "she" | "both"} FloorHolder
 * @typedef {"you" | "another" | "nobody"} PlaceHolder where a microphone or a loudspeaker is
 *
 * @typedef {{type: "welcome", seq: number, her_name: string, his_name: string, met: boolean,
 *   hears: boolean, speaks: boolean, version: string, gap?: boolean}} Welcome
 * @typedef {{type: "floor", holder: FloorHolder}} FloorEvent
 * @typedef {{type: "his_words", text: string}} HisWords what he is saying, not yet kept
 * @typedef {{type: "his_turn", seq: number, utterance: number, text: string, id?: string | null}} HisTurn
 * @typedef {{type: "her_words", seq: number, utterance: number, text: string}} HerWords
 * @typedef {{type: "her_turn", seq: number, utterance: number, ended: "over" | "interrupted"}} HerTurn
 * @typedef {{type: "notice", seq: number, text: string}} Notice what the first meeting's plain voice says
 * @typedef {{type: "question", seq: number, key: string, text: string, number: number, of: number}} Question
 * @typedef {{type: "met", seq: number, her_name: string, his_name: string}} Met
 * @typedef {{type: "mood", words: string, valence: number, energy: number}} Mood numbers in -1 … 1
 * @typedef {{type: "activity", text: string}} Activity
 * @typedef {{type: "trouble", seq: number, message: string, remedy: string}} Trouble
 * @typedef {{type: "microphone", holder: PlaceHolder}} MicrophoneEvent
 * @typedef {{type: "speaker", holder: PlaceHolder}} SpeakerEvent
 * @typedef {{type: "gain", decibels: number}} Gain
 * @typedef {{type: "flush", stream: number}} Flush
 *
 * @typedef {Welcome | FloorEvent | HisWords | HisTurn | HerWords | HerTurn | Notice | Question | Met | Mood |
 *   Activity | Trouble | MicrophoneEvent | SpeakerEvent | Gain | Flush} HerEvent
 *
 * @typedef {{type: "hello", after: number, device: string, speaks: boolean}
 *   | {type: "words", id: string, text: string}
 *   | {type: "tap"} | {type: "skip"}
 *   | {type: "microphone", state: "taken" | "muted" | "lost" | "released"}
 *   | {type: "played", stream: number, samples: number}
 *   | {type: "speaker", on: boolean}} HisEvent
 */

export {};
