// Receipts: what the server said of each item, kept for 90 days without a word of its content. Of a vote neither id nor hour:
// nobody shall find out by them whose it was.

import { ITEMS, RECEIPTS, open } from "./store.js";

const DAY_MS = 24 * 3600 * 1000;
const KEPT_DAYS = 90;

function receiptOf({ id, kind, at }, answer, number) {
  if (kind !== "vote") return { id, kind, at, sent: Date.now(), answer, number };
  const day = new Date(at).setHours(0, 0, 0, 0);
  const drawn = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { id: drawn, kind, at: day, sent: day, answer, number: "" };
}

// Items go and their receipts come, in one act for all of them: each act waits for the disk. Of `told`, `{ n, answer,
// number }` each, gives those n whose receipt was read back from the disk. By number, never by id: what has taken an item's
// place since stays.
export async function settle(told) {
  if (told.length === 0) return new Set();
  const database = await open();
  const written = await new Promise((resolve, reject) => {
    const transaction = database.transaction([ITEMS, RECEIPTS], "readwrite", { durability: "strict" });
    const items = transaction.objectStore(ITEMS);
    const receipts = new Map();
    transaction.oncomplete = () => resolve(receipts);
    transaction.onabort = () => reject(transaction.error);
    for (const { n, answer, number = "" } of told) {
      items.get(n).onsuccess = ({ target: { result: item } }) => {
        if (!item) return; // another has taken its place since
        receipts.set(n, receiptOf(item, answer, number));
        transaction.objectStore(RECEIPTS).put(receipts.get(n));
        items.delete(n);
      };
    }
  });
  const answers = await answersOf([...written.values()].map(({ id }) => id));
  return new Set(told.filter(({ n, answer }) => !written.has(n) || answers.get(written.get(n).id) === answer).map(({ n }) => n));
}

// Id -> answer, as it stands on the disk now.
async function answersOf(ids) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECEIPTS);
    const answers = new Map();
    transaction.oncomplete = () => resolve(answers);
    transaction.onabort = () => reject(transaction.error);
    for (const id of ids) transaction.objectStore(RECEIPTS).get(id).onsuccess = ({ target: { result } }) => answers.set(id, result?.answer);
  });
}

export async function allReceipts() {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = database.transaction(RECEIPTS).objectStore(RECEIPTS).getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function forgetOld() {
  const database = await open();
  const receipts = database.transaction(RECEIPTS, "readwrite").objectStore(RECEIPTS);
  receipts.index("at").openCursor(IDBKeyRange.upperBound(Date.now() - KEPT_DAYS * DAY_MS)).onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    cursor.delete();
    cursor.continue();
  };
}
