// Sisihan: what the server refused is shown to it again now and then. It tries it anew and keeps it for an admin; only what
// was decided goes from the tablet.

import { arrived, post } from "../post.js";
import { settle } from "./receipts.js";
import { allItems } from "./store.js";
import { base64 } from "./drain.js";

const BATCH = 25;
const PAUSE_MS = 10 * 60 * 1000;
const TIMEOUT_MS = 40000;
let notBefore = 0;

export async function askAboutAside() {
  if (Date.now() < notBefore) return;
  const items = (await allItems()).filter(({ aside }) => aside);
  if (items.length === 0) return;
  notBefore = Date.now() + PAUSE_MS;
  for (let at = 0; at < items.length; at += BATCH) await ask(items.slice(at, at + BATCH));
}

async function ask(items) {
  const sealed = items.map(({ id, kind, sealed: bytes }) => ({ id, kind, envelope: base64(bytes) }));
  const { status, data } = await post("/kiosk/api/sisihan", { items: sealed }, TIMEOUT_MS);
  if (status !== 200 || !Array.isArray(data.items)) return;
  const told = items.map(({ n, id }) => ({ n, ...data.items.find((one) => one?.id === id) }));
  const decided = told.filter(({ status: said, decision }) => said === 200 && decision);
  for (const n of await settle(decided.map(({ n, decision, number }) => ({ n, answer: decision, number })))) arrived(n);
}
