// The same reading of a question as on the server; every list of words comes with the library.

export function fold(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{Mn}/gu, "");
  return plain.replace(/[^\p{L}\p{N}_]+/gu, " ").replaceAll("_", " ").trim();
}

const DECIMAL = /\d+[.,]\d+/;
const YEAR = /^(19|20)\d\d$/;

function withoutPlace(phrase, places) {
  const named = Object.keys(places).filter((name) => phrase.includes(` ${name} `));
  if (!named.length) return [phrase, null];
  const name = named.reduce((longest, other) => (other.length > longest.length ? other : longest));
  return [phrase.replaceAll(` ${name} `, " "), places[name]];
}

// A question: the words to look for, in order, and what is asked about them.
export function understand(text, library) {
  const { fillers, definition, individual, private_pairs: pairs, regions, months } = library.rules;
  const spaced = ` ${fold(text.replaceAll(new RegExp(DECIMAL, "g"), " "))} `;
  const [rest, place] = withoutPlace(spaced, library.places);
  const tokens = rest.split(" ").filter(Boolean);
  const saysNothing = (token) => fillers.includes(token) || definition.includes(token)
    || Object.hasOwn(regions, token) || Object.hasOwn(months, token) || /^\p{Nd}+$/u.test(token)
    || library.place_words.includes(token);
  const year = tokens.find((token) => YEAR.test(token));
  const month = tokens.find((token) => Object.hasOwn(months, token));
  const region = tokens.find((token) => Object.hasOwn(regions, token));
  const number = DECIMAL.exec(text);
  return {
    text: text.trim(),
    words: tokens.filter((token) => !saysNothing(token)),
    year: year ? Number(year) : null,
    month: month ? months[month] : null,
    region: region ? regions[region] : null,
    place,
    number: number ? Number(number[0].replace(",", ".")) : null,
    wantsMeaning: tokens.some((token) => definition.includes(token)),
    isAboutIndividuals: tokens.some((token) => individual.includes(token))
      || pairs.some((pair) => pair.every((word) => tokens.includes(word))),
  };
}

// ---- typos, by shared trigrams ----

function trigrams(word) {
  const padded = `  ${word} `;
  const pieces = new Set();
  for (let place = 0; place < padded.length - 2; place += 1) pieces.add(padded.slice(place, place + 3));
  return pieces;
}

// The first place in a sorted list that does not come before the word.
export function firstNotBefore(sorted, word) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Vocabulary {
  constructor(words, rules) {
    this.words = new Set(words);
    this.sorted = [...this.words].sort();
    this.rules = rules;
    this.pieces = new Map(this.sorted.filter((word) => word.length >= rules.shortest_mended)
      .map((word) => [word, trigrams(word)]));
  }

  // The word itself when it is known or begins a known one, else the most alike known word, else itself.
  mend(word) {
    const begins = this.sorted[firstNotBefore(this.sorted, word)]?.startsWith(word);
    if (this.words.has(word) || word.length < this.rules.shortest_mended || begins) return word;
    const mine = trigrams(word);
    let [best, likeness] = [word, 0];
    for (const [other, pieces] of this.pieces) {
      const shared = [...mine].filter((piece) => pieces.has(piece)).length;
      const alike = (2 * shared) / (mine.size + pieces.size);
      if (alike > likeness) [best, likeness] = [other, alike];
    }
    return likeness > this.rules.least_alike ? best : word;
  }
}
