// "Masih di sini?": a guest who walked away leaves nothing on the glass.

import { LAST, current, on, setting, wipe } from "./states.js";

const ANSWER_SECONDS = 30;
const MOST_EXTENSIONS = 10;
const dialog = document.querySelector("#still-here");
let touched = 0; // when; not since the wipe
let askedAt = 0;
let extensions = 0;

function touch() {
  if (!dialog.open) touched = Date.now();
}

function tick() {
  const isIdle = current() === "idle";
  if (LAST.has(current()) || current() === "rate-thanks") {
    touched = Date.now();
    extensions = 0;
  } else if (dialog.open) {
    if (Date.now() - askedAt > ANSWER_SECONDS * 1000) wipe();
  } else if (!touched) {
    if (!isIdle) touched = Date.now();
  } else if (Date.now() - touched > setting("idleSeconds") * 1000) {
    if (isIdle || extensions >= MOST_EXTENSIONS) return wipe(); // a language, large letters, a call for help: whose they were is gone
    askedAt = Date.now();
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    dialog.showModal();
    dialog.querySelector(".primary").focus();
  }
}

on("action:stay", () => {
  extensions += 1;
  dialog.close();
  touched = Date.now();
});
dialog.addEventListener("cancel", (event) => { event.preventDefault(); dialog.close(); touched = Date.now(); });
on("wipe", () => { touched = 0; extensions = 0; });
for (const sign of ["pointerdown", "keydown", "input", "scroll"]) document.addEventListener(sign, touch, { capture: true, passive: true });
setInterval(tick, 1000);
