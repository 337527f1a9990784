// Dengarkan: the sentences on the glass, each from a clip that was recorded before. A word a guest typed has no clip.

import { current, on, section } from "./states.js";

const READ = "h1, h2, p, [data-told='service'], legend, .field > label, .giant b, .giant small, .choice b, .face b, .list span, .stack > .tap, .side-links .tap";
const home = () => new URL(`../../voices/${document.documentElement.lang}/`, import.meta.url);
const words = (part) => part.innerText.replaceAll(/\s+/g, " ").trim();
let clips = null; // [pattern, file], the longest sentence first
let sound = null; // what is heard now; null while nobody listens
let isOn = false;

function pattern(sentence) {
  const parts = sentence.split(/%\(\w+\)[sd]/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+?")}(\\s+|$)`);
}

async function load() {
  const answer = await fetch(new URL("clips.json", home()));
  const told = Object.entries(await answer.json()).sort(([one], [other]) => other.length - one.length);
  clips = told.map(([sentence, file]) => [pattern(sentence), file]);
}

// The clips of a text that is made of known sentences; from the first unknown word on it is silent.
function clipsOf(text) {
  const found = [];
  for (let rest = text; rest;) {
    const [match, file] = clips.map(([one, name]) => [one.exec(rest), name]).find(([one]) => one) ?? [];
    if (!match) break;
    found.push(file);
    rest = rest.slice(match[0].length);
  }
  return found;
}

function said(place) {
  const parts = [...place.querySelectorAll(READ)].filter((part) => part.checkVisibility() && !part.parentElement.closest(READ));
  return parts.flatMap((part) => clipsOf(words(part)));
}

async function say(files) {
  hushed();
  const mine = sound = new Audio();
  for (const file of files) {
    mine.src = new URL(`${file}.opus?v=${file}`, home());
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
    if (line?.checkVisibility() && line.textContent.trim()) say(clipsOf(words(line)));
  }
});

export async function readAloud() {
  try {
    if (!clips) await load();
  } catch {
    return false;
  }
  isOn = true;
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["open"] });
  say(said(here()));
  return true;
}

export function hush() {
  isOn = false;
  watch.disconnect();
  hushed();
}

on("hush", hush);
on("language", () => {
  clips = null;
  if (isOn) readAloud();
});
document.addEventListener("kiosk:shown", () => isOn && say(said(here())));
