// The same reading of a question as on the server (pstku/answers/rules/question.py); every list of words comes with the library.

export function fold(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{Mn}/gu, "");
  return plain.replace(/[^\p{L}\p{N}_]+/gu, " ").replaceAll("_", " ").trim();
}

const YEAR = /^(19|20)[0-9]{2}$/;
const SHORT_YEAR = /['’`]([0-9]{2})(?![0-9A-Za-z])/g;
const MONTH_YEAR = /(?<![0-9A-Za-z])(?:[0-3]?[0-9][/-])?(0?[1-9]|1[0-2])[/-]((?:19|20)[0-9]{2})(?![0-9A-Za-z])/g;
const YEAR_MONTH = /(?<![0-9A-Za-z])((?:19|20)[0-9]{2})[/-](0[1-9]|1[0-2])(?![0-9A-Za-z])/g;
const DECIMAL = /(?<![0-9A-Za-z])[-−]?[0-9]+[.,][0-9]+/g;
const GLUED = /(?<![a-z])([a-z]{2,})((?:19|20)[0-9]{2})(?![0-9a-z])/g;
const SHORT_PART = /^(?:(?:tw|q)([1-4])|(?:s|smt)([12]))$/;
const SPELLED = /[a-z]+[0-9]*|[0-9]+/g;
const ONE = /^[a-z0-9]$/;
const LISTED = /[,;&+/](?![0-9])/;
const WHOLE = /^[0-9]{1,3}$/;
const LENGTHS = { month: 1, quarter: 3, semester: 6 };

// Fillers, and what is kept elsewhere: the year, the month, the region.
export const saysNothing = (token, rules) => rules.fillers.includes(token) || rules.definition.includes(token)
  || Object.hasOwn(rules.regions, token) || Object.hasOwn(rules.months, token) || isYear(token);

const any = (words, tokens) => tokens.some((token) => words.includes(token));
const isYear = (token) => YEAR.test(token);

// Letters spelled one by one are a word: i p m, p 0.
function joined(tokens) {
  const found = [];
  let run = [];
  for (const token of [...tokens, ""]) {
    if (ONE.test(token)) {
      run.push(token);
      continue;
    }
    found.push(...(run.length === 1 ? run : run.join("").match(SPELLED) ?? []));
    run = [];
    if (token) found.push(token);
  }
  return found;
}

// Kota Jambi is not the province Jambi.
const isNamesake = (phrase, name, code, rules) => code.endsWith("00")
  && rules.kind_words.some((kind) => phrase.includes(` ${kind} ${name} `));

function withoutPlace(phrase, places, rules) {
  const named = Object.keys(places)
    .filter((name) => phrase.includes(` ${name} `) && !isNamesake(phrase, name, places[name], rules));
  if (!named.length) return [phrase, null];
  const name = named.reduce((longest, other) => (other.length > longest.length ? other : longest));
  return [phrase.replaceAll(` ${name} `, " "), places[name]];
}

function period(kind, year, part) {
  if (kind === "month") return `${year}-${String(part).padStart(2, "0")}`;
  return `${year}-${kind === "quarter" ? "Q" : "S"}${part}`;
}

// The periods a question names, and the places of the tokens that named them. `today` is [year, month].
function timesOf(tokens, rules, today, written) {
  const used = new Set();
  const isStart = (at) => rules.since.includes(tokens.slice(Math.max(at - 2, 0), at)
    .findLast((token) => !rules.year_words.includes(token)));
  const years = tokens.filter((token, at) => isYear(token) && !isStart(at)).map(Number);
  const isUnit = (token) => rules.year_words.includes(token) || rules.month_words.includes(token);
  const parts = tokens.filter((token) => Object.hasOwn(rules.months, token)).map((token) => ["month", rules.months[token]]);
  tokens.forEach((token, at) => {
    const following = tokens[at + 1] ?? "";
    const kind = rules.quarter.includes(token) ? "quarter" : rules.semester.includes(token) ? "semester" : null;
    const number = Object.hasOwn(rules.part_numbers, following) ? rules.part_numbers[following] : 9;
    const short = SHORT_PART.exec(token);
    if (kind && number <= (kind === "semester" ? 2 : 4)) {
      parts.push([kind, number]);
      used.add(at).add(at + 1);
    } else if (Object.hasOwn(rules.months, following) && WHOLE.test(token)) {
      used.add(at);
    } else if (Object.hasOwn(rules.months, token) && /^[1-9][0-9]$/.test(following) && Number(following) <= today[0] % 100) {
      years.push(2000 + Number(following));
      used.add(at + 1);
    } else if (short) {
      parts.push(short[1] ? ["quarter", Number(short[1])] : ["semester", Number(short[2])]);
      used.add(at);
    } else if (WHOLE.test(token) && isUnit(following) && rules.latest.includes(tokens[at + 2])) {
      used.add(at);
    } else if (isUnit(token) && Object.hasOwn(rules.back, following)) {
      let back = rules.back[following];
      if (following === "lalu" && WHOLE.test(tokens[at - 1] ?? "")) {
        back = Number(tokens[at - 1]);
        used.add(at - 1);
      }
      if (rules.year_words.includes(token)) years.push(today[0] - back);
      else {
        const months = today[0] * 12 + today[1] - 1 - back;
        years.push(Math.floor(months / 12));
        parts.push(["month", (months % 12) + 1]);
      }
    }
  });
  const lastYear = (kind, number) => today[0] - ((number - 1) * LENGTHS[kind] + 1 > today[1] ? 1 : 0);
  const combined = parts.length
    ? parts.flatMap(([kind, number]) => (years.length ? years : [lastYear(kind, number)]).map((year) => period(kind, year, number)))
    : years.map(String);
  return { used, periods: [...new Set([...written, ...combined])].slice(0, rules.most_periods) };
}

function isAboutIndividuals(tokens, rules) {
  if (any(rules.meaning, tokens)) return false;
  if (rules.private.some(([asked, whose]) => any(asked, tokens) && any(whose, tokens))) return true;
  const [what, whose] = rules.uncounted;
  if (any(what, tokens) && any(whose, tokens) && !any(rules.counted, tokens) && !tokens.some(isYear)) return true;
  return tokens.slice(0, -1).some((one, at) => {
    const other = tokens[at + 1];
    if (!any(rules.of_a_person, tokens.slice(0, tokens.indexOf(one)))) return false;
    return rules.called.includes(one) && !(saysNothing(other, rules) || /^\p{Nd}+$/u.test(other) || rules.no_name.includes(other));
  });
}

// A question: the words to look for, in order, and what is asked about them.
export function understand(text, library, today) {
  const { rules, place_words: own } = library;
  const written = [];
  const rest = text.replace(SHORT_YEAR, " 20$1 ")
    .replace(MONTH_YEAR, (_all, month, year) => { written.push(period("month", year, Number(month))); return " "; })
    .replace(YEAR_MONTH, (_all, year, month) => { written.push(`${year}-${month}`); return " "; });
  const decimal = rest.match(DECIMAL)?.[0] ?? null;
  const folded = fold(rest.replace(DECIMAL, " ")).replace(GLUED, "$1 $2").split(" ").filter(Boolean);
  const [phrase, place] = withoutPlace(` ${joined(folded).join(" ")} `, library.places, rules);
  const tokens = phrase.split(" ").filter(Boolean);
  const [kota, kabupaten] = rules.kinds;
  const [ownKind, otherKind] = own.includes("provinsi") ? [[], rules.kind_words]
    : any(kabupaten, own) ? [kabupaten, kota] : [kota, kabupaten];
  const times = timesOf(tokens, rules, today, written);
  const said = tokens.filter((_token, at) => !times.used.has(at));
  const isPair = (token, at) => rules.what_is.some(([one, other]) => token === one && tokens[at + 1] === other);
  const wantsMeaning = any(rules.definition, tokens) || tokens.some(isPair);
  const whole = wantsMeaning && !decimal ? said.find((token) => WHOLE.test(token)) ?? null : null;
  const silent = [whole, ...own, ...(any(rules.when, tokens) ? rules.out : [])];
  const words = said.filter((token) => !(saysNothing(token, rules) || silent.includes(token)));
  const things = words.filter((word) => !rules.release.includes(word) && !rules.below.includes(word));
  const searched = things.some((word) => !rules.plain.includes(word)) ? things : words;
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
  const regions = said.map(regionOf).filter(Boolean);
  const level = tokens.find((token) => rules.below.includes(token)) ?? null;
  const number = decimal ?? whole;
  return {
    text: text.trim(),
    words: searched.length ? searched : fallback,
    periods: times.periods,
    regions: [...new Set(regions)],
    place,
    below: place === null ? level : null,
    isElsewhere: place === null && any(otherKind, tokens),
    number: number === null ? null : Number(number.replace(",", ".").replace("−", "-")),
    wantsSeveral: wantsMeaning || any(rules.joins, tokens) || LISTED.test(text),
    wantsMeaning,
    wantsRelease: any(rules.release, tokens),
    isAboutIndividuals: isAboutIndividuals(tokens.filter((token) => !own.includes(token)), rules),
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
