// The ticket, where the office prints one: number, date and perhaps the code, no name. A printer that fails is nobody's
// business at the tablet: the number stands on the glass.

import { on } from "../kiosk/states.js";

const slip = document.querySelector("#slip");
const now = (name) => document.querySelector(`[data-now="${name}"]`)?.textContent ?? "";

function write(told) {
  for (const part of slip.querySelectorAll("[data-slip]")) part.textContent = told[part.dataset.slip] ?? "";
  const code = slip.querySelector(".s-code");
  if (code) code.hidden = !told.code; // a tablet that no server answers may have run out of codes
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
