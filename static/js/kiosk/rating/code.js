// The visit code, typed on the tablet's own keys, after an officer's QR or without one.

import { say, whileBusy } from "../form.js";
import { post } from "../post.js";
import { current, go, on, wipe } from "../states.js";
import { begin } from "./faces.js";
import { part } from "./part.js";

const VISIT_CODE_LENGTH = 4;
const form = part("code");
const field = document.querySelector("#rate-code-input");
let scanned = null; // the officer whose QR was read

function tell(words) {
  say(form, words ?? "");
  field.toggleAttribute("aria-invalid", Boolean(words));
}

// Without an answer in time the guest hears so, and keeps what was typed.
async function ask(path, body) {
  const { status, data } = await post(path, body);
  return status === 200 ? data : { error: data.error ?? form.querySelector("[data-error]").dataset.offline };
}

function note(officer) {
  scanned = officer;
  const help = part("scanned");
  help.textContent = officer ? help.dataset.found.replace("{name}", officer.address) : help.dataset.empty;
}

export async function findOfficer(text) {
  const answer = await ask("/kiosk/penilaian/petugas", { text });
  if (current() !== "rate-code") go("rate-code");
  if (answer.officer) {
    note(answer.officer);
    field.value = "";
  }
  tell(answer.error);
  field.focus();
}

export function tellBrokenScan() {
  if (current() !== "rate-code") go("rate-code");
  field.value = "";
  tell(form.querySelector("[data-error]").dataset.broken);
}

async function findVisit(code) {
  const answer = await ask("/kiosk/penilaian/kode", { code });
  if (answer.visit) begin(answer.visit, answer.visit.served_by, { officerId: scanned?.id ?? null });
  else tell(answer.error);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = field.value.trim();
  const isVisitCode = typed.replaceAll(/[^0-9a-z]/gi, "").length <= VISIT_CODE_LENGTH;
  whileBusy(form.querySelector(".k-bottom .primary"), () => (isVisitCode ? findVisit(typed) : findOfficer(typed)));
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
on("wipe", () => {
  note(null);
  form.reset();
  tell("");
});
