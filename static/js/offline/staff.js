// On every staff page: the library on this phone follows whoever is signed in, and the service worker stands ready.
// On the sign-in page nobody is: a library that is still here goes when its sign-in was closed elsewhere.

import { details, FORM, isDeclined, isPossible, refresh, remove } from "./keep.js";
import { dropNotes, dropOthers, sendNotes } from "./notes.js";

const EVERY = 6 * 3600 * 1000;
const mark = document.querySelector('meta[name="phone-library"]');

async function follow() {
  let kept = await details();
  if (!mark) {
    if (kept) await refresh(kept.owner);
    return;
  }
  const owner = mark.content;
  if (kept && kept.owner !== owner) {
    await remove(); // somebody else signed in on this phone
    kept = null;
  }
  // On one's own phone without being asked, unless it was declined; elsewhere once somebody saved it.
  const isWanted = kept || ("always" in mark.dataset && !isDeclined());
  if (!isWanted) return;
  await navigator.serviceWorker.register("/sw.js");
  if (kept?.form !== FORM || Date.now() - kept.checkedAt > EVERY) await refresh(owner);
}

// What was noted without signal goes to the office with the first page that comes from it.
async function deliver() {
  if (!mark) return;
  await dropOthers(mark.content);
  const count = await sendNotes(mark.content, document.querySelector('meta[name="csrf-token"]').content);
  if (!count) return;
  const told = document.createElement("p");
  told.className = "note ok";
  told.setAttribute("role", "status");
  told.textContent = mark.dataset.sent.replace("{count}", count);
  document.getElementById("isi").prepend(told);
}

if (isPossible()) {
  // Without signal, or on a full phone, the page goes on as it is; the next page tries again.
  const tell = (reason) => console.info("pustaka di HP:", reason.message);
  const start = () => Promise.all([follow().catch(tell), deliver().catch(tell)]);
  if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 4000 });
  else setTimeout(start, 500);

  document.addEventListener("submit", (event) => {
    if (new URL(event.target.action).pathname === "/keluar") Promise.all([remove(), dropNotes()]);
  }, true);

  // A search while typing that does not get through goes on in the library of this phone.
  const goOn = async (event) => {
    const asked = event.detail.elt.closest("form[role=search]")?.elements.q?.value;
    if (asked !== undefined && await details()) location.assign(`/luring?q=${encodeURIComponent(asked)}`);
  };
  for (const silence of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(silence, goOn);
}
