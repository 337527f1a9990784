// A code that nobody can look up now, as pstku/guestbook/rules/codes.py reads it.

import { ratingAlone } from "../delivery.js";
import { isServerSilent } from "../post.js";

// Is it worth asking the server?
export const isFindable = () => !isServerSilent() || !ratingAlone();

// The visit as far as a typed code names it, or the error; nothing where the tablet can keep no vote.
export function readCode(typed) {
  const told = ratingAlone();
  if (!told) return null;
  const { letters, length, alike } = told.code;
  const plain = typed.normalize("NFKC").toUpperCase().replaceAll(/[\s\-–.]/g, "");
  const code = Array.from(plain, (letter) => alike[letter] ?? letter).join("");
  const isCode = code.length === length && Array.from(code).every((letter) => letters.includes(letter));
  if (!isCode) return { error: told.words[document.documentElement.lang].wrong };
  const words = Object.entries(told.words).map(([language, { lead, question }]) => [language, { served_by: lead, question, service: code }]);
  return { visit: { id: null, code, words: Object.fromEntries(words) } };
}
