// The same order of pages as on the server, and the same answer.

import { borrowed, cardsOf } from "./cards.js";
import { choose, runs, saidIn, termsNamed } from "./choosing.js";
import { daySaid } from "./days.js";
import { onlyIn, rhythmOf } from "./planning.js";
import { fits, fold, understand } from "./question.js";
import { firstNotBefore, Vocabulary } from "./spelling.js";

const put = (map, key, value) => {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
};
const wordsOf = (names) => names.flatMap((name) => name.split(" "));

export class Library {
  constructor(snapshot, indonesian) {
    Object.assign(this, snapshot, { indonesian });
    this.byKey = new Map(this.pages.map((page) => [page.key, page]));
    this.byId = new Map(this.pages.map((page) => [page.id, page]));
    this.textWords = Object.keys(this.text).sort();
    this.inside = new Set(this.inside);
    this.indexNames();
    const words = [...this.inNames.keys(), ...wordsOf(this.referrals.flatMap((referral) => referral.words))];
    const spelled = [...this.rules.spelled, ...this.textWords];
    const others = [...this.rules.spelled_too, ...this.place_words];
    this.vocabulary = new Vocabulary({ words, spelled, others, indonesian: this.indonesian }, this.rules);
    const isIndicator = (id) => this.byId.get(id).kind === "indicator";
    this.lexicon = {
      placeWords: this.place_words,
      places: this.places,
      names: new Set([...this.named.keys(), ...this.referred]),
      indicatorNames: new Set([...this.named].filter(([, ids]) => ids.some(isIndicator)).map(([name]) => name)),
      mend: (word) => this.vocabulary.mend(word),
    };
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

  // A word of more pages than that tells none of them apart.
  foundInText(words) {
    const holders = { get: (word) => this.text[word] };
    const each = words.map((word) => this.holding(word.toLowerCase(), holders, this.textWords));
    return new Set(each.filter((ids) => ids.size <= this.rules.candidates).flatMap((ids) => [...ids]));
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
    const question = understand(text.slice(0, this.rules.longest), this.lexicon, this.rules, [now.getFullYear(), now.getMonth() + 1, now.getDate()]);
    if (question.place === this.regions.provinsi[0]) {
      question.place = null;
      question.regions = [...new Set(["provinsi", ...question.regions])];
    }
    let { words } = question;
    if (!words.length && this.inside.has(question.place)) words = [fold(this.region_names[question.place]).split(" ")[0]];
    const isSlip = ([typed, word]) => question.words.includes(word) && this.vocabulary.kin(typed) !== word;
    return { question, words, readAs: question.readAs.filter(isSlip), hits: words.length ? this.rank(words) : [], referral: this.referralOf(words) };
  }

  // The agency that most of the question's words mean; not where they are part of a page's longer name.
  referralOf(words) {
    let phrase = ` ${words.join(" ")} `;
    const isReferred = (name) => this.referrals.some((one) => one.words.includes(name));
    const several = [...runs(words)].filter(([start, end]) => end - start > 1);
    const names = new Set(several.map(([start, end]) => words.slice(start, end).join(" ")).filter((name) => this.named.has(name)));
    for (const name of [...names].sort((one, other) => other.length - one.length || (one < other ? -1 : 1))) {
      if (!isReferred(name)) phrase = phrase.replaceAll(` ${name} `, " ");
    }
    const left = phrase.split(" ").filter(Boolean);
    let [best, weight] = [undefined, 0];
    for (const referral of this.referrals) {
      const mine = [...saidIn(referral, left)].join("").length;
      if (mine > weight) [best, weight] = [referral, mine];
    }
    return best;
  }

  answer(text) {
    const found = this.search(text);
    const { question, referral, readAs } = found;
    const isOther = question.place !== null && !this.inside.has(question.place);
    const elsewhere = isOther ? this.region_names[question.place] ?? question.place
      : question.isElsewhere ? `${this.office.other_level} lain` : null;
    const result = {
      question, referral, elsewhere, readAs, isRefused: question.isAboutIndividuals, cards: [], leftOver: [], releases: [],
      terms: [], parts: [], isCut: false, day: null,
    };
    const choice = choose(this, found);
    if (!result.isRefused && (!elsewhere || question.regions.includes("kota"))) {
      const mended = choice.keys.length ? [] : readAs.map(([typed]) => typed);
      if (!referral) result.leftOver = choice.leftOver.length ? choice.leftOver : mended;
      result.parts = choice.keys.length ? choice.parts : [];
      const pages = this.withCounts(choice.keys, question).map((key) => this.byKey.get(key));
      const cards = this.cards(pages, this.cardRequests(elsewhere ? { ...question, place: null } : question), question);
      result.cards = cards.slice(0, this.rules.most_cards);
      result.isCut = cards.length > result.cards.length;
      if (referral && cards.length && !question.wantsSeveral) {
        const meant = saidIn(referral, found.words);
        result.leftOver = found.words.filter((word) => meant.has(word));
      }
      if (question.wantsRelease) result.releases = pages.flatMap((page) => this.releasesSaid(page, question.times.periods));
      if (!pages.length || question.wantsMeaning) result.terms = this.termsAsked(found, !pages.length);
      if (result.terms.length && !pages.length) result.leftOver = [];
    }
    if (question.day && !result.cards.length && !result.isRefused) {
      result.day = daySaid(this.calendar, question.day, this.rules.month_names);
      result.leftOver = [];
    }
    result.pages = this.others(found, result).map((key) => this.byKey.get(key));
    result.meaning = question.number === null ? null : this.meaning(result.cards[0], question.number);
    return result;
  }

  // Before a share the indicator that counts the same people.
  withCounts(keys, question) {
    if (!question.wantsCount) return keys;
    return [...new Set(keys.flatMap((key) => [this.counts[key] ?? key, key]))];
  }

  // One without figures of its own is told by those it takes them from.
  cards(pages, requests, question) {
    return pages.flatMap((page) => {
      const sources = question.wantsMeaning ? [] : page.facts.values_from ?? [];
      return sources.length ? borrowed(this, sources.map((key) => this.byKey.get(key)).filter(Boolean), requests) : cardsOf(this, page, requests);
    });
  }

  // When the figures of the periods that were asked about come out, else the next one.
  releasesSaid({ title, releases, facts }, periods) {
    const rhythm = rhythmOf(facts, this.office.code !== this.regions.provinsi[0]);
    const never = periods.map((period) => onlyIn(period, rhythm, this.regions.kota[1], this.rules)).filter(Boolean);
    const today = new Date().toLocaleDateString("sv"); // 2026-11-26
    const meant = new Set((periods.length ? periods : [null]).map((asked) => {
      const mine = asked ? releases.filter(([period]) => fits(asked, period, this.rules)) : [];
      return (mine.length ? mine : releases).find(([, , day]) => day >= today) ?? mine.at(-1) ?? null;
    }));
    return [...never, ...[...meant].map((release) => {
      if (!release) return `${title}${this.rules.no_release}`;
      const [, words, day, when, isEntered] = release;
      return `${title} ${words}: ${isEntered && day < today ? this.rules.is_out : ""}${when}.`;
    })];
  }

  // The terms that were asked for; beside a card only one that is the whole question.
  termsAsked({ words, question }, isAlone) {
    const mended = termsNamed(this, words);
    const named = mended.length ? mended : termsNamed(this, question.words);
    return isAlone || named.length === 1 ? named : [];
  }

  // Keys of other pages that may help.
  others({ hits, referral }, { cards, isRefused, parts }) {
    const shown = new Set(cards.map((card) => card.page.key));
    let keys = hits.filter((hit) => !shown.has(hit.key));
    if (isRefused) keys = keys.filter((hit) => this.rules.how_to_say_no.includes(hit.kind));
    else if (cards.length) keys = keys.filter((hit) => hit.score >= this.rules.in_names);
    keys = keys.map((hit) => hit.key);
    if (referral) keys = referral.pages.filter((key) => !shown.has(key));
    if (cards.some((card) => card.below)) keys = [this.rules.below_the_city, ...keys];
    if (parts.length) keys = [...cards.map((card) => String(card.page.facts.survey)), ...keys];
    keys = [...new Set(keys)];
    return keys.slice(0, this.rules.most_lines).filter((key) => this.byKey.has(key));
  }

  // A card for each region that was named.
  cardRequests({ regions, times, place, below }) {
    return (regions.length ? regions : [null]).map((region) => ({ region, place, below, times }));
  }

  // The class a value falls in; the last class includes its upper edge, none lies below zero.
  meaning(card, number) {
    const bands = number < 0 ? [] : card?.page.bands ?? [];
    return bands.find((band, place) => number < band.to || (place === bands.length - 1 && number === band.to)) ?? null;
  }
}
