// The same order of pages as on the server, and the same choice of what to answer.

import { fits, fold, saysNothing, understand } from "./question.js";
import { firstNotBefore, Vocabulary } from "./spelling.js";

const put = (map, key, value) => {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
};
const wordsOf = (names) => names.flatMap((name) => name.split(" "));

// Every run of neighbouring words: [first, after the last].
function* runs(words) {
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= words.length; end += 1) yield [start, end];
  }
}

export class Library {
  constructor(snapshot) {
    Object.assign(this, snapshot);
    this.byKey = new Map(this.pages.map((page) => [page.key, page]));
    this.byId = new Map(this.pages.map((page) => [page.id, page]));
    this.textWords = Object.keys(this.text).sort();
    this.inside = new Set(this.inside);
    this.indexNames();
    const referred = wordsOf(this.referrals.flatMap((referral) => referral.words));
    this.vocabulary = new Vocabulary([...this.inNames.keys(), ...referred], [...this.rules.spelled, ...this.textWords], this.rules);
  }

  indexNames() {
    [this.named, this.inTitle, this.inNames, this.inOwnNames] = [new Map(), new Map(), new Map(), new Map()];
    for (const page of this.pages) {
      for (const name of page.names) put(this.named, name, page.id);
      for (const word of new Set(fold(page.title).split(" "))) put(this.inTitle, word, page.id);
      page.ownWords = new Set(wordsOf(page.names));
      page.nameWords = new Set([...page.ownWords, ...page.near]);
      for (const word of page.ownWords) put(this.inOwnNames, word, page.id);
      for (const word of page.nameWords) put(this.inNames, word, page.id);
    }
    this.names = [...this.named.keys()].sort();
    this.titleWords = [...this.inTitle.keys()].sort();
    this.nameWords = [...this.inNames.keys()].sort();
    this.ownWords = [...this.inOwnNames.keys()].sort();
  }

  // Ids of the pages that hold the word, or one that begins with it.
  holding(word, holders, sorted, shortest = this.rules.shortest_beginning) {
    const found = new Set();
    if (word.length < shortest) return new Set(holders.get(word));
    for (let at = firstNotBefore(sorted, word); sorted[at]?.startsWith(word); at += 1) {
      for (const id of holders.get(sorted[at])) found.add(id);
    }
    return found;
  }

  foundInText(words) {
    const holders = { get: (word) => this.text[word] };
    const found = new Set(words.flatMap((word) => [...this.holding(word.toLowerCase(), holders, this.textWords)]));
    return [...found].sort((one, other) => one - other).slice(0, this.rules.candidates);
  }

  // The words that say what is meant, without those that are part of many names; all when there are no others.
  telling(words) {
    const said = words.filter((word) => !this.rules.plain.includes(word));
    return said.length ? said : words;
  }

  // Best first, {key, kind, score}; equal ones by key.
  rank(words) {
    const { rules } = this;
    const points = new Map();
    const raise = (id, worth) => points.set(id, Math.max(points.get(id) ?? 0, worth));
    const telling = this.telling(words);
    const near = new Set(telling.flatMap((word) => [...this.holding(word, this.inNames, this.nameWords)]));
    const spread = (holders, sorted, worth) => {
      const counts = new Map();
      for (const word of words) {
        for (const id of this.holding(word, holders, sorted)) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      for (const [id, count] of counts) if (near.has(id)) points.set(id, (worth * count) / words.length);
    };
    spread(this.inNames, this.nameWords, rules.in_names);
    spread(this.inTitle, this.titleWords, rules.in_title);
    const typed = words.join(" ");
    if (typed.length >= rules.shortest_beginning) {
      for (let at = firstNotBefore(this.names, typed); this.names[at]?.startsWith(typed); at += 1) {
        for (const id of this.named.get(this.names[at])) raise(id, (rules.begun * typed.length) / this.names[at].length);
      }
    }
    for (const [start, end] of runs(words)) {
      const worth = end - start === words.length ? rules.exact : rules.named + 6 * (end - start);
      for (const id of this.named.get(words.slice(start, end).join(" ")) ?? []) raise(id, worth);
    }
    for (const id of this.foundInText(telling)) points.set(id, (points.get(id) ?? 0) + rules.in_text);
    const hits = [...points].map(([id, worth]) => this.hit(this.byId.get(id), worth));
    return hits.sort((one, other) => other.score - one.score || (one.key < other.key ? -1 : 1));
  }

  hit(page, worth) {
    let bonus = (this.rules.kind_bonus[page.kind] ?? 0) + (page.is_headline ? this.rules.headline : 0);
    if (page.due_on && page.due_on < new Date().toISOString().slice(0, 10)) bonus -= this.rules.overdue;
    return { key: page.key, kind: page.kind, score: worth + bonus };
  }

  search(text) {
    const now = new Date();
    const question = understand(text.slice(0, 200), this, [now.getFullYear(), now.getMonth() + 1]);
    if (question.place === this.regions.provinsi[0]) {
      question.place = null;
      question.regions = [...new Set(["provinsi", ...question.regions])];
    }
    let words = question.words.map((word) => this.vocabulary.mend(word));
    if (!words.length && this.inside.has(question.place)) words = [fold(this.region_names[question.place]).split(" ")[0]];
    const readAs = question.words.map((typed, place) => [typed, words[place]]).filter(([typed, word]) => typed !== word);
    const referral = this.referrals.find((one) => this.saidIn(one, words).size);
    return { question, words, readAs, hits: words.length ? this.rank(words) : [], referral };
  }

  // The words of the question that mean a referral.
  saidIn(referral, words) {
    const phrase = ` ${words.join(" ")} `;
    return new Set(wordsOf(referral.words.filter((name) => phrase.includes(` ${name} `))));
  }

  // The indicators that answer and the words they say nothing about (rules/choosing.py).
  choose({ question, hits, referral, readAs, words: all }) {
    const meant = referral ? this.saidIn(referral, all) : new Set();
    const words = all.filter((word) => !meant.has(word));
    const several = question.wantsSeveral || Boolean(referral);
    const isPartTooLittle = readAs.length > 0 || Boolean(referral) || Object.hasOwn(this.terms, words.join(" "));
    const candidates = this.candidates(words, hits, isPartTooLittle);
    const [chosen, taken, covered] = [[], new Set(), new Set()];
    for (const one of candidates) {
      const open = one.names.filter((name) => !name.some((at) => taken.has(at)));
      if (!chosen.length || (several && open.length && chosen.length < this.rules.most_chosen)) {
        chosen.push({ key: one.key, first: Math.min(...(open.length ? open.flat() : one.covered)) });
        for (const at of one.covered) covered.add(at);
        for (const at of one.names.length ? one.names.flat() : one.covered) taken.add(at);
      }
    }
    const left = (covers) => {
      const open = words.filter((word, at) => !covers(word, at));
      const isNothing = (word) => open.length < words.length && saysNothing(word, this.rules);
      return open.filter((word) => !(this.rules.plain.includes(word) || isNothing(word)));
    };
    const leftOver = left((_word, at) => covered.has(at));
    if (chosen.length && !leftOver.some((word) => this.vocabulary.words.has(word)) && leftOver.length < covered.size) {
      chosen.sort((one, other) => one.first - other.first || (one.key < other.key ? -1 : 1));
      const keys = chosen.map((one) => one.key);
      const shares = keys.map((key) => this.byKey.get(key)).filter((page) => page.is_share);
      const isCount = (word) => this.rules.counted.includes(word) && shares.some((page) => !page.ownWords.has(word));
      return { keys, leftOver: [...leftOver, ...words.filter(isCount)] };
    }
    const best = this.byKey.get(hits[0]?.key);
    return { keys: [], leftOver: left((word) => best?.nameWords.has(word)) };
  }

  // The glossary's terms that the question consists of: gkp gkg.
  termsNamed(words) {
    const named = [...runs(words)].filter(([start, end]) => Object.hasOwn(this.terms, words.slice(start, end).join(" ")));
    const isWithin = ([start, end], [first, last]) => first <= start && end <= last && last - first > end - start;
    const longest = named.filter((one) => !named.some((other) => isWithin(one, other)));
    const covered = new Set(longest.flatMap(([start, end]) => words.map((_word, at) => at).slice(start, end)));
    if (covered.size < words.length) return [];
    return longest.map(([start, end]) => this.terms[words.slice(start, end).join(" ")]);
  }

  candidates(words, hits, byNameOnly) {
    const bearers = (this.named.get(words.join(" ")) ?? []).map((id) => this.byId.get(id).kind);
    if (bearers.length && !bearers.includes("indicator")) return [];
    const scores = new Map(hits.filter((hit) => hit.kind === "indicator").map((hit) => [hit.key, hit.score]));
    const add = (map, id, at) => map.set(id, (map.get(id) ?? new Set()).add(at));
    const [named, covered] = [new Map(), new Map()];
    for (const [start, end] of runs(words)) {
      const places = words.map((_word, at) => at).slice(start, end);
      for (const id of this.named.get(words.slice(start, end).join(" ")) ?? []) put(named, id, places);
    }
    words.forEach((word, at) => {
      const isWhole = this.inNames.has(word);
      const meant = isWhole ? this.inOwnNames.get(word) ?? []
        : this.holding(word, this.inOwnNames, this.ownWords, this.rules.shortest_unfinished);
      for (const id of new Set(meant)) add(covered, id, at);
    });
    const found = [];
    for (const [id, places] of covered) {
      const { key } = this.byId.get(id);
      const saysSomething = [...places].some((at) => !this.rules.plain.includes(words[at]));
      if (scores.has(key) && saysSomething && (named.has(id) || (places.size === words.length && !byNameOnly))) {
        found.push({ key, score: scores.get(key), names: named.get(id) ?? [], covered: places });
      }
    }
    const said = ({ covered: places }) => [...places].filter((at) => !this.rules.plain.includes(words[at])).length;
    return found.sort((one, other) => said(other) - said(one) || other.covered.size - one.covered.size
      || other.score - one.score || (one.key < other.key ? -1 : 1));
  }

  answer(text) {
    const found = this.search(text);
    const { question, referral, readAs } = found;
    const isOther = question.place !== null && !this.inside.has(question.place);
    const elsewhere = isOther ? this.region_names[question.place] ?? question.place
      : question.isElsewhere ? `${this.office.other_level} lain` : null;
    const result = {
      question, referral, elsewhere, readAs, isRefused: question.isAboutIndividuals, cards: [], leftOver: [], releases: [],
      terms: [], isCut: false,
    };
    const choice = this.choose(found);
    if (!result.isRefused && (!elsewhere || question.regions.includes("kota"))) {
      const mended = choice.keys.length ? [] : readAs.map(([typed]) => typed);
      if (!referral) result.leftOver = choice.leftOver.length ? choice.leftOver : mended;
      const pages = choice.keys.map((key) => this.byKey.get(key));
      const wanted = this.wanted(elsewhere ? { ...question, place: null } : question);
      const cards = pages.flatMap((page) => wanted.map((each) => this.card(page, each)));
      result.cards = cards.slice(0, this.rules.most_cards);
      result.isCut = cards.length > result.cards.length;
      if (question.wantsRelease) result.releases = pages.flatMap((page) => this.releasesSaid(page, question.periods));
      if (!pages.length || question.wantsMeaning) result.terms = this.termsAsked(found, !pages.length);
      if (result.terms.length && !pages.length) result.leftOver = [];
    }
    result.pages = this.others(found, result).map((key) => this.byKey.get(key));
    result.meaning = question.number === null ? null : this.meaning(result.cards[0], question.number);
    return result;
  }

  // When the figures of the periods that were asked about come out, else the next one.
  releasesSaid({ title, releases }, periods) {
    const today = new Date().toLocaleDateString("sv"); // 2026-11-26
    const meant = new Set((periods.length ? periods : [null]).map((asked) => {
      const mine = asked ? releases.filter(([period]) => fits(asked, period, this.rules)) : [];
      return (mine.length ? mine : releases).find(([, , day]) => day >= today) ?? mine.at(-1) ?? null;
    }));
    return [...meant].map((release) => {
      if (!release) return `${title}${this.rules.no_release}`;
      const [, words, day, when, isEntered] = release;
      return `${title} ${words}: ${isEntered && day < today ? this.rules.is_out : ""}${when}.`;
    });
  }

  // The terms that were asked for; beside a card only one that is the whole question.
  termsAsked({ words, question }, isAlone) {
    const mended = this.termsNamed(words);
    const named = mended.length ? mended : this.termsNamed(question.words);
    return isAlone || named.length === 1 ? named : [];
  }

  // Keys of other pages that may help.
  others({ hits, referral }, { cards, isRefused }) {
    const shown = new Set(cards.map((card) => card.page.key));
    let keys = hits.filter((hit) => !shown.has(hit.key));
    if (isRefused) keys = keys.filter((hit) => this.rules.how_to_say_no.includes(hit.kind));
    else if (cards.length) keys = keys.filter((hit) => hit.score >= this.rules.in_names);
    keys = keys.map((hit) => hit.key);
    if (referral) keys = referral.pages.filter((key) => !shown.has(key));
    return keys.slice(0, this.rules.most_lines).filter((key) => this.byKey.has(key));
  }

  // A card for each region and period that was named.
  wanted({ regions, periods, place, below }) {
    const each = (list) => (list.length ? list : [null]);
    return each(regions).flatMap((region) => each(periods).map((period) => ({ region, place, below, period })));
  }

  // The class a value falls in; the last class includes its upper edge, none lies below zero.
  meaning(card, number) {
    const bands = number < 0 ? [] : card?.page.bands ?? [];
    return bands.find((band, place) => number < band.to || (place === bands.length - 1 && number === band.to)) ?? null;
  }

  // The checked figure for the asked place and time, or none; never that of another place or time.
  card(page, wanted = {}) {
    const places = this.figures[page.key] ?? {};
    const { code, region, below } = this.place(page, places, wanted);
    const known = places[code]?.figures ?? [];
    const figure = known.findLast((one) => fits(wanted.period, one.period, this.rules)) ?? null;
    const notAtCity = ![this.office.code, wanted.place].includes(code) && (wanted.region ?? "kota") === "kota";
    const overdue = figure && !wanted.period ? places[code].overdue : null;
    const newest = figure ? null : known.at(-1) ?? null;
    return {
      page, region, code, level: this.office.level, below, figure, notAtCity, overdue, newest, asked: wanted.period ?? null,
      earlier: known.filter((one) => one !== figure),
    };
  }

  place(page, places, wanted) {
    const names = { ...Object.fromEntries(Object.values(this.regions)), ...this.region_names };
    if (wanted.place && places[wanted.place]) return { code: wanted.place, region: names[wanted.place], below: null };
    const below = wanted.place ? names[wanted.place] ?? null : wanted.below ? `tingkat ${wanted.below}` : null;
    const levels = page.facts.levels ?? ["nasional", "provinsi", "kota"];
    let level = wanted.region ?? "kota";
    if (level === "kota" && !levels.includes("kota")) level = levels.includes("provinsi") ? "provinsi" : "nasional";
    const [code, region] = this.regions[level];
    return { code, region, below };
  }
}
