// The wire: JSON with the client's own id, so that sending again is never a second entry.

const WAITS = [1, 2, 4, 8, 15]; // seconds before each further try
const TIMEOUT_MS = 8000;
const SERVED_MS = 2000;
let isSilent = false;

// The answer is to be in the language on the glass (words.js); the server knows no other default than Indonesian.
export function inLanguage(path) {
  const { lang } = document.documentElement;
  return lang === "id" ? path : `${path}${path.includes("?") ? "&" : "?"}bahasa=${lang}`;
}

// One try; status 0 means that no answer came in time, or one from elsewhere.
async function request(path, options, timeout = TIMEOUT_MS) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout);
  try {
    const response = await fetch(inLanguage(path), { credentials: "same-origin", redirect: "error", signal: deadline.signal, ...options });
    isSilent = false;
    return await answerOf(response);
  } catch {
    isSilent = true;
    return { status: 0, data: {} };
  } finally {
    clearTimeout(timer);
  }
}

// An answer that breaks off, or is no JSON where all is well, is no answer.
async function answerOf(response) {
  if (response.status === 204) return { status: 204, data: {} };
  try {
    return { status: response.status, data: await response.json() };
  } catch {
    return { status: response.ok ? 0 : response.status, data: {} };
  }
}

export function post(path, body, timeout) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-PSTku": "1" };
  return request(path, { method: "POST", headers, body: JSON.stringify({ ...body, sent_at: Date.now() }) }, timeout);
}

export const get = (path, timeout) => request(path, { headers: { Accept: "application/json" } }, timeout);

// Did the last request get no answer? The next one would most likely be waited for in vain.
export const isServerSilent = () => isSilent;

// A tablet without its page can do nothing: it is read anew only while there is somebody to give it.
export async function reload(isStillRight = () => true) {
  const { status } = await get("/healthz", SERVED_MS);
  if (status !== 200 || !isStillRight()) return;
  await handOver();
  if (isStillRight()) location.reload();
}

// A newer service worker waits until nobody uses the page (sw.js).
export async function handOver() {
  const { serviceWorker } = navigator; // none on plain HTTP
  const { waiting: next } = (await serviceWorker?.getRegistration("/kiosk/")) ?? {};
  if (!next) return;
  const taken = new Promise((resume) => { serviceWorker.addEventListener("controllerchange", resume, { once: true }); });
  next.postMessage("take over");
  await Promise.race([taken, new Promise((resume) => { setTimeout(resume, SERVED_MS); })]);
}

const waiting = new Map(); // what is being sent, by its number in the store or as it was typed, and since when
const aside = new Set(); // of these, what the server will never take as it is

export const waits = (key, since) => waiting.set(key, since);
export const standsAside = (key) => aside.add(key);
export const arrived = (key) => { waiting.delete(key); aside.delete(key); };

// How much the server has not taken yet, how much of that stands in memory only, and for how long.
export function unsent() {
  const seconds = Math.round((Date.now() - Math.min(Date.now(), ...waiting.values())) / 1000);
  const loose = [...waiting.keys()].filter((key) => typeof key !== "number").length;
  return { count: waiting.size, aside: aside.size, loose, seconds };
}

// A yes, or a no with its sentence: a page of the Wi-Fi and a proxy have none.
export const isAnswer = ({ status, data }) => status >= 200 && status < 300 || status >= 400 && status < 500 && Boolean(data.error);

// Tries until the server has said yes or no, even after the screen is wiped, or until `goesOn()` says that somebody else
// will. A yes counts when `isOurs(data)`: another program on the way may say yes to anything.
export async function send(path, body, { goesOn = () => true, isOurs = () => true } = {}) {
  waits(body, Date.now());
  for (let tries = 0; ; tries += 1) {
    let answer = await post(path, body);
    if (answer.status === 200 && !isOurs(answer.data)) answer = { status: 0, data: {} };
    if (isAnswer(answer) || !(await goesOn())) {
      arrived(body);
      return answer;
    }
    const seconds = WAITS[Math.min(tries, WAITS.length - 1)];
    await new Promise((resume) => { setTimeout(resume, seconds * 1000); });
  }
}
