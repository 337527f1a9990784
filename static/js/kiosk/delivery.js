// Simpan and a vote: kept on the tablet, sealed, while they are posted from memory.

import { isServerSilent, send } from "./post.js";

let outbox = null; // the module, once it is there

export async function openOutbox() {
  outbox ??= await import("./outbox/outbox.js").catch(() => null);
}

// What is on the tablet's disk is tried once, or not at all while the server is silent; the answer then says `isKept`, and
// the outbox goes on. What could not be kept is tried until there is an answer; `onWait` is called after each try in vain.
export async function deliver(kind, path, body, { onWait } = {}) {
  const module = outbox;
  const keeping = module?.keep(kind, body).catch(() => null);
  const answer = (isServerSilent() && (await keeping)) ? { status: 0, data: {} } : await post(path, body, keeping, onWait);
  const kept = await keeping;
  if (!kept) return answer;
  await (answer.status === 200 ? module.settle(kept) : module.leave(kept));
  return { ...answer, isKept: answer.status === 0 || answer.status >= 500 };
}

function post(path, body, keeping, onWait) {
  return send(path, body, {
    isOurs: (data) => data.id === body.id,
    async goesOn() {
      if (await keeping) return false;
      onWait?.();
      return true;
    },
  });
}
