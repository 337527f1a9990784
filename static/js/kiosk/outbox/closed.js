// Tutup dengan pesan, remembered: a tablet that starts while nobody answers stays closed, and opens by itself at the end.

import { on, section } from "../states.js";
import { forget, learn, recall } from "./store.js";

const CLOSED = "closed"; // in the store, as the server told it
const LOOK_MS = 10_000;
const idle = section("idle");
const notice = idle.querySelector(".closed"); // none on the page of an open tablet
const isKept = !document.querySelector("[name=csrf_token]"); // the page that starts without the server

function show(closed) {
  notice.hidden = !closed;
  idle.querySelector(".giants").hidden = Boolean(closed);
  idle.querySelector(".hello p").hidden = Boolean(closed);
  if (!closed) return;
  const { sentence, lang, until } = closed.words[document.documentElement.lang];
  Object.assign(notice.querySelector("p"), { textContent: sentence, lang });
  notice.querySelector("small").textContent = until;
}

async function told() {
  if (isKept) return recall(CLOSED);
  if (!notice) return forget(CLOSED);
  const closed = JSON.parse(notice.dataset.closed);
  await learn(CLOSED, closed).catch(() => null); // a store that takes nothing: it is closed all the same
  return closed;
}

export async function watchDoor() {
  let closed = await told();
  if (!closed) return;
  const look = () => {
    if (closed?.ends && Date.now() >= closed.ends) closed = null;
    show(closed);
  };
  look();
  on("language", look);
  setInterval(look, LOOK_MS);
}
