// "Tanpa sinyal": what this phone holds, save it, take it away.

import { details, expiry, isPossible, keep, leave, open } from "./keep.js";

const place = document.getElementById("siap");
const long = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric" });
const count = new Intl.NumberFormat("id-ID");

function figuresIn(library) {
  const places = Object.values(library.figures).flatMap((regions) => Object.values(regions));
  return places.reduce((sum, one) => sum + one.figures.length, 0);
}

async function show(hasFailed = false) {
  const library = isPossible() ? await open() : null;
  const shown = new Set([isPossible() ? "possible" : "insecure"]);
  if (isPossible()) shown.add(library ? "kept" : "none");
  if (hasFailed) shown.add("failed");
  for (const part of place.querySelectorAll("[data-when]")) part.hidden = !shown.has(part.dataset.when);
  if (!library) return;
  const kept = await details();
  const values = {
    day: long.format(kept.checkedAt),
    until: long.format(expiry(kept)),
    pages: count.format(library.pages.length),
    figures: count.format(figuresIn(library)),
    size: count.format(Math.ceil(kept.size / 1000)),
  };
  for (const [name, text] of Object.entries(values)) place.querySelector(`[data-fill="${name}"]`).textContent = text;
}

const acts = { keep: () => keep(place.dataset.owner), leave };

place.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  if (!button || button.disabled) return;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  let hasFailed = false;
  try {
    await acts[button.dataset.act]();
  } catch (reason) {
    console.info("pustaka di HP:", reason.message);
    hasFailed = true;
  }
  button.disabled = false;
  button.removeAttribute("aria-busy");
  await show(hasFailed);
});

await show();
