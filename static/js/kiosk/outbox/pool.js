// What a guest takes away whom no server answers: a number of this tablet's own series, and a code from its pool.

import { isServerSilent, post } from "../post.js";
import { addCodes, allItems, heldCodes, takeNumber } from "./store.js";

const DAY_MS = 86_400_000;
const LOW = 100; // half of what the server fills it to (pstku/outbox/operations/codes.py)
const PAUSE_MS = 60_000;

export class Pool {
  #office; // its series, letters and clock, as the server told them
  #behind; // how far this tablet's clock is behind the server's
  #notBefore = 0;

  constructor(office, toldAt) {
    this.#office = office;
    this.#behind = office.clock.now - toldAt;
  }

  async take(service) {
    const { series, letters, clock } = this.#office;
    const letter = letters[service] ?? "A";
    const day = Math.floor((Date.now() + this.#behind + clock.ahead) / DAY_MS);
    const { count, code } = await takeNumber(day, letter);
    return { number: `${letter}-T${series}-${String(count).padStart(2, "0")}`, code };
  }

  // Only while no guest's entry waits: what the server is not told then is free for others.
  async refill() {
    if (isServerSilent() || Date.now() < this.#notBefore) return;
    const held = await heldCodes();
    if (held.length >= LOW || (await allItems()).some(({ kind, aside }) => kind === "visit" && !aside)) return;
    this.#notBefore = Date.now() + PAUSE_MS;
    const { status, data } = await post("/kiosk/api/kode", { held });
    if (status === 200 && Array.isArray(data.codes)) await addCodes(data.codes);
  }
}
