/**
 * Keeps the shell of the page, so that it opens even when she does not run. It keeps nothing that
 * was said: whatever is not in the list below goes past it.
 */

const KEPT = "samantha-shell";
const SHELL = [
  "./",
  "manifest.webmanifest",
  "styles/page.css",
  "styles/drawer.css",
  "font/nunito.woff2",
  "icons/icon.svg",
  "icons/icon-192.png",
  ...[
    "controls",
    "diary",
    "doings",
    "drawer",
    "earcons",
    "elements",
    "form",
    "form_shape",
    "live",
    "memory",
    "microphone",
    "mood",
    "notices",
    "people",
    "preferences",
    "room",
    "routes",
    "settings",
    "settings_belongings",
    "settings_device",
    "settings_fields",
    "settings_model",
    "settings_voice",
    "signs",
    "sound",
    "sound_worklet",
    "threshold",
    "transcript",
    "voice",
    "why",
  ].map((name) => `modules/${name}.js`),
];
const ADDRESSES = new Set(SHELL.map((each) => new URL(each, self.location.href).href));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(SHELL)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split("#")[0];
  if (request.method === "GET" && ADDRESSES.has(address)) event.respondWith(newest(address));
});

/**
 * The newest there is: from her program, or else what was kept.
 *
 * @param {string} address
 */
async function newest(address) {
  const kept = await caches.open(KEPT);
  try {
    // Asked anew each time: modules of two versions must not meet.
    const answer = await fetch(address, { cache: "no-cache" });
    if (answer.ok) await kept.put(address, answer.clone());
    return answer;
  } catch (error) {
    const before = await kept.match(address);
    if (before) return before;
    throw error;
  }
}
