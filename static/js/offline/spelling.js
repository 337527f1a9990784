// Reading a word as one that the library knows, as on the server (pstku/answers/rules/spelling.py and affixes.py): by its
// root, then as a slip of it. A word of Indonesian is no slip.

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

// What a word may be built on, itself first, the longest next.
export function roots(word, rules) {
  const bases = [word, ...rules.suffixes.filter((end) => word.endsWith(end)).map((end) => word.slice(0, word.length - end.length))];
  const stripped = bases.flatMap((base) => rules.prefixes.filter((begin) => base.startsWith(begin)).map((begin) => base.slice(begin.length)));
  const found = [...new Set([...bases, ...stripped])].filter((one) => one.length >= rules.shortest_root);
  return found.sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
}

export class Vocabulary {
  constructor({ words, spelled, others, indonesian }, rules) {
    [this.words, this.spelled, this.indonesian, this.rules] = [new Set(words), new Set(spelled), indonesian, rules];
    this.known = new Set([...this.words, ...others]);
    this.sorted = [...this.known].sort();
    this.pieces = new Map();
    this.byRoot = new Map();
    for (const word of this.sorted.filter((one) => one.length >= rules.shortest_mended)) {
      this.pieces.set(word, trigrams(word));
      for (const root of roots(word, rules)) this.byRoot.set(root, (this.byRoot.get(root) ?? new Set()).add(word));
    }
  }

  // The word itself when it is known or begins a known one, one of the same root, or the one it is a slip of.
  mend(word) {
    const begins = this.sorted[firstNotBefore(this.sorted, word)]?.startsWith(word);
    if (word.length < this.rules.shortest_mended || this.known.has(word) || begins) return word;
    const kin = this.kin(word);
    if (kin !== null) return kin;
    if (this.spelled.has(word) || this.isWord(word)) return word;
    const mine = trigrams(word);
    let [best, likeness] = [word, 0];
    for (const [other, pieces] of this.pieces) {
      const shared = [...mine].filter((piece) => pieces.has(piece)).length;
      const alike = (2 * shared) / (mine.size + pieces.size);
      if (alike > likeness) [best, likeness] = [other, alike];
    }
    return likeness > this.rules.least_alike ? best : this.oneSlipAway(word);
  }

  // The known word of the same root: the root itself, else the only one built on it.
  kin(word) {
    const found = roots(word, this.rules);
    const known = found.find((root) => this.known.has(root));
    if (known) return known;
    const built = found.map((root) => this.byRoot.get(root)).find((one) => one?.size === 1);
    return built ? [...built][0] : null;
  }

  // The list comes as one text and is taken apart when a word is first looked for.
  isWord(word) {
    this.list ??= this.indonesian.split("\n");
    return this.list[firstNotBefore(this.list, word)] === word;
  }

  oneSlipAway(word) {
    let [best, fewest] = [word, Infinity];
    for (const other of this.pieces.keys()) {
      const most = Math.max(word.length, other.length) >= this.rules.long ? 2 : 1;
      if (other[0] !== word[0] || Math.abs(other.length - word.length) > most) continue;
      const count = slips(word, other);
      if (count <= most && count < fewest) [best, fewest] = [other, count];
    }
    return best;
  }
}
