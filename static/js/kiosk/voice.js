// Dengarkan: the sentences on the glass, each from a clip that was recorded before. A word a guest typed has no clip.

import { current, on, section } from "./states.js";

const READ = "h1, h2, p, [data-told='service'], legend, .field > label, .giant b, .giant small, .choice :is(b, small), .ways b, .face b, .list span, .stack > .tap, .side-links .tap, .tap-options:not([data-suggestions]) .tap";
const LIST_MS = 8000;
const root = document.documentElement;
const home = (lang) => new URL(`../../voices/${lang}/`, import.meta.url);
const words = (part) => part.innerText.replaceAll(/\s+/g, " ").trim();
const clips = new Map(); // language -> [pattern, address], the longest sentence first
let sound = null; // what is heard now; null while nobody listens
let isOn = false;
let turn = 0; // whoever waited for the clips looks whether they are still wanted

function pattern(sentence) {
  const parts = sentence.split(/%\(\w+\)[sd]/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+?")}(\\s+|$)`);
}

async function load(lang) {
  if (clips.has(lang)) return;
  const answer = await fetch(new URL("clips.json", home(lang)), { signal: AbortSignal.timeout(LIST_MS) });
  const told = Object.entries(await answer.json()).sort(([one], [other]) => other.length - one.length);
  clips.set(lang, told.map(([sentence, file]) => [pattern(sentence), new URL(`${file}.opus?v=${file}`, home(lang))]));
}

// The clips of a text that is made of known sentences; from the first unknown word on it is silent.
function clipsOf(part) {
  const known = clips.get(part.closest("[lang]").lang) ?? []; // a service the office has no English for is said in Indonesian
  const found = [];
  for (let rest = words(part); rest;) {
    const [match, address] = known.map(([one, clip]) => [one.exec(rest), clip]).find(([one]) => one) ?? [];
    if (!match) break;
    found.push(address);
    rest = rest.slice(match[0].length);
  }
  return found;
}

function said(place) {
  const parts = [...place.querySelectorAll(READ)].filter((part) => part.checkVisibility() && !part.parentElement.closest(READ));
  return parts.flatMap(clipsOf);
}

async function say(addresses) {
  hushed();
  const mine = sound = new Audio();
  for (const address of addresses) {
    mine.src = address;
    const end = new Promise((resume) => { mine.onended = mine.onerror = resume; });
    await mine.play().catch(() => {});
    if (!mine.error) await end;
    if (sound !== mine) return;
  }
}

function hushed() {
  sound?.pause();
  sound = null;
}

const here = () => document.querySelector("dialog[open]") ?? section(current());

// What comes up while somebody listens: a question over the screen, an error, the outcome of a call for help.
const watch = new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "attributes" && target.matches("dialog[open]")) say(said(target));
    const line = [...addedNodes, target].find((node) => node.matches?.(".error, [data-error] > span, [role='status']"));
    if (line?.checkVisibility() && line.textContent.trim()) say(clipsOf(line));
  }
});

export async function readAloud() {
  turn += 1;
  const mine = turn;
  try {
    await Promise.all([load(root.lang), load("id")]);
  } catch {
    return false;
  }
  if (mine !== turn) return true;
  isOn = true;
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["open"] });
  say(said(here()));
  return true;
}

export function hush() {
  isOn = false;
  turn += 1;
  watch.disconnect();
  hushed();
}

on("hush", hush);
on("language", () => isOn && readAloud());
document.addEventListener("kiosk:shown", () => isOn && say(said(here())));
