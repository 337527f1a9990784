// The guest's phone asks every few seconds whether the officer has confirmed; the server then has another page for it.

const EVERY = 4000;
const LONGEST = 30000;
const ANSWER_MS = 8000;
const address = document.querySelector("[data-ask]").dataset.ask;
let pause = EVERY;

async function ask() {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    pause = answer.ok ? EVERY : Math.min(2 * pause, LONGEST);
    if (answer.ok && answer.status !== 204) {
      location.reload();
      return;
    }
  } catch {
    pause = Math.min(2 * pause, LONGEST); // out of reach for a moment
  }
  setTimeout(ask, pause);
}

setTimeout(ask, pause);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) pause = EVERY;
});
