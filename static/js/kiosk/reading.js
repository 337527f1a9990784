// Huruf besar and Dengarkan.

import { current, on, section } from "./states.js";

const speech = window.speechSynthesis;
const listen = document.querySelectorAll("[data-action='read-aloud']");
const large = document.querySelectorAll("[data-action='large-text']");

const INDONESIAN = new Set(["id", "in", "ind"]); // Android up to 14 tells Indonesian by its old code, in_ID

const voice = () => speech?.getVoices().find((one) => INDONESIAN.has(one.lang.toLowerCase().split(/[-_]/)[0]));

function offer() {
  for (const button of listen) button.hidden = !voice();
}

function press(isLarge) {
  for (const button of large) button.setAttribute("aria-pressed", String(isLarge));
}

on("action:large-text", () => {
  const isLarge = document.documentElement.dataset.text !== "large";
  if (isLarge) document.documentElement.dataset.text = "large";
  else delete document.documentElement.dataset.text;
  press(isLarge);
});

on("action:read-aloud", () => {
  speech.cancel();
  const place = section(current());
  const words = [...place.querySelectorAll("h1, .help, .choice b, legend, .field > label")].filter((part) => part.checkVisibility());
  const spoken = new SpeechSynthesisUtterance(words.map((part) => part.textContent.trim()).join(". "));
  spoken.voice = voice();
  spoken.lang = "id-ID";
  speech.speak(spoken);
});

on("wipe", () => press(false));
speech?.addEventListener?.("voiceschanged", offer);
offer();
