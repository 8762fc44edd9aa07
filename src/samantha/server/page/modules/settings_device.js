/** The settings of this one device; they stay in this browser. */

import { Microphone } from "./microphone.js";
import { prefer, preferences } from "./preferences.js";
import { choice, preferenceFlag, slider, written } from "./settings_fields.js";
import { Sound } from "./sound.js";

/** How he talks and listens at this device. */
export async function talkingFields() {
  const devices = Microphone.possible ? await navigator.mediaDevices.enumerateDevices() : [];
  const named = (/** @type {MediaDeviceKind} */ kind) => [
    { value: "", label: "The system's choice" },
    ...devices
      .filter((each) => each.kind === kind && each.deviceId && each.deviceId !== "default")
      .map((each, i) => ({ value: each.deviceId, label: each.label || `Number ${i + 1}` })),
  ];
  return [
    choice({
      label: "When she hears you",
      help: "Hands-free listens all the time while the microphone is on. Push-to-talk listens while you hold the button or the space bar.",
      options: [
        { value: "hands-free", label: "Hands-free" },
        { value: "push-to-talk", label: "Push-to-talk" },
      ],
      value: preferences.talking,
      set: (value) => prefer("talking", /** @type {"hands-free" | "push-to-talk"} */ (value)),
    }),
    ...soundFields(named("audioinput"), named("audiooutput")),
    slider({
      label: "Volume",
      help: "",
      least: 0,
      most: 1,
      step: 0.05,
      value: preferences.volume,
      text: (value) => `${Math.round(100 * value)} %`,
      set: (value) => prefer("volume", value),
    }),
    preferenceFlag(
      "earcons",
      "Small sounds",
      "Two soft notes when she begins or ceases to hear you, and when the line is lost.",
    ),
    preferenceFlag(
      "captions",
      "Show the words",
      "Without them there is only her voice, and her form.",
    ),
  ];
}

/** How bright the page is at this device. */
export function lookFields() {
  return [
    choice({
      label: "Light",
      help: "",
      options: [
        { value: "system", label: "As the system has it" },
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ],
      value: preferences.light,
      set: (value) => prefer("light", /** @type {"system" | "light" | "dark"} */ (value)),
    }),
  ];
}

/**
 * @param {{value: string, label: string}[]} microphones
 * @param {{value: string, label: string}[]} loudspeakers
 */
function soundFields(microphones, loudspeakers) {
  return [
    choice({
      label: "Microphone",
      help: "Their names are shown once you have allowed one.",
      options: microphones,
      value: preferences.microphone,
      set: (value) => prefer("microphone", value),
    }),
    preferenceFlag(
      "levelling",
      "Even out my loudness",
      "The browser makes a soft voice louder and a loud one softer.",
    ),
    Sound.choosable
      ? choice({
          label: "Loudspeaker",
          help: "Where she is heard on this device.",
          options: loudspeakers,
          value: preferences.loudspeaker,
          set: (value) => prefer("loudspeaker", value),
        })
      : written("This browser plays her at the loudspeaker that the system has chosen."),
  ];
}
