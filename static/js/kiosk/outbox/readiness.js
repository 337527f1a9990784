// Siap luring: tried after each start, never believed. It makes no visit and uses no number. pstku/devices/rules.py says what
// each name means, and which of them a tablet cannot do without.

import { current, emit, on } from "../states.js";
import { seal } from "./seal.js";
import { allItems, countCodes, countItems, forget, learn, recall } from "./store.js";

const AGAIN_MS = 10 * 60 * 1000;
const PATIENCE_MS = 20000;
const FEWEST_CODES = 20;
const LEAST_BYTES = 50e6;
const NEARLY_FULL = 450;
const OLD_MS = 14 * 24 * 3600 * 1000; // as pstku/devices/rules.py counts
const SHELL = "/kiosk/luring";
const TRIAL = "trial";

const CHECKS = {
  seal: (officeKey) => seal(officeKey, TRIAL, TRIAL).length > TRIAL.length,
  disk: isWrittenReadAndDeleted,
  room: hasRoom,
  old: async () => Date.now() - Math.min(Date.now(), ...(await allItems()).map(({ at }) => at)) <= OLD_MS,
  codes: async () => (await countCodes()) >= FEWEST_CODES,
  space: async () => !((await freeBytes()) < LEAST_BYTES),
  space_unknown: async () => !Number.isNaN(await freeBytes()),
  shell: isShellKept,
  secure: () => isSecureContext,
  persistent: async () => !navigator.storage?.persist || navigator.storage.persist(),
  camera: async () => ((await navigator.mediaDevices?.enumerateDevices()) ?? []).some(({ kind }) => kind === "videoinput"),
};

async function hasRoom() {
  return (await countItems()) < NEARLY_FULL;
}

async function isWrittenReadAndDeleted() {
  const mark = crypto.getRandomValues(new Uint32Array(1))[0];
  await learn(TRIAL, mark);
  const isRead = (await recall(TRIAL)) === mark;
  await forget(TRIAL);
  return isRead && (await recall(TRIAL)) === undefined;
}

// NaN where the browser does not tell, as on plain HTTP: neither fine nor too little, and staff are told so.
async function freeBytes() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage;
}

// The document that opens while nobody answers, with all its styles and scripts. On plain HTTP there is none: `secure` says so.
async function isShellKept() {
  if (!navigator.serviceWorker) return true;
  await navigator.serviceWorker.register("/kiosk/sw.js", { scope: "/kiosk/", updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  const page = new DOMParser().parseFromString(await (await caches.match(SHELL)).text(), "text/html");
  const needed = [...page.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.getAttribute("href") ?? part.getAttribute("src"));
  const kept = await Promise.all(needed.map((address) => caches.match(address)));
  return Boolean(page.querySelector("[data-state=idle]")) && kept.length > 0 && kept.every(Boolean);
}

async function isFine(check, officeKey) {
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, false); });
  try {
    return await Promise.race([check(officeKey), late]);
  } catch {
    return false;
  }
}

// Names of what the tablet lacks.
export async function findLacks(officeKey) {
  const found = await Promise.all(Object.entries(CHECKS).map(async ([name, check]) => ((await isFine(check, officeKey)) ? [] : [name])));
  return found.flat();
}

// Every ten minutes; and after each guest where the room has become scarce, or no longer is: staff read it on the tablet
// itself, which may have no server to tell.
export async function watchReadiness(officeKey) {
  let lacks = [];
  const isScarce = () => lacks.includes("room");
  const look = async () => {
    lacks = await findLacks(officeKey);
    emit("readiness", lacks);
  };
  const lookAtRoom = async () => {
    if ((await isFine(hasRoom)) === isScarce()) await look();
  };
  await look();
  setInterval(() => current() === "idle" && look(), AGAIN_MS);
  document.addEventListener("kiosk:shown", ({ detail: { state } }) => state === "idle" && lookAtRoom());
  on("news", () => isScarce() && lookAtRoom());
}
