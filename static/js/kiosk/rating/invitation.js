// The desk's invitation to rate, only while nobody is at the tablet.

import { get } from "../post.js";
import { after, current, wipe } from "../states.js";
import { begin } from "./faces.js";
import { given } from "./vote.js";

const POLL_MS = 4000;
const WELCOMES = new Set(["idle", "done"]);
let lastShown = 0;

function invite(invitation) {
  lastShown = invitation.id; // shown once; "Undang lagi" makes a new one
  begin(invitation.visit, invitation.visit.invited, { invitationId: invitation.id });
  after(invitation.seconds_left, () => { if (!given()?.score) wipe(); });
}

async function poll() {
  if (!document.hidden && WELCOMES.has(current())) {
    const { status, data } = await get("/kiosk/undangan");
    const invitation = status === 200 ? data.invitation : null;
    if (invitation && invitation.id !== lastShown && WELCOMES.has(current())) invite(invitation);
  }
  setTimeout(poll, POLL_MS);
}

setTimeout(poll, POLL_MS);
