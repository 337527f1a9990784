// The screen of the waiting room. It asks every few seconds, shows what it is told, and goes on by itself through nights,
// restarts and lost connections. It is read anew only when there is somebody to give it.

import { get, reload } from "../kiosk/post.js";
import { announce, isSpeaking, open, prepare, state, wake } from "./voice.js";

const POLL_MS = 3000;
const LOST_MS = 15000; // so long without an answer, and the numbers may be wrong
const HEARD = "display-heard"; // outlives a reload, not the browser
const place = document.querySelector("#layar");
const lost = document.querySelector("#lost");
const mark = document.querySelector("#suara");
const { build } = place.dataset;
let news = null; // as the server told it last; it says nothing while this still holds
let heard = sessionStorage.getItem(HEARD) ?? place.dataset.end; // the last act of the office this screen has heard of
let voice = ""; // which clips were tried
let isTrying = false; // ninety clips of a slow server take minutes; no number waits for them
let answeredAt = performance.now();

function showMark() {
  mark.hidden = !voice || isTrying;
  mark.dataset.state = state();
  mark.querySelector("span").textContent = mark.dataset[state()];
}

async function tryVoice(told) {
  if (isTrying || (told === voice && state() !== "broken")) return; // what could not be played is tried again, about once a minute
  voice = told;
  if (voice) {
    open(showMark);
    isTrying = true;
    const { status, data } = await get("/layar/suara");
    await prepare(status === 200 ? data.clips : []);
    isTrying = false;
    if (status !== 200) voice = ""; // with the next answer again
  }
  showMark();
}

// Numbers that find no room on this screen are left out whole, and counted with those who wait behind them.
function fitNext() {
  const list = place.querySelector(".w-next ol");
  if (!list) return;
  const rows = [...list.children];
  const more = list.nextElementSibling;
  const card = list.parentElement;
  card.hidden = false;
  const words = JSON.parse(more.dataset.more);
  for (let shown = rows.length; shown >= 0; shown -= 1) {
    rows.forEach((row, at) => { row.hidden = at >= shown; });
    more.textContent = words[shown];
    const last = rows[shown - 1]?.getBoundingClientRect();
    const room = list.getBoundingClientRect();
    if (last && last.bottom <= room.bottom + 1 && last.right <= room.right + 1) return;
  }
  card.hidden = more.getBoundingClientRect().bottom > card.parentElement.getBoundingClientRect().bottom; // no half words
}

function show(told) {
  if (told.board !== news?.board) {
    place.innerHTML = told.board; // words of our own template, escaped there
    fitNext();
  }
  news = told;
  heard = String(told.end); // what is said below is never said again, whatever happens to this page
  sessionStorage.setItem(HEARD, heard);
  tryVoice(told.voice);
  if (told.voice) announce(told.calls);
}

async function poll() {
  const question = { heard, ...(voice && !isTrying && { sound: state() }), ...(news && { seen: news.stamp }) };
  const { status, data } = await get(`/layar/keadaan?${new URLSearchParams(question)}`);
  if (status === 200) show(data);
  if (status === 200 || status === 204) answeredAt = performance.now();
  lost.hidden = performance.now() - answeredAt < LOST_MS;
  const isOld = status === 200 && data.build !== build;
  if (status === 401 || (isOld && !isSpeaking())) await reload(); // revoked, or a new version
  setTimeout(poll, POLL_MS);
}

// Where the origin is secure, the screen stays lit; the browser takes this back whenever the page is hidden.
const keepLit = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});

mark.addEventListener("click", () => { if (state() !== "off") announce([JSON.parse(mark.dataset.trial)]); });
for (const press of ["pointerdown", "keydown"]) document.addEventListener(press, wake);
document.addEventListener("visibilitychange", keepLit);
addEventListener("resize", fitNext);
document.fonts.ready.then(fitNext);
keepLit();
poll();
