// The desk's invitation to rate, while nobody is at the tablet; it ends the last screen of another.

import { LAST, after, current, on, wipe } from "../states.js";
import { speak } from "../words.js";
import { begin } from "./faces.js";
import { given } from "./vote.js";

let lastShown = 0;

function invite({ id, visit, seconds_left: seconds }, toldAt) {
  wipe();
  lastShown = id; // shown once; "Undang lagi" makes a new one
  speak(visit.language);
  begin(visit, { invitationId: id });
  after(seconds - (Date.now() - toldAt) / 1000, () => { if (!given()?.score) wipe(); });
}

on("news", ({ invitation, at }) => {
  if (!document.hidden && (current() === "idle" || LAST.has(current())) && invitation && invitation.id !== lastShown) invite(invitation, at);
});
