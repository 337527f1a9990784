// Simpan and a vote: kept on the tablet, sealed, while they are posted from memory.

import { isAnswer, isServerSilent, send } from "./post.js";
import { drawn } from "./states.js";

const PASSING = new Set([403, 404, 408, 425, 429]); // no word about this entry: it is kept, and sent again
let outbox = null; // the module, once it is there

export async function openOutbox() {
  outbox ??= await import("./outbox/outbox.js").catch(() => null);
}

// What the outbox knows of a rating without a server; nothing while there is no outbox.
export const ratingAlone = () => outbox?.rating();

// What is on the disk is tried once, or not at all while the server is silent; then `end` names the guest's last screen, with
// the number and code `shown` there. What is not is tried until answered, but on a full tablet. `onWait` hears of each other
// try in vain. Without a `path` it is for the outbox alone. A yes without its receipt read back is a kept one.
export async function deliver(kind, path, body, { onWait } = {}) {
  const module = outbox;
  const isSilent = isServerSilent();
  const keep = async () => {
    await drawn(); // sealing would hold up the frame that answers the finger
    return isSilent && kind === "visit" ? module.keepAlone(body) : { n: await module.keep(kind, body) };
  };
  const goesOn = async () => {
    const kept = await keeping;
    if (kept?.n || (kept && onWait)) return false;
    onWait?.();
    return true;
  };
  const begin = () => send(path, body, { isOurs: (data) => data.id === body.id, goesOn });
  const sending = path && !isSilent ? begin() : null; // on its way while it is sealed
  const keeping = module ? keep().catch(() => ({ n: 0, isBroken: true })) : null; // a disk that takes nothing
  const answer = await (sending ?? (path && (await goesOn()) ? begin() : { status: 0, data: {} }));
  const isAnswered = isAnswer(answer) && !PASSING.has(answer.status);
  const kept = await keeping;
  if (!kept?.n) return isAnswer(answer) ? answer : { ...answer, end: kept?.isBroken ? "unkept" : "full" };
  if (answer.status === 200) return (await module.settle(kept.n, answer.data)) ? answer : { status: 0, data: {}, end: "stored", shown: kept.shown };
  const given = isAnswered || kept.shown || kind !== "visit" ? kept : await module.keepAlone(body).catch(() => kept);
  for (const { n } of [kept, given]) module.leave(n);
  return isAnswered ? answer : { ...answer, end: "stored", shown: given.shown };
}
