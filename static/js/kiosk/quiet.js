// Long work waits for idle time in which no key has come for a second: it would cut a scanner's code in two.

const QUIET_MS = 1000;
let typedAt = -QUIET_MS;

document.addEventListener("keydown", () => { typedAt = performance.now(); }, { capture: true, passive: true });

const idle = () => new Promise((resolve) => { (window.requestIdleCallback ?? setTimeout)(resolve); });

export async function quiet() {
  await idle();
  for (let since = performance.now() - typedAt; since < QUIET_MS; since = performance.now() - typedAt) {
    await new Promise((resolve) => { setTimeout(resolve, QUIET_MS - since); });
    await idle();
  }
}
