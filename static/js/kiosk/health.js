// The tablet's pulse. One poll brings the office's clock, an idle screen that is up to date, what became of a call for
// help, the desk's invitation and what an admin asks; to the server it is the heartbeat.

import { get, handOver, post, reload, unsent } from "./post.js";
import { current, emit, on, whileHere } from "./states.js";
import { uuid7 } from "./uuid7.js";

const POLL_MS = 4000;
const DRAIN_MS = 5 * 60 * 1000;
const flow = document.querySelector("#isi");
const dialog = document.querySelector("#helped");
const line = dialog.querySelector("[data-help]");
let lacks = null; // offline, as the outbox found out; nothing before it has tried
let key = 0; // the lowest number of a key that the outbox still needs
let news = null; // as the server told it last; it says nothing while this still holds
let call = null; // for help, of the guest at the tablet
let taken = null; // the call that the server has
let oldSince = 0; // since when the page is known to be out of date

function show({ clock, date, help }, isOfCall) {
  document.querySelector("[data-now='clock']").textContent = clock;
  document.querySelector("[data-now='date']").textContent = date;
  if (isOfCall && help) line.textContent = line.dataset[help];
}

// A page that is out of date is read anew when nobody is at it, and after what it keeps has been sent. What the server
// does not take now is safe on the disk, and holds the new page up no longer than five minutes.
async function renew({ page }, told) {
  await Promise.allSettled(told);
  const isOld = page !== flow.dataset.page;
  oldSince = isOld ? oldSince || Date.now() : 0;
  if (!isUnused()) return;
  if (!isOld) return handOver();
  const { count, aside } = unsent();
  if (count === aside || Date.now() - oldSince > DRAIN_MS) reload(isUnused);
}

// Until the next answer, which is in the new language; the page holds the date in both.
on("language", (lang) => {
  const clock = document.querySelector("[data-now='clock']");
  clock.textContent = clock.textContent.replace(/[.:]/, lang === "id" ? "." : ":");
  news = null;
});

const isUnused = () => current() === "idle" && !document.querySelector("dialog[open]") && unsent().loose === 0;

function question() {
  const { count, seconds, aside } = unsent();
  const { page } = flow.dataset;
  const told = { page, ...(news && { seen: news.stamp }), ...(news?.unheard && { heard: 1 }), ...(count && { outbox: count, aside, outbox_age: seconds }), ...(lacks && { lacks }), ...(key && { key }) };
  return new URLSearchParams({ at: Date.now(), ...told });
}

async function poll() {
  const asked = taken; // a later call is not what the answer is about
  const { lang } = document.documentElement;
  const { status, data } = await get(`/kiosk/api/keadaan?${question()}`);
  if (lang !== document.documentElement.lang) return setTimeout(poll); // its words are of the former language
  if (status === 204 && !news) return setTimeout(poll); // nothing new since what the glass forgot when the language changed
  if (status === 200) news = { ...data, at: Date.now() };
  if (status === 200 || status === 204) {
    show(news, asked && asked === call);
    renew(news, emit("news", news));
  } else if (status === 401 && isUnused()) reload(isUnused); // revoked: the pairing page comes up
  return setTimeout(poll, POLL_MS);
}

async function callForHelp() {
  const id = uuid7();
  call = id;
  line.textContent = line.dataset.waiting;
  if (!dialog.open) dialog.showModal();
  const { status } = await whileHere(post("/kiosk/api/bantuan", { id }));
  if (call !== id) return;
  if (status === 200) taken = id;
  else line.textContent = line.dataset.failed;
}

on("action:help", callForHelp);
on("wipe", () => { call = null; });
on("readiness", (names) => { lacks = names.join(",") || "none"; });
on("outbox-key", (number) => { key = number; });
on("action:close", ({ button }) => button.closest("dialog").close()); // whichever was opened
setTimeout(poll, POLL_MS);
