// What the guest takes away, and how long it stays.

import { drawAvatar } from "./avatar.js";
import { after, current, emit, on, registerState, section, setting, wipe } from "./states.js";

const place = section("done");
const part = (name) => place.querySelector(`[data-done="${name}"]`);
const STEP = 10; // the figure moves rarely: a ticking clock hurries people
let left = 0;
let comes = null; // who serves this guest

function write(name, text) {
  if (part(name)) part(name).textContent = text;
}

function drawCode(token) {
  part("qr").src = `/kiosk/qr/${token}`;
  part("qr").hidden = false;
}

function nameOfficer(officer) {
  if (part("officer")) write("officer", officer?.address ?? part("officer").dataset.nobody);
}

function drawOfficer(officer) {
  if (!part("officer")) return;
  comes = officer;
  nameOfficer(officer);
  drawAvatar(part("photo"), officer, place.dataset.sprite);
}

function wait(seconds) {
  left = seconds;
  place.querySelector("[data-left]").textContent = String(left);
  if (left <= 0) return wipe();
  const step = Math.min(STEP, left);
  return after(step, () => wait(left - step));
}

registerState("done", {
  enter(data) {
    if (data) {
      for (const name of ["letter", "number", "code", "ahead"]) write(name, String(data[name]));
      drawCode(data.visit);
      drawOfficer(data.officer);
      emit("registered", data.visit);
    }
    wait(setting("doneSeconds"));
  },
});
on("language", () => current() === "done" && nameOfficer(comes));
on("action:more-time", () => {
  left += setting("doneSeconds");
  place.querySelector("[data-left]").textContent = String(left);
});
on("wipe", () => {
  for (const name of ["letter", "number", "code", "ahead", "officer"]) write(name, "");
  part("qr").removeAttribute("src");
  part("qr").hidden = true;
});
