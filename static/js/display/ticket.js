// The ticket, where the office prints one: number, date and perhaps the code, no name. A printer that fails is nobody's
// business at the tablet: the number stands on the glass.

import { on } from "../kiosk/states.js";

const slip = document.querySelector("#slip");
const now = (name) => document.querySelector(`[data-now="${name}"]`)?.textContent ?? "";

const SHORTEST = 90, MARGINS = 4; // mm; the page as ticket.css has it
const MM = 96 / 25.4;

// A page is as long as what stands on it: a long one must not be cut, nor go on over an empty second one.
function fit() {
  const width = slip.classList.contains("w58") ? 58 : 80;
  slip.classList.add("measured");
  const needed = Math.ceil(slip.getBoundingClientRect().height / MM) + MARGINS + 1;
  slip.classList.remove("measured");
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const paper = rules.find((rule) => rule.selectorText === `slip${width}`);
  paper?.style.setProperty("size", `${width}mm ${Math.max(SHORTEST, needed)}mm`);
}

function write(told) {
  for (const part of slip.querySelectorAll("[data-slip]")) part.textContent = told[part.dataset.slip] ?? "";
  const code = slip.querySelector(".s-code");
  if (code) code.hidden = !told.code; // a tablet that no server answers may have run out of codes
  slip.querySelector(".s-number").classList.toggle("long", (told.number ?? "").length > 5); // A-T2-07
  fit();
}

on("ended", (data) => {
  if (!data?.number) return; // the guest was led to the desk
  const number = data.letter ? `${data.letter}-${data.number}` : data.number;
  write({ number, date: `${now("date")} ${now("clock")}`.trim(), code: data.code });
  // The screen comes first: without kiosk printing the browser's own window would stand before it.
  requestAnimationFrame(() => setTimeout(() => {
    try {
      window.print();
    } catch { /* no printer */ }
  }));
});
on("wipe", () => write({}));
