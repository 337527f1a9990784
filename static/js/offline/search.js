// The same order of pages as on the server, and the same choice of what to answer.

import { firstNotBefore, fold, understand, Vocabulary } from "./question.js";

const put = (map, key, value) => {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
};
const wordsOf = (names) => names.flatMap((name) => name.split(" "));

export class Library {
  constructor(snapshot) {
    Object.assign(this, snapshot);
    this.byKey = new Map(this.pages.map((page) => [page.key, page]));
    this.byId = new Map(this.pages.map((page) => [page.id, page]));
    this.textWords = Object.keys(this.text).sort();
    this.indexNames();
    const referred = wordsOf(this.referrals.flatMap((referral) => referral.words));
    this.vocabulary = new Vocabulary([...this.inNames.keys(), ...referred], this.rules);
  }

  indexNames() {
    [this.named, this.inTitle, this.inNames] = [new Map(), new Map(), new Map()];
    for (const page of this.pages) {
      for (const name of page.names) put(this.named, name, page.id);
      for (const word of new Set(fold(page.title).split(" "))) put(this.inTitle, word, page.id);
      for (const word of new Set([...wordsOf(page.names), ...page.near])) put(this.inNames, word, page.id);
    }
    this.titleWords = [...this.inTitle.keys()].sort();
    this.nameWords = [...this.inNames.keys()].sort();
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
    const found = new Set(words.flatMap((word) => [...this.holding(word.toLowerCase(), holders, this.textWords, 0)]));
    return [...found].sort((one, other) => one - other).slice(0, this.rules.candidates);
  }

  // Best first, {key, kind, score}; equal ones by key.
  rank(words) {
    const { rules } = this;
    const points = new Map();
    const spread = (holders, sorted, worth) => {
      const counts = new Map();
      for (const word of words) {
        for (const id of this.holding(word, holders, sorted)) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      for (const [id, count] of counts) points.set(id, (worth * count) / words.length);
    };
    spread(this.inNames, this.nameWords, rules.in_names);
    spread(this.inTitle, this.titleWords, rules.in_title);
    for (let start = 0; start < words.length; start += 1) {
      for (let end = start + 1; end <= words.length; end += 1) {
        const worth = end - start === words.length ? rules.exact : rules.named + 6 * (end - start);
        for (const id of this.named.get(words.slice(start, end).join(" ")) ?? []) {
          points.set(id, Math.max(points.get(id) ?? 0, worth));
        }
      }
    }
    for (const id of this.foundInText(words)) points.set(id, (points.get(id) ?? 0) + rules.in_text);
    const hits = [...points].map(([id, worth]) => this.hit(this.byId.get(id), worth));
    return hits.sort((one, other) => other.score - one.score || (one.key < other.key ? -1 : 1));
  }

  hit(page, worth) {
    let bonus = (this.rules.kind_bonus[page.kind] ?? 0) + (page.is_headline ? this.rules.headline : 0);
    if (page.due_on && page.due_on < new Date().toISOString().slice(0, 10)) bonus -= this.rules.overdue;
    return { key: page.key, kind: page.kind, score: worth + bonus };
  }

  search(text) {
    const question = understand(text.slice(0, 200), this);
    const words = question.words.map((word) => this.vocabulary.mend(word));
    const phrase = ` ${words.join(" ")} `;
    const isMeant = (referral) => referral.words.some((name) => phrase.includes(` ${name} `));
    return { question, words, hits: words.length ? this.rank(words) : [], referral: this.referrals.find(isMeant) };
  }

  // Keys of the indicators that answer: those that were named, else the best one when it comes first.
  chosen({ question, hits }) {
    let strong = hits.filter((hit) => hit.kind === "indicator" && hit.score >= this.rules.strong);
    if (!strong.length) strong = hits.slice(0, 1).filter((hit) => hit.kind === "indicator");
    return strong.slice(0, question.wantsMeaning ? this.rules.most_cards : 1).map((hit) => hit.key);
  }

  answer(text) {
    const found = this.search(text);
    const { question, referral } = found;
    const result = { question, referral, isRefused: question.isAboutIndividuals, cards: [], pages: [] };
    if (result.isRefused || referral) return result;
    const chosen = this.chosen(found);
    result.cards = chosen.map((key) => this.card(this.byKey.get(key), question));
    const others = found.hits.filter((hit) => !chosen.includes(hit.key)).slice(0, this.rules.most_lines);
    result.pages = others.map((hit) => this.byKey.get(hit.key));
    result.meaning = question.number === null ? null : this.meaning(result.cards[0], question.number);
    return result;
  }

  // The class a value falls in; the last class includes its upper edge.
  meaning(card, number) {
    const bands = card?.page.bands ?? [];
    return bands.find((band, place) => number < band.to || (place === bands.length - 1 && number === band.to)) ?? null;
  }

  // The checked figure for the asked place and time, or none; never that of another place or time.
  card(page, question = {}) {
    const places = this.figures[page.key] ?? {};
    const { code, region, below } = this.place(page, places, question);
    const known = places[code]?.figures ?? [];
    const { year, month } = question;
    const end = month ? `-${String(month).padStart(2, "0")}` : "";
    const fits = (figure) => (!year || figure.period.startsWith(String(year)))
      && (!month || figure.period.endsWith(end) || figure.kind === "year");
    const figure = known.findLast(fits) ?? null;
    const notAtCity = ![this.office.code, question.place].includes(code) && (question.region ?? "kota") === "kota";
    const overdue = figure && !year ? places[code].overdue : null;
    return { page, region, code, below, figure, notAtCity, overdue, earlier: known.filter((one) => one !== figure) };
  }

  place(page, places, question) {
    const names = { ...Object.fromEntries(Object.values(this.regions)), ...this.region_names };
    const below = question.place ? names[question.place] ?? null : null;
    if (question.place && places[question.place]) return { code: question.place, region: below, below: null };
    const levels = page.facts.levels ?? ["nasional", "provinsi", "kota"];
    let wanted = question.region ?? "kota";
    if (wanted === "kota" && !levels.includes("kota")) wanted = levels.includes("provinsi") ? "provinsi" : "nasional";
    const [code, region] = this.regions[wanted];
    return { code, region, below };
  }
}
