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

// The item goes and its receipt comes, in one act. True when the receipt was read back from the disk. By number, never by
// id: what has taken its place since stays.
export async function settle(n, answer, number = "") {
  const database = await open();
  const receipt = await new Promise((resolve, reject) => {
    const transaction = database.transaction([ITEMS, RECEIPTS], "readwrite", { durability: "strict" });
    const items = transaction.objectStore(ITEMS);
    let written = null;
    transaction.oncomplete = () => resolve(written);
    transaction.onabort = () => reject(transaction.error);
    items.get(n).onsuccess = ({ target: { result: item } }) => {
      if (!item) return; // another has taken its place since
      written = receiptOf(item, answer, number);
      transaction.objectStore(RECEIPTS).put(written);
      items.delete(n);
    };
  });
  return !receipt || (await receiptsWith((receipts) => receipts.get(receipt.id)))?.answer === answer;
}

async function receiptsWith(ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(RECEIPTS).objectStore(RECEIPTS));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const allReceipts = () => receiptsWith((receipts) => receipts.getAll());

export async function forgetOld() {
  const database = await open();
  const receipts = database.transaction(RECEIPTS, "readwrite").objectStore(RECEIPTS);
  receipts.index("at").openCursor(IDBKeyRange.upperBound(Date.now() - KEPT_DAYS * DAY_MS)).onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    cursor.delete();
    cursor.continue();
  };
}
