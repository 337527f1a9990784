// Simpan and a vote: kept on the tablet, sealed, while they are posted from memory.

import { send } from "./post.js";

let outbox = null; // the module, once it is there

export async function openOutbox() {
  outbox ??= await import("./outbox/outbox.js").catch(() => null);
}

// `isAwaited`: does the guest still stand before an answer? Without one, what is kept is left to the outbox.
// `onWait(words)` is called after each try in vain, with what to tell the guest once it is on the tablet's disk.
export async function deliver(kind, path, body, { isAwaited = () => false, onWait } = {}) {
  const module = outbox;
  const keeping = module?.keep(kind, body).catch(() => null);
  const answer = await send(path, body, {
    isOurs: (data) => data.id === body.id,
    async goesOn() {
      const isKept = Boolean(await keeping);
      onWait?.(isKept ? module.words.stored : "");
      return !isKept || isAwaited();
    },
  });
  const kept = await keeping;
  if (kept) await module[answer.status === 200 ? "settle" : "leave"](kept);
  return answer;
}
