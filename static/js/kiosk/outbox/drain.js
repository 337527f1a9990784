// Empties the outbox in the order of the store, a batch at a time, as soon as the server answers.

import { arrived, post, standsAside } from "../post.js";
import { settle } from "./receipts.js";
import { itemsAfter, setAside } from "./store.js";

const BATCH = 25; // as many as kiosk/deliveries.py takes
const TIMEOUT_MS = 40000; // longer than a server may work on it
const REFUSED = new Set([400, 409, 413, 422]); // it would say so for ever; anything else but 2xx may pass
const PAUSES = [4, 8, 16, 32, 60]; // seconds after each further failure
const pauseAfter = (failures) => Date.now() + PAUSES[Math.min(failures, PAUSES.length) - 1] * 1000;

export function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(""));
}

export class Drain {
  #held = new Set(); // posted from memory at this moment
  #isRunning = false;
  #late = new Map(); // n of what the server could not take, by itself -> how often, and not before when
  #isDiskFull = false; // it takes no receipt
  #failures = 0;
  #notBefore = 0;

  hold(n) {
    this.#held.add(n);
  }

  release(n) {
    this.#held.delete(n);
  }

  // Once through all that waits. What the server cannot take now stays, waits by itself and stops nothing behind it.
  async run() {
    if (this.#isRunning || Date.now() < this.#notBefore) return;
    this.#isRunning = true;
    this.#isDiskFull = false;
    try {
      let items = await itemsAfter(0, BATCH);
      while (items.length && (await this.#deliver(items.filter((item) => this.#isWaiting(item))))) {
        items = await itemsAfter(items.at(-1).n, BATCH);
      }
      this.#pause(items.length === 0 && !this.#isDiskFull);
    } finally {
      this.#isRunning = false;
    }
  }

  #isWaiting({ n, aside }) {
    return !aside && !this.#held.has(n) && Date.now() >= (this.#late.get(n)?.notBefore ?? 0);
  }

  // False when the server takes nothing now.
  async #deliver(items) {
    if (items.length === 0) return true;
    const sealed = items.map((item) => ({ id: item.id, envelope: base64(item.sealed) }));
    const { status, data } = await post("/kiosk/api/kiriman", { items: sealed }, TIMEOUT_MS);
    if (status === 200 && Array.isArray(data.items)) {
      await this.#note(items.map((item) => ({ ...data.items.find((one) => one?.id === item.id), n: item.n })));
      return true;
    }
    if (!REFUSED.has(status)) return false;
    if (items.length === 1) {
      await this.#note([{ n: items[0].n, status }]);
      return true;
    }
    const half = Math.ceil(items.length / 2); // one of them is to blame
    return (await this.#deliver(items.slice(0, half))) && this.#deliver(items.slice(half));
  }

  // What is set aside goes on being counted as unsent: somebody must see that it is there.
  async #note(told) {
    const taken = told.filter(({ status }) => status >= 200 && status < 300);
    const read = await settle(taken.map(({ n, number }) => ({ n, answer: "sent", number }))).catch(() => new Set());
    if (read.size < taken.length) this.#isDiskFull = true; // they stay, and are sent again
    for (const n of read) arrived(n);
    for (const { n, status } of told.filter((one) => !taken.includes(one))) {
      if (REFUSED.has(status)) {
        if (await setAside(n, status).then(() => true, () => false)) standsAside(n);
        else this.#isDiskFull = true; // it stays as it was, and hears the same later
      } else {
        const failures = (this.#late.get(n)?.failures ?? 0) + 1;
        this.#late.set(n, { failures, notBefore: pauseAfter(failures) });
      }
    }
    for (const { n } of taken) this.#late.delete(n);
  }

  #pause(isWell) {
    this.#failures = isWell ? 0 : this.#failures + 1;
    this.#notBefore = isWell ? 0 : pauseAfter(this.#failures);
  }
}
