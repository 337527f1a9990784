// What the guest takes away, and how long it stays.

import { after, emit, on, registerState, section, setting, wipe } from "./states.js";

const place = section("done");
const part = (name) => place.querySelector(`[data-done="${name}"]`);
const STEP = 10; // the figure moves rarely: a ticking clock hurries people
let left = 0;

function write(name, text) {
  if (part(name)) part(name).textContent = text;
}

function drawCode(token) {
  part("qr").src = `/kiosk/qr/${token}`;
  part("qr").hidden = false;
}

function drawOfficer(officer) {
  if (!part("officer")) return;
  write("officer", officer?.address ?? part("officer").dataset.nobody);
  part("photo").replaceChildren(officer?.photo ? Object.assign(document.createElement("img"), { src: officer.photo, alt: "" }) : drawing(officer));
}

function drawing(officer) {
  const kind = { Ibu: "ibu", Bapak: "bapak" }[officer?.salutation];
  const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const [svg, use] = [make("svg"), make("use")];
  svg.setAttribute("viewBox", "0 0 96 96");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${place.dataset.sprite}#a-${kind ? `${kind}-${officer.id % 3}` : "none"}`);
  svg.append(use);
  return svg;
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
on("action:more-time", () => {
  left += setting("doneSeconds");
  place.querySelector("[data-left]").textContent = String(left);
});
on("wipe", () => {
  for (const name of ["letter", "number", "code", "ahead", "officer"]) write(name, "");
  part("qr").removeAttribute("src");
  part("qr").hidden = true;
});
