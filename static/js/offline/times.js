// The periods a question names, as on the server (pstku/answers/rules/asked_times.py). `today` is [year, month].

const YEAR = /^(19|20)[0-9]{2}$/;
const SHORT_YEAR = /['’`]([0-9]{2})(?![0-9A-Za-z])/g;
const MONTH_YEAR = /(?<![0-9A-Za-z])(?:[0-3]?[0-9][/-])?(0?[1-9]|1[0-2])[/-]((?:19|20)[0-9]{2})(?![0-9A-Za-z])/g;
const YEAR_MONTH = /(?<![0-9A-Za-z])((?:19|20)[0-9]{2})[/-](0[1-9]|1[0-2])(?![0-9A-Za-z])/g;
const YEAR_YEAR = /(?<![0-9A-Za-z])((?:19|20)[0-9]{2}) ?[-–—] ?((?:19|20)[0-9]{2})(?![0-9A-Za-z])/g;
const LONE_DASH = / [-–—] /g;
const TO_AND_WITH = /(?<![0-9A-Za-z])s[./]d[.]?(?![0-9A-Za-z])/g;
const SHORT_PART = /^(?:(?:tw|q)([1-4])|(?:s|smt)([12]))$/;
const OF_CENTURY = /^[1-9][0-9]$/;
const DAY = /^[0-9]{1,3}$/;
const LENGTHS = { month: 1, quarter: 3, semester: 6 };

export const isYear = (token) => YEAR.test(token);

export function makePeriod(kind, year, part) {
  if (kind === "month") return `${year}-${String(part).padStart(2, "0")}`;
  if (kind === "quarter") return `${year}-Q${part}`;
  return kind === "semester" ? `${year}-S${part}` : `${year}`;
}

// 1 to 12: the month in which a period ends.
export function lastMonth(period) {
  const part = period.split("-")[1] ?? "";
  if (!part) return 12;
  return "QS".includes(part[0]) ? Number(part[1]) * (part[0] === "Q" ? 3 : 6) : Number(part);
}

// Orders periods by their last month.
export const byTime = (one, other) => Number(one.slice(0, 4)) - Number(other.slice(0, 4)) || lastMonth(one) - lastMonth(other);

// Periods written in figures, and the text without them.
export function writtenDates(typed) {
  let text = typed.replace(SHORT_YEAR, " 20$1 ").replace(TO_AND_WITH, " sampai ").replace(LONE_DASH, " sampai ");
  text = text.replace(YEAR_YEAR, "$1 sampai $2");
  const found = [];
  text = text.replace(MONTH_YEAR, (_all, month, year) => { found.push(makePeriod("month", year, Number(month))); return " "; });
  text = text.replace(YEAR_MONTH, (_all, year, month) => { found.push(`${year}-${month}`); return " "; });
  return [found, text];
}

export function askedTimes(tokens, rules, today, written) {
  const at = (place) => tokens[place] ?? "";
  const is = (list, token) => rules[list].includes(token);
  const count = (token) => (DAY.test(token) ? Number(token) : rules.numbers[token] ?? 0);
  const lastYearOf = ([kind, number]) => today[0] - ((number - 1) * LENGTHS[kind] + 1 > today[1] ? 1 : 0);
  const isStart = (place) => is("since", tokens.slice(Math.max(place - 2, 0), place).findLast((token) => !is("year_words", token)) ?? "");
  const namedPart = (token, following) => {
    const [kind, most] = is("quarter", token) ? ["quarter", 4] : is("semester", token) ? ["semester", 2] : ["", 0];
    const number = rules.part_numbers[following] ?? 9;
    return number <= most ? [kind, number] : null;
  };
  const shortPart = (token) => {
    const short = SHORT_PART.exec(token);
    return short && (short[1] ? ["quarter", Number(short[1])] : ["semester", Number(short[2])]);
  };
  const [years, parts, used] = [[], [], new Set()];
  let [recent, since, byMonth, isAgainst] = [null, null, false, false];
  tokens.forEach((token, place) => {
    const [before, following] = [at(place - 1), at(place + 1)];
    const [named, short] = [namedPart(token, following), shortPart(token)];
    if (isYear(token)) {
      if (isStart(place)) since = Number(token);
      else years.push([place, Number(token)]);
    } else if (named) {
      parts.push([place, named]);
      used.add(place).add(place + 1);
    } else if (short) {
      parts.push([place, short]);
      used.add(place);
    } else if (Object.hasOwn(rules.months, token)) {
      parts.push([place, ["month", rules.months[token]]]);
      if (DAY.test(before)) used.add(place - 1);
      if (OF_CENTURY.test(following) && Number(following) <= today[0] % 100) {
        years.push([place + 1, 2000 + Number(following)]);
        used.add(place + 1);
      }
    } else if (is("month_words", token) && Object.hasOwn(rules.numbers, following)) {
      parts.push([place, ["month", rules.numbers[following]]]);
      used.add(place + 1);
    } else if (is("month_words", token) && is("each", before)) {
      byMonth = true;
      used.add(place - 1);
    } else if (Object.hasOwn(rules.units, token) && is("latest", following) && count(before)) {
      recent = [count(before), rules.units[token]];
      used.add(place - 1);
    } else if ((is("year_words", token) || is("month_words", token)) && Object.hasOwn(rules.back, following)) {
      if (is("against", before)) {
        isAgainst = true;
        used.add(place + 1);
        return;
      }
      let back = rules.back[following];
      if (following === "lalu" && count(before)) {
        back = count(before);
        used.add(place - 1);
      }
      if (is("year_words", token)) years.push([place, today[0] - back]);
      else {
        const months = today[0] * 12 + today[1] - 1 - back;
        years.push([place, Math.floor(months / 12)]);
        parts.push([place, ["month", (months % 12) + 1]]);
      }
    }
  });
  const span = spanOf(tokens, years, parts, lastYearOf, rules);
  if (span) used.add(span[2]);
  const [plainYears, plainParts] = [years.map(([, year]) => year), parts.map(([, part]) => part)];
  const single = [...new Set([...written, ...combined(plainYears, plainParts, lastYearOf)])];
  const has = (list) => tokens.some((token) => is(list, token));
  return {
    used,
    times: {
      periods: span || since ? [] : single.slice(0, rules.most_periods),
      first: span ? span[0] : since ? String(since) : null,
      last: span ? span[1] : since && single.length ? single.at(-1) : null,
      recent: span ? null : recent,
      isSeries: has("series"),
      byMonth: byMonth && years.length === 1 && !parts.length && !span,
      isCompared: isAgainst || has("compared"),
    },
  };
}

// [first, last, place of the word between]: a time, "sampai", and a time of the same kind.
function spanOf(tokens, years, parts, lastYearOf, rules) {
  for (const [place, token] of tokens.entries()) {
    if (!rules.until.includes(token)) continue;
    const [before, after] = [years.filter(([at]) => at < place), years.filter(([at]) => at > place)].map((list) => list.map(([, year]) => year));
    const [partBefore, partAfter] = [parts.filter(([at]) => at < place), parts.filter(([at]) => at > place)].map((list) => list.map(([, part]) => part));
    let ends = null;
    if (partBefore.length && partAfter.length && partBefore.at(-1)[0] === partAfter[0][0]) {
      const [one, other] = [partBefore.at(-1), partAfter[0]];
      const last = (after.length ? after : before)[0] ?? lastYearOf(other);
      const first = before.length ? before.at(-1) : last - (one[1] > other[1] ? 1 : 0);
      ends = [makePeriod(one[0], first, one[1]), makePeriod(other[0], last, other[1])];
    } else if (before.length && after.length && !partBefore.length && !partAfter.length) {
      ends = [String(before.at(-1)), String(after[0])];
    }
    if (ends) return [...ends.sort(byTime), place];
  }
  return null;
}

function combined(years, parts, lastYearOf) {
  if (!parts.length) return years.map(String);
  if (parts.length === years.length && parts.length > 1) return parts.map(([kind, number], at) => makePeriod(kind, years[at], number));
  return parts.flatMap((part) => (years.length ? years : [lastYearOf(part)]).map((year) => makePeriod(part[0], year, part[1])));
}

export const isRange = ({ first, recent, byMonth, isSeries, periods }) => Boolean(first || recent || byMonth || (isSeries && !periods.length));
export const isOpen = (times) => !times.periods.length && !isRange(times);
export const NEWEST = { periods: [], first: null, last: null, recent: null, isSeries: false, byMonth: false, isCompared: false };
