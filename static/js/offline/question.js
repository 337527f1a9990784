// The same reading of a question as on the server (pstku/answers/rules/question.py); every list of words comes with the
// library. What both make of a question stands in tests/vectors/questions.json.

import { askedDay } from "./days.js";
import { askedTimes, isYear, writtenDates } from "./times.js";

export function fold(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{Mn}/gu, "");
  return plain.replace(/[^\p{L}\p{N}_]+/gu, " ").replaceAll("_", " ").trim();
}

const DECIMAL = /(?<![0-9A-Za-z])[-−]?[0-9]+[.,][0-9]+/g;
const GLUED = /(?<![a-z])([a-z]{2,})((?:19|20)[0-9]{2})(?![0-9a-z])/g;
const CLAUSES = /[;:?!\n]+|,(?![0-9])|(?<=[a-zA-Z]{5})\.(?=\s|$)/;
const LISTED = /[,;&+/](?![0-9])/;
const WHOLE = /^[0-9]{1,3}$/;
const SPELLED_OUT = /[a-z]+[0-9]*|[0-9]+/g;
const ONE = /^[a-z0-9]$/;
const NUMERAL = /^\p{Nd}+$/u;

// Fillers, and what is kept elsewhere: the year, the month, the region.
export const saysNothing = (token, rules) => rules.fillers.includes(token) || rules.definition.includes(token)
  || Object.hasOwn(rules.regions, token) || Object.hasOwn(rules.months, token) || isYear(token);

const any = (words, tokens) => tokens.some((token) => words.includes(token));
const spelled = (name, rules) => name.split(" ").filter(Boolean).map((word) => (Object.hasOwn(rules.spellings, word) ? rules.spellings[word] : word)).join(" ");
const words = (phrase) => phrase.split(" ").filter(Boolean);
const pairs = (tokens) => tokens.slice(1).map((token, at) => [tokens[at], token]);

// Letters spelled one by one are a word: i p m, p 0.
function joined(tokens) {
  const found = [];
  let run = [];
  for (const token of [...tokens, ""]) {
    if (ONE.test(token)) {
      run.push(token);
      continue;
    }
    found.push(...(run.length === 1 ? run : run.join("").match(SPELLED_OUT) ?? []));
    run = [];
    if (token) found.push(token);
  }
  return found;
}

// Kota Jambi is not the province Jambi.
const isNamesake = (phrase, name, code, rules) => code.endsWith("00")
  && rules.kind_words.some((kind) => phrase.includes(` ${kind} ${name} `));

function withoutPlaces(clauses, places, rules) {
  let code = null;
  const left = clauses.map((clause) => {
    let phrase = ` ${clause.join(" ")} `;
    for (;;) {
      const named = Object.keys(places)
        .filter((name) => phrase.includes(` ${name} `) && !isNamesake(phrase, name, places[name], rules));
      if (!named.length) return words(phrase);
      const isLonger = (one, other) => one.length > other.length || (one.length === other.length && one > other);
      const name = named.reduce((longest, other) => (isLonger(other, longest) ? other : longest));
      code ??= places[name];
      phrase = phrase.replace(` ${name} `, " ");
    }
  });
  return [left, code];
}

// [start, end] of every run of words that is a whole name.
function namedRuns(clause, names, rules) {
  const runs = [];
  for (let start = 0; start < clause.length; start += 1) {
    for (let end = start + 1; end <= Math.min(start + rules.longest_name, clause.length); end += 1) {
      if (names.has(clause.slice(start, end).join(" "))) runs.push([start, end]);
    }
  }
  return runs;
}

// The parts that ask: beside one that names an indicator, those that name nothing or tell of the asker fall away.
function asking(clauses, known, rules) {
  const marks = clauses.map((clause) => namedRuns(clause, known.indicatorNames, rules));
  if (!marks.some((runs) => runs.length)) return clauses;
  const asks = (token) => isYear(token) || Object.hasOwn(rules.months, token) || Object.hasOwn(rules.regions, token)
    || rules.release.includes(token) || rules.definition.includes(token);
  const withoutCircumstance = (clause, after) => {
    const isCut = (token, at) => at >= after && (rules.circumstance.includes(token) || rules.purpose.includes(token));
    const cut = clause.findIndex(isCut);
    if (cut < 0) return clause;
    const stays = (token) => asks(token) || known.placeWords.includes(token) || saysNothing(token, rules);
    return [...clause.slice(0, cut), ...clause.slice(cut + 1).filter(stays)];
  };
  return clauses.flatMap((clause, at) => {
    if (marks[at].length) return [withoutCircumstance(clause, Math.max(...marks[at].map(([, end]) => end)))];
    const isAside = !clause.length || rules.self.includes(clause[0]) || rules.purpose.includes(clause[0]);
    return !isAside && (namedRuns(clause, known.names, rules).length || clause.some(asks)) ? [clause] : [];
  });
}

// The places of the words that are part of a whole name of several words, so that none of them is silent.
function heldIn(said, known, rules) {
  let every = namedRuns(said, known.names, rules).filter(([start, end]) => end - start > 1);
  const mine = namedRuns(said, known.indicatorNames, rules);
  const isMine = (run) => mine.some(([start, end]) => start === run[0] && end === run[1]);
  const isWithin = (one) => every.some((run) => !isMine(run) && run[0] <= one[0] && one[1] <= run[1]);
  if (mine.some((one) => !isWithin(one))) every = every.filter(isMine);
  return new Set(every.flatMap(([start, end]) => said.map((_word, at) => at).slice(start, end)));
}

function isChat(said, at, held, rules) {
  if (held.has(at)) return false;
  if (rules.chat.includes(said[at])) return true;
  return said[at] === "tidak" && at > 0
    && said.slice(at + 1).every((one) => saysNothing(one, rules) || rules.chat.includes(one));
}

function wantsCount(tokens, rules) {
  if (any(rules.share, tokens)) return false;
  const meant = tokens.filter((token) => !rules.chat.includes(token) && !["ada", "itu", "yang"].includes(token));
  return any(rules.counted, tokens)
    || pairs(meant).some(([one, other]) => one === "berapa" && rules.people.includes(other))
    || (meant.includes("berapa") && meant.includes("orang") && !meant.includes("per"))
    || pairs(tokens).some(([one, other]) => one === "ada" && other === "berapa");
}

function isAboutIndividuals(tokens, rules) {
  const hasOne = any(["individu", "individual"], tokens);
  if (any(rules.meaning, tokens) || (any(rules.counted, tokens) && !hasOne)) return false;
  if (rules.private.some(([asked, whose]) => any(asked, tokens) && any(whose, tokens))) return true;
  const isName = (token) => !(rules.fillers.includes(token) || Object.hasOwn(rules.regions, token)
    || Object.hasOwn(rules.months, token) || rules.no_name.includes(token) || rules.chat.includes(token) || NUMERAL.test(token));
  const isOneFirm = ([one, other]) => (rules.one_firm.includes(one) && isName(other))
    || rules.one_of.some(([first, second]) => one === first && other === second);
  if (any(rules.money, tokens) && pairs(tokens).some(isOneFirm)) return true;
  const asks = [...rules.of_a_person, ...rules.particulars];
  return pairs(tokens).some(([one, other], at) => rules.called.includes(one) && isName(other)
    && !rules.officials.includes(other) && any(asks, tokens.slice(0, at)));
}

// A question: the words to look for, in order, and what is asked about them. `known` as the server's Lexicon.
export function understand(text, known, rules, today) {
  const own = known.placeWords;
  const [written, rest] = writtenDates(text);
  const decimal = rest.match(DECIMAL)?.[0] ?? null;
  const typed = rest.replace(DECIMAL, " ").split(CLAUSES)
    .map((clause) => words(spelled(joined(words(fold(clause).replace(GLUED, "$1 $2"))).join(" "), rules)));
  const [unplaced, place] = withoutPlaces(typed, known.places, rules);
  const readAs = new Map();
  const mended = (token) => {
    if (rules.read.includes(token) || own.includes(token) || isYear(token)) return token;
    const word = known.mend(token);
    if (word !== token) readAs.set(token, word);
    return word;
  };
  const tokens = asking(unplaced.map((clause) => clause.map(mended)), known, rules).flat();
  const [kota, kabupaten] = rules.kinds;
  const [ownKind, otherKind] = own.includes("provinsi") ? [[], rules.kind_words]
    : any(kabupaten, own) ? [kabupaten, kota] : [kota, kabupaten];
  const { times, used } = askedTimes(tokens, rules, today, written);
  const said = tokens.filter((_token, at) => !used.has(at));
  const isPair = ([one, other]) => rules.what_is.some(([first, second]) => one === first && other === second);
  const wantsMeaning = any(rules.definition, tokens) || pairs(tokens).some(isPair);
  const whole = wantsMeaning && !decimal ? said.find((token) => WHOLE.test(token)) ?? null : null;
  const silent = [whole, ...own];
  const held = heldIn(said, known, rules);
  const kept = [...said.keys()].filter((at) => !(saysNothing(said[at], rules) || silent.includes(said[at]) || isChat(said, at, held, rules)));
  const every = kept.map((at) => said[at]);
  const isOut = tokens.some((token, at) => rules.out.includes(token) && !rules.not_out.includes(tokens[at - 1]));
  const isIntent = (token) => rules.intents.includes(token) && (isOut || !rules.out.includes(token));
  const things = kept.filter((at) => held.has(at) || !isIntent(said[at])).map((at) => said[at]);
  const searched = things.some((word) => !rules.plain.includes(word)) ? things : every;
  const fallback = said.filter((word) => !(Object.hasOwn(rules.regions, word) || rules.kind_words.includes(word)
    || isYear(word) || own.includes(word)));
  const isComparison = any(rules.joins, tokens);
  const isBareName = (token, before = "") => own.includes(token)
    && !(Object.hasOwn(rules.regions, before) || rules.kind_words.includes(before) || own.includes(before));
  const regionOf = (token, at) => {
    if (Object.hasOwn(rules.regions, token)) return rules.regions[token];
    const isOwn = ownKind.includes(token) || (isComparison && isBareName(token, said[at - 1]));
    return isOwn ? "kota" : null;
  };
  const level = tokens.find((token) => rules.below.includes(token)) ?? null;
  const number = decimal ?? whole;
  return {
    text: text.trim(),
    words: searched.length ? searched : fallback,
    times,
    regions: [...new Set(said.map(regionOf).filter(Boolean))],
    place,
    below: place === null ? level : null,
    isElsewhere: place === null && any(otherKind, tokens),
    number: number === null ? null : Number(number.replace(",", ".").replace("−", "-")),
    wantsSeveral: wantsMeaning || any(rules.joins, tokens) || any(rules.relations, tokens) || LISTED.test(text),
    wantsMeaning,
    wantsRelease: any(rules.release, tokens) || isOut,
    wantsCount: wantsCount(tokens, rules),
    isAboutIndividuals: isAboutIndividuals(tokens.filter((token) => !own.includes(token)), rules),
    day: askedDay(tokens, rules, today),
    readAs: [...readAs].filter(([, word]) => tokens.includes(word)),
  };
}

// May a figure of that period answer what was asked?
export function fits(asked, period, rules) {
  if (!asked || asked === period) return true;
  const [year, part = ""] = asked.split("-");
  if (!period.startsWith(year)) return false;
  if (!part || "QS".includes(part[0])) return !part;
  const month = Number(part);
  return ["", `Q${Math.floor((month + 2) / 3)}`, rules.half_of[month]].includes(period.slice(5));
}
