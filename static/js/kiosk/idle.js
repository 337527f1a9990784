// "Masih di sini?": a guest who walked away leaves nothing on the glass.

import { current, on, setting, wipe } from "./states.js";

const ANSWER_SECONDS = 30;
const MOST_EXTENSIONS = 10;
const RESTING = new Set(["idle", "done", "stored", "full", "rate-thanks"]); // these end by themselves
const dialog = document.querySelector("#still-here");
let touched = Date.now();
let askedAt = 0;
let extensions = 0;

function touch() {
  if (!dialog.open) touched = Date.now();
}

function tick() {
  if (RESTING.has(current())) {
    touched = Date.now();
    extensions = 0;
    if (dialog.open) dialog.close();
  } else if (dialog.open) {
    if (Date.now() - askedAt > ANSWER_SECONDS * 1000) wipe();
  } else if (Date.now() - touched > setting("idleSeconds") * 1000) {
    if (extensions >= MOST_EXTENSIONS) return wipe();
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
on("wipe", () => { touched = Date.now(); extensions = 0; });
for (const sign of ["pointerdown", "keydown", "input", "scroll"]) document.addEventListener(sign, touch, { capture: true, passive: true });
setInterval(tick, 1000);
