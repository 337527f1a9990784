// Seals what is to be stored, also where the browser has no crypto.subtle. pstku/core/envelopes.py opens it and says how
// it is made. Loaded after the first paint: the libraries are as large as all the rest of the tablet's script.

import { chacha20poly1305, hkdf, sha256, x25519 } from "../../../vendor/noble-2.4.0/noble.min.js";

const FORMAT = 1;
const HEAD_BYTES = 37;
const INFO = bytesOf("pstku outbox 1");
const NONCE = new Uint8Array(12); // each key seals once

function bytesOf(text) {
  return new TextEncoder().encode(text);
}

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// `officeKey`: its number and its 32 bytes. The id is authenticated: an envelope opens under its own id only.
export function seal(officeKey, id, text) {
  const once = x25519.keygen();
  const head = new Uint8Array(HEAD_BYTES);
  head[0] = FORMAT;
  new DataView(head.buffer).setUint32(1, officeKey.number);
  head.set(once.publicKey, 5);
  const shared = x25519.getSharedSecret(once.secretKey, officeKey.bytes);
  const key = hkdf(sha256, shared, join(once.publicKey, officeKey.bytes), INFO, 32);
  const sealed = chacha20poly1305(key, NONCE, join(head, bytesOf(id))).encrypt(bytesOf(text));
  return join(head, sealed);
}

// The number of the key an envelope was sealed to.
export const numberOf = (sealed) => new DataView(sealed.buffer, sealed.byteOffset).getUint32(1);

export function readOfficeKey(number, base64) {
  return { number: Number(number), bytes: Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0)) };
}

// The first time takes as long as fifty later ones: once through, in pieces between which the page may breathe.
export async function warm({ bytes }, pause) {
  await pause();
  const once = x25519.keygen();
  await pause();
  const shared = x25519.getSharedSecret(once.secretKey, bytes);
  await pause();
  const key = hkdf(sha256, shared, bytes, INFO, 32);
  await pause();
  chacha20poly1305(key, NONCE, bytes).encrypt(INFO);
}
