// The wire: JSON with the client's own id, so that sending again is never a second entry.

const WAITS = [1, 2, 4, 8, 15]; // seconds before each further try
const TIMEOUT_MS = 8000;

// One try; status 0 means that no answer came in time.
async function request(path, options) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, { credentials: "same-origin", signal: deadline.signal, ...options });
    return await answerOf(response);
  } catch {
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

export function post(path, body) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-PSTku": "1" },
    body: JSON.stringify({ ...body, sent_at: Date.now() }),
  });
}

export const get = (path) => request(path, { headers: { Accept: "application/json" } });

const waiting = new Map(); // what is being sent, and since when

// How much the server has not taken yet, and for how long.
export function unsent() {
  const seconds = Math.round((Date.now() - Math.min(Date.now(), ...waiting.values())) / 1000);
  return { count: waiting.size, seconds };
}

// Tries until the server has said yes or no. What the guest pressed Simpan for goes on even after the screen is wiped.
export async function send(path, body, onWait) {
  waiting.set(body, Date.now());
  for (let tries = 0; ; tries += 1) {
    const answer = await post(path, body);
    if (answer.status !== 0 && answer.status < 500) {
      waiting.delete(body);
      return answer;
    }
    onWait?.(tries + 1);
    const seconds = WAITS[Math.min(tries, WAITS.length - 1)];
    await new Promise((resume) => { setTimeout(resume, seconds * 1000); });
  }
}
