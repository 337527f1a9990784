// Calls aloud. Every clip of a call is set on the audio clock at once, each where the one before ends: no timer and no
// network stands between two words. What cannot sound now is never said later.

const LEAD = 0.1; // seconds until the first clip
const PAUSE = 0.6; // between two calls
const MOST_KEPT = 400; // clips in memory; about ninety are ours
const LOAD_MS = 8000;
const LANES = 4;
const kept = new Map(); // address -> its sound
let audio = null;
let isWhole = false; // every clip could be played when it was tried
let free = 0; // on the audio clock: when the last call ends
let line = Promise.resolve(); // calls are prepared one after the other

async function load(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(LOAD_MS) });
  if (!answer.ok) throw new Error(address);
  const sound = await audio.decodeAudioData(await answer.arrayBuffer());
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(address, sound);
  return sound;
}

// The first of these addresses that can be played: the office's own recording, else our clip; nothing where neither can.
async function clip(addresses) {
  for (const address of addresses) {
    const sound = kept.get(address) ?? (await load(address).catch(() => null));
    if (sound) return sound;
  }
  return null;
}

// When each sound of these lengths begins, back to back, not before `begin`.
export function beginnings(lengths, begin) {
  let at = begin;
  return lengths.map((length) => { at += length; return at - length; });
}

async function say(call) {
  const sounds = (await Promise.all(call.map(clip))).filter(Boolean);
  if (audio.state !== "running" || !sounds.length) return;
  const lengths = sounds.map((sound) => sound.duration);
  const begin = Math.max(audio.currentTime + LEAD, free);
  beginnings(lengths, begin).forEach((at, place) => {
    const source = audio.createBufferSource();
    source.buffer = sounds[place];
    source.connect(audio.destination);
    source.start(at);
  });
  free = begin + lengths.reduce((sum, length) => sum + length, 0) + PAUSE;
}

// The calls in their order. Nothing waits for a screen whose voice the browser holds back.
export function announce(calls) {
  for (const call of calls) line = line.then(() => say(call)).catch(() => {});
}

// Suara siap: the browser lets it sound, and every clip is here and can be played. A few at a time: a slow server answers
// the last of ninety long after the first.
export async function prepare(clips) {
  const left = [...clips];
  let missing = left.length ? 0 : 1;
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let next = left.pop(); next; next = left.pop()) if (!(await clip(next))) missing += 1;
  }));
  isWhole = missing === 0;
}

export const state = () => (audio?.state !== "running" ? "off" : isWhole ? "on" : "broken");
export const isSpeaking = () => audio !== null && audio.currentTime < free;

export function wake() {
  if (audio?.state !== "running") audio?.resume().catch(() => {});
}

export function open(onChange) {
  audio ??= new AudioContext();
  audio.addEventListener("statechange", onChange);
  wake();
}
