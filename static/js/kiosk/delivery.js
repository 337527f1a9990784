// Simpan and a vote: kept on the tablet, sealed, while they are posted from memory.

import { isServerSilent, send } from "./post.js";

let outbox = null; // the module, once it is there

export async function openOutbox() {
  outbox ??= await import("./outbox/outbox.js").catch(() => null);
}

// What is on the tablet's disk is tried once, or not at all while the server is silent; the answer then says `end`, the last
// screen of its guest, and the outbox goes on. What could not be kept is tried until there is an answer, unless a guest
// stands before a full tablet: they go to the desk. `onWait` is called after each other try in vain.
export async function deliver(kind, path, body, { onWait } = {}) {
  const module = outbox;
  const keeping = module?.keep(kind, body).catch(() => null);
  const goesOn = async () => {
    const kept = await keeping;
    if (kept || (module && kept === module.FULL && onWait)) return false;
    onWait?.();
    return true;
  };
  const isVain = isServerSilent() && !(await goesOn());
  const answer = isVain ? { status: 0, data: {} } : await send(path, body, { isOurs: (data) => data.id === body.id, goesOn });
  const kept = await keeping;
  if (kept) await (answer.status === 200 ? module.settle(kept) : module.leave(kept));
  const isAnswered = answer.status !== 0 && answer.status < 500;
  return isAnswered ? answer : { ...answer, end: kept ? "stored" : "full" };
}
