// The four faces: who served, the question, one tap.

import { drawAvatar } from "../avatar.js";
import { post } from "../post.js";
import { go, on, registerState, wipe } from "../states.js";
import { part } from "./part.js";
import { choose, given, openVote } from "./vote.js";
import { askWhy } from "./why.js";

let shownAt = 0;
let asked = null; // the visit on the glass, and whether its guest was invited

// Whoever was invited is asked whether they are the one; whoever typed a code is told who served.
export function begin(visit, { officerId = null, invitationId = null } = {}) {
  openVote(visit, { officerId, invitationId });
  asked = { visit, isInvited: Boolean(invitationId) };
  tell();
  part("visit-code").textContent = visit.code ?? "";
  drawAvatar(part("photo"), visit.officer, part("photo").dataset.sprite);
  go("rate-face");
}

function tell() {
  const words = asked.visit.words[document.documentElement.lang];
  part("question").textContent = words.question;
  part("served-by").textContent = asked.isInvited ? words.invited : words.served_by;
  part("service").textContent = words.service;
}

on("language", () => asked && tell());

function pressed(button) {
  const { score } = given();
  if (score) button.setAttribute("aria-pressed", String(Number(button.value) === score));
  else button.removeAttribute("aria-pressed");
}

registerState("rate-face", {
  enter() {
    if (given()) for (const button of part("faces").querySelectorAll("button.face")) pressed(button);
    shownAt = performance.now();
  },
});

part("faces").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!given() || !event.submitter) return;
  event.submitter.setAttribute("aria-pressed", "true");
  choose(Number(event.submitter.value), shownAt);
  askWhy();
});

part("skip").addEventListener("click", () => {
  const vote = given();
  if (vote?.score) return askWhy();
  if (vote?.invitationId) post(`/kiosk/undangan/${vote.invitationId}/lewati`, {});
  return wipe();
});

on("wipe", () => {
  asked = null;
  for (const name of ["served-by", "service", "visit-code"]) part(name).textContent = "";
});
