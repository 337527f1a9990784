// The tablet's pulse: the office's clock, an idle screen that is up to date, the heartbeat, and calls for help.

import { get, post } from "./post.js";
import { current, emit, on } from "./states.js";
import { uuid7 } from "./uuid7.js";

const POLL_MS = 5000;
const BEAT_MS = 45000;
const flow = document.querySelector("#isi");
const dialog = document.querySelector("#helped");
const line = dialog.querySelector("[data-help]");

function show({ clock, date, page, help }) {
  document.querySelector("[data-now='clock']").textContent = clock;
  document.querySelector("[data-now='date']").textContent = date;
  if (dialog.open && help) line.textContent = line.dataset[help];
  // Nobody is at the tablet and what it shows is out of date: read it anew.
  if (page !== flow.dataset.page && current() === "idle" && !document.querySelector("dialog[open]")) location.reload();
}

async function poll() {
  const { status, data } = await get("/kiosk/api/keadaan");
  if (status === 200) show(data);
  else if (status === 403 && current() === "idle") location.reload(); // revoked: the pairing page comes up
  emit("status", status);
  setTimeout(poll, POLL_MS);
}

async function beat() {
  await post("/kiosk/api/detak", { outbox: 0, outbox_age: 0 });
  setTimeout(beat, BEAT_MS);
}

async function callForHelp() {
  line.textContent = line.dataset.waiting;
  if (!dialog.open) dialog.showModal();
  const { status } = await post("/kiosk/api/bantuan", { id: uuid7() });
  if (status !== 200) line.textContent = line.dataset.failed;
}

on("action:help", callForHelp);
on("action:close", ({ button }) => button.closest("dialog").close()); // whichever was opened
setTimeout(poll, POLL_MS);
beat();
