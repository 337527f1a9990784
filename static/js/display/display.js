// The screen of the waiting room. It asks every few seconds, shows what it is told, and goes on by itself through nights,
// restarts and lost connections. It is read anew only when there is somebody to give it.

import { get, reload } from "../kiosk/post.js";

const POLL_MS = 3000;
const LOST_MS = 15000; // so long without an answer, and the numbers may be wrong
const place = document.querySelector("#layar");
const lost = document.querySelector("#lost");
const { build } = place.dataset;
let news = null; // as the server told it last; it says nothing while this still holds
let answeredAt = performance.now();

function show(told) {
  if (told.board !== news?.board) place.innerHTML = told.board; // words of our own template, escaped there
  news = told;
}

async function poll() {
  const { status, data } = await get(`/layar/keadaan?${new URLSearchParams(news ? { seen: news.stamp } : {})}`);
  if (status === 200) show(data);
  if (status === 200 || status === 204) answeredAt = performance.now();
  lost.hidden = performance.now() - answeredAt < LOST_MS;
  if (status === 401 || (status === 200 && data.build !== build)) await reload(); // revoked, or a new version
  setTimeout(poll, POLL_MS);
}

// Where the origin is secure, the screen stays lit; the browser takes this back whenever the page is hidden.
const keepLit = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});

document.addEventListener("visibilitychange", keepLit);
keepLit();
setTimeout(poll, POLL_MS);
