// Mending typos as on the server (rules/spelling.py): by shared trigrams, then by single slips.

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

// How many letters were left out, added, changed or swapped with their neighbour.
function slips(one, other) {
  let before = [];
  let row = [...Array(other.length + 1).keys()];
  for (let at = 1; at <= one.length; at += 1) {
    const earlier = before;
    before = row;
    row = [at];
    for (let place = 1; place <= other.length; place += 1) {
      let cost = Math.min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (one[at - 1] === other[place - 1] ? 0 : 1));
      if (at > 1 && place > 1 && one[at - 1] === other[place - 2] && one[at - 2] === other[place - 1]) {
        cost = Math.min(cost, earlier[place - 2] + 1);
      }
      row.push(cost);
    }
  }
  return row.at(-1);
}

export class Vocabulary {
  constructor(words, spelled, rules) {
    [this.words, this.spelled] = [new Set(words), new Set(spelled)];
    this.sorted = [...this.words].sort();
    this.rules = rules;
    this.pieces = new Map(this.sorted.filter((word) => word.length >= rules.shortest_mended)
      .map((word) => [word, trigrams(word)]));
  }

  // The word itself when it is known, spelled so in a text or begins a known one, else the most alike known word.
  mend(word) {
    const begins = this.sorted[firstNotBefore(this.sorted, word)]?.startsWith(word);
    if (this.words.has(word) || word.length < this.rules.shortest_mended || begins) return word;
    const plain = word.endsWith(this.rules.suffix) ? word.slice(0, -this.rules.suffix.length) : word;
    if (this.words.has(plain)) return plain;
    if (this.spelled.has(word)) return word;
    const mine = trigrams(word);
    let [best, likeness] = [word, 0];
    for (const [other, pieces] of this.pieces) {
      const shared = [...mine].filter((piece) => pieces.has(piece)).length;
      const alike = (2 * shared) / (mine.size + pieces.size);
      if (alike > likeness) [best, likeness] = [other, alike];
    }
    return likeness > this.rules.least_alike ? best : this.oneSlipAway(word);
  }

  oneSlipAway(word) {
    const most = word.length >= this.rules.long ? 2 : 1;
    let [best, fewest] = [word, most + 1];
    for (const other of this.pieces.keys()) {
      if (other[0] !== word[0] || Math.abs(other.length - word.length) > most) continue;
      const count = slips(word, other);
      if (count < fewest) [best, fewest] = [other, count];
    }
    return best;
  }
}
