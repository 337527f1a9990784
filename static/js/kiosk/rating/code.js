// The visit code, typed on the tablet's own keys, after an officer's QR or without one.

import { say, whileBusy } from "../form.js";
import { post } from "../post.js";
import { LAST, current, go, on, whileHere, wipe } from "../states.js";
import { isFindable, readCode } from "./alone.js";
import { begin } from "./faces.js";
import { part } from "./part.js";

export const HEARS = new Set(["idle", "rate-code", "rate-scan", ...LAST]); // states in which a QR may be shown
const VISIT_CODE_LENGTH = 4;
const form = part("code");
const field = document.querySelector("#rate-code-input");
const help = part("scanned");
let nobody = help.textContent;
let scanned = null; // the officer whose QR was read

function tell(words) {
  say(form, words ?? "");
  field.toggleAttribute("aria-invalid", Boolean(words));
}

// Without an answer in time the guest hears so, and keeps what was typed.
async function ask(path, body) {
  const { status, data } = await whileHere(post(path, body));
  return status === 200 ? data : { isUnanswered: status === 0 || status >= 500, error: data.error ?? form.querySelector("[data-error]").dataset.offline };
}

function note(officer) {
  scanned = officer;
  help.textContent = officer ? help.dataset.found.replace("{name}", officer.address) : nobody;
}

function rate({ visit }, officerId) {
  begin(visit, { officerId });
}

// Whose QR or badge code it is; a guest's own leads straight to the faces. What was typed stays.
async function findScanned(text) {
  const asked = field.value;
  const answer = await ask("/kiosk/penilaian/pindai", { text });
  if (!HEARS.has(current())) return; // the guest has begun something else
  if (answer.visit) return rate(answer, null);
  if (answer.officer) note(answer.officer);
  showCode(answer.error, answer.officer ? "" : asked);
}

export function takeScan(text) {
  field.value = ""; // which hears the keys of a scanner too
  findScanned(text);
}

// The keypad, with a sentence of why the guest is led here.
export function showCode(words, typed = "") {
  if (current() !== "rate-code") go("rate-code");
  field.value = typed;
  tell(words);
  field.focus();
}

export const showBrokenScan = () => showCode(form.querySelector("[data-error]").dataset.broken);
export const showOffline = () => showCode(form.querySelector("[data-error]").dataset.offline, field.value);

// While nobody can look it up the vote is kept with the code.
async function findVisit(code) {
  const officerId = scanned?.id ?? null;
  const asked = { code, officer: officerId };
  const answer = isFindable() ? await ask("/kiosk/penilaian/kode", asked) : { isUnanswered: true };
  const found = (answer.isUnanswered && readCode(code)) || answer;
  if (found.visit) rate(found, officerId);
  else tell(found.error);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = field.value.trim();
  const isVisitCode = typed.replaceAll(/[^0-9a-z]/gi, "").length <= VISIT_CODE_LENGTH;
  whileBusy(form.querySelector(".k-bottom .primary"), () => (isVisitCode ? findVisit(typed) : findScanned(typed)));
});

part("keys").addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (!key) return;
  if (key === "clear") field.value = "";
  else if (key === "back") field.value = field.value.slice(0, -1);
  else field.value += key;
  tell("");
});

part("leave").addEventListener("click", wipe);
on("language", () => {
  nobody = help.textContent; // as the page says it in this language
  note(scanned);
});
on("wipe", () => {
  note(null);
  form.reset();
  tell("");
});
