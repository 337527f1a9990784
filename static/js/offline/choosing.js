// Which indicators a question means, and which of its words none of them covers (pstku/answers/rules/choosing.py).

import { saysNothing } from "./question.js";

const put = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
const NUMERAL = /^\p{Nd}+$/u;

// Every run of neighbouring words: [first, after the last].
export function* runs(words) {
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= words.length; end += 1) yield [start, end];
  }
}

// The words of the question that mean a referral.
export function saidIn(referral, words) {
  const phrase = ` ${words.join(" ")} `;
  return new Set(referral.words.filter((name) => phrase.includes(` ${name} `)).flatMap((name) => name.split(" ")));
}

// The indicators that answer, the words they say nothing about, and those for a part of the whole.
export function choose(library, { question, hits, referral, readAs, words: all }) {
  const { rules } = library;
  const isPart = (word) => rules.breakdowns.includes(word) || rules.by.includes(word);
  const meant = referral ? saidIn(referral, all) : new Set();
  const words = all.filter((word) => !meant.has(word));
  const several = question.wantsSeveral || Boolean(referral);
  const isPartTooLittle = readAs.length > 0 || Boolean(referral) || Object.hasOwn(library.terms, words.join(" "));
  const [chosen, taken, covered] = [[], new Set(), new Set()];
  for (const one of candidates(library, words, hits, isPartTooLittle, isPart)) {
    const free = one.names.filter((name) => !name.some((at) => taken.has(at)));
    const isAnother = several && free.some((name) => name.some((at) => !isPart(words[at])));
    if (!chosen.length || (isAnother && chosen.length < rules.most_chosen)) {
      chosen.push({ key: one.key, first: Math.min(...(free.length ? free.flat() : one.covered)) });
      for (const at of one.covered) covered.add(at);
      for (const at of one.names.length ? one.names.flat() : one.covered) taken.add(at);
    }
  }
  const left = (covers) => {
    const open = words.filter((word, at) => !covers(word, at));
    const isNothing = (word) => open.length < words.length && saysNothing(word, rules);
    return open.filter((word) => !(rules.plain.includes(word) || isNothing(word)));
  };
  const open = left((_word, at) => covered.has(at));
  const isOfAges = open.some(isPart);
  const parts = open.filter((word) => isPart(word) || (isOfAges && NUMERAL.test(word)));
  const leftOver = open.filter((word) => !parts.includes(word));
  if (chosen.length && !leftOver.some((word) => library.vocabulary.words.has(word)) && leftOver.length < covered.size) {
    chosen.sort((one, other) => one.first - other.first || (one.key < other.key ? -1 : 1));
    const keys = chosen.map((one) => one.key);
    const shares = keys.map((key) => library.byKey.get(key)).filter((page) => page.is_share);
    const isCount = (word) => rules.counted.includes(word) && shares.some((page) => !page.ownWords.has(word));
    return { keys, leftOver: [...leftOver, ...words.filter(isCount)], parts };
  }
  const best = library.byKey.get(hits[0]?.key);
  return { keys: [], leftOver: left((word) => best?.nameWords.has(word)), parts: [] };
}

// The glossary's terms that the question consists of: gkp gkg.
export function termsNamed({ terms }, words) {
  const named = [...runs(words)].filter(([start, end]) => Object.hasOwn(terms, words.slice(start, end).join(" ")));
  const isWithin = ([start, end], [first, last]) => first <= start && end <= last && last - first > end - start;
  const longest = named.filter((one) => !named.some((other) => isWithin(one, other)));
  const covered = new Set(longest.flatMap(([start, end]) => words.map((_word, at) => at).slice(start, end)));
  if (covered.size < words.length) return [];
  return longest.map(([start, end]) => terms[words.slice(start, end).join(" ")]);
}

function candidates(library, words, hits, byNameOnly, isPart) {
  const { rules, named: bearing, byId } = library;
  const bearers = (bearing.get(words.join(" ")) ?? []).map((id) => byId.get(id).kind);
  if (bearers.length && !bearers.includes("indicator")) return [];
  const scores = new Map(hits.filter((hit) => hit.kind === "indicator").map((hit) => [hit.key, hit.score]));
  const [named, covered] = [new Map(), new Map()];
  for (const [start, end] of runs(words)) {
    const places = words.map((_word, at) => at).slice(start, end);
    for (const id of bearing.get(words.slice(start, end).join(" ")) ?? []) put(named, id, places);
  }
  words.forEach((word, at) => {
    const meant = library.inNames.has(word) ? library.inOwnNames.get(word) ?? []
      : library.holding(word, library.inOwnNames, library.ownWords, rules.shortest_unfinished);
    for (const id of new Set(meant)) covered.set(id, (covered.get(id) ?? new Set()).add(at));
  });
  const found = [];
  for (const [id, places] of covered) {
    const { key } = byId.get(id);
    const saysSomething = [...places].some((at) => !rules.plain.includes(words[at]));
    if (scores.has(key) && saysSomething && (named.has(id) || (places.size === words.length && !byNameOnly))) {
      found.push({ key, score: scores.get(key), names: named.get(id) ?? [], covered: places });
    }
  }
  const said = ({ covered: places }) => [...places].filter((at) => !rules.plain.includes(words[at]));
  const whole = (one) => said(one).filter((at) => !isPart(words[at])).length;
  return found.sort((one, other) => whole(other) - whole(one) || said(other).length - said(one).length
    || other.covered.size - one.covered.size || other.score - one.score || (one.key < other.key ? -1 : 1));
}
