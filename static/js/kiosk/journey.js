// How far guests get and how long it takes, so that the office learns where they give up. Nothing of the guest travels.

import { post } from "./post.js";
import { on } from "./states.js";

const STEP = { service: "service", name: "name", returning: "name", about: "about", contact: "contact", check: "check", more: "check" };
const ENDS = new Set(["done", "stored", "full"]);
let began = 0;
let reached = null;

function end(step) {
  const seconds = Math.round((performance.now() - began) / 1000);
  reached = null;
  post("/kiosk/api/perjalanan", { ended_at: step, seconds }); // once: what does not arrive is not counted
}

document.addEventListener("kiosk:shown", ({ detail: { state } }) => {
  if (ENDS.has(state) && reached) return end("done");
  if (!STEP[state]) {
    if (state !== "idle") reached = null; // a question, a complaint or a rating is another way
  } else {
    if (!reached) began = performance.now();
    reached = STEP[state];
  }
});

on("wipe", () => { if (reached) end(reached); });
