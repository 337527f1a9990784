// The vote one guest is giving: one id for all its revisions, sent until the server has it.

import { deliver as send } from "../delivery.js";
import { on } from "../states.js";
import { uuid7 } from "../uuid7.js";

let vote = null;

export const given = () => vote;

// invitationId is null when the code was typed. A visit that nobody could look up is named by its code.
export function openVote(visit, { officerId, invitationId }) {
  vote = { id: uuid7(), visit: visit.id, code: visit.id ? null : visit.code, officer: officerId, invitationId, revision: 0, score: 0 };
}

export function choose(score, shownAt) {
  vote.score = score;
  vote.firstAt ??= Date.now();
  vote.reactionMs ??= Math.round(performance.now() - shownAt);
  deliver(null);
}

// A later revision replaces an earlier one.
export function deliver(words) {
  vote.revision += 1;
  const { id, visit, code, officer, score, revision, firstAt, reactionMs } = vote;
  vote.sent = send("vote", visit && "/kiosk/suara", { id, visit, code, officer, score, revision, first_at: firstAt, at: Date.now(), reaction_ms: reactionMs, words });
}

on("wipe", () => { vote = null; });
