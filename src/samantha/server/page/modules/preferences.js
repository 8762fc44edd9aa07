/** What this one device is called, and what it prefers. It stays in this browser. */

const KEY = "samantha.preferences";

/**
 * @typedef {object} Preferences
 * @property {"hands-free" | "push-to-talk"} talking
 * @property {string} microphone the device's id; empty is the system's choice
 * @property {string} loudspeaker
 * @property {boolean} levelling whether the browser evens out how loud he is
 * @property {number} volume 0 … 1
 * @property {boolean} earcons small sounds at changes
 * @property {boolean} captions whether the words are shown
 * @property {"system" | "light" | "dark"} light
 */

/** @type {Preferences} */
const USUAL = {
  talking: "hands-free",
  microphone: "",
  loudspeaker: "",
  levelling: true,
  volume: 1,
  earcons: true,
  captions: true,
  light: "system",
};

/** @type {Preferences} */
export const preferences = { ...USUAL, ...kept() };

/** @type {Set<(name: keyof Preferences) => void>} */
const watchers = new Set();

/**
 * Change one and keep it.
 *
 * @template {keyof Preferences} K
 * @param {K} name
 * @param {Preferences[K]} value
 */
export function prefer(name, value) {
  preferences[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing: it holds until the page is closed.
  }
  for (const watcher of watchers) watcher(name);
}

/** @param {(name: keyof Preferences) => void} watcher is called with the name of what changed */
export function watchPreferences(watcher) {
  watchers.add(watcher);
}

/** @returns {Partial<Preferences>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/** What this device is called among her pages. */
export function deviceName() {
  const phone = matchMedia("(pointer: coarse)").matches;
  const system = /Android|iPhone|iPad|Mac|Windows|Linux/.exec(navigator.userAgent)?.[0] ?? "";
  return `${system} ${phone ? "phone" : "browser"}`.trim();
}
