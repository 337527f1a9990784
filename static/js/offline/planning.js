// What the phone has for the time that was asked, what it lacks, and how both are said (pstku/answers/rules/planning.py).

import { fits } from "./question.js";
import { say } from "./say.js";
import { byTime, isRange, lastMonth, makePeriod } from "./times.js";

const PARTS = { month: 12, quarter: 4, semester: 2, year: 1 };
const ROMAN = ["I", "II", "III", "IV"];
const SEMESTER_MONTHS = { 3: "S1", 9: "S2" };
const BARE = ["indeks", "rasio"];
const SCALES = ["ribu", "juta", "miliar", "triliun"];

export const kindOf = (period) => ({ "": "year", Q: "quarter", S: "semester" })[(period.split("-")[1] ?? "")[0] ?? ""] ?? "month";

// 2025 · Agustus 2025 · Triwulan II 2026 · Semester 1 (Maret) 2026
export function periodText(period, rules) {
  const [year, part = ""] = period.split("-");
  const number = Number(part.slice(1));
  if (part[0] === "Q") return `Triwulan ${ROMAN[number - 1]} ${year}`;
  if (part[0] === "S") return `Semester ${number} (${rules.month_names[number * 6 - 4]}) ${year}`;
  return part ? `${rules.month_names[Number(part) - 1]} ${year}` : year;
}

export function rhythmOf(facts, isOwn) {
  const calendar = facts.release_calendar ?? {};
  const kind = calendar.period_kind ?? null;
  const months = (isOwn && calendar.months) || [];
  return { kind, months, also: facts.also_counted_by ?? [], isMonthly: kind === "month" && !months.length };
}

const pick = (figures, asked, rules) => figures.findLast((figure) => fits(asked, figure.period, rules)) ?? null;

export function previous(figures, chosen) {
  const like = (figure) => figure.kind === chosen.kind && figure.period.slice(4) === chosen.period.slice(4)
    && figure.series === chosen.series && figure.period.slice(0, 4) < chosen.period.slice(0, 4);
  return figures.findLast(like) ?? null;
}

const asCounted = (asked, rhythm) => {
  const part = asked.split("-")[1] ?? "";
  const half = kindOf(asked) === "month" && rhythm.kind === "semester" ? SEMESTER_MONTHS[Number(part)] : null;
  return half ? `${asked.slice(0, 4)}-${half}` : asked;
};

function monthsOf(period) {
  const length = 12 / PARTS[kindOf(period)];
  return Array.from({ length }, (_item, at) => lastMonth(period) - at);
}

const hasFigure = (rhythm, period) => !rhythm.months.length || monthsOf(period).some((month) => rhythm.months.includes(month));

function exists(asked, rhythm) {
  const kind = kindOf(asked);
  if (rhythm.kind === null || kind === "year" || rhythm.also.includes(kind)) return true;
  return kind === rhythm.kind && hasFigure(rhythm, asked);
}

function missing(asked, isThere, rhythm, place, rules) {
  const { sayings } = rules;
  const text = asked ? periodText(asked, rules) : sayings.newest;
  if (isThere) return say(sayings.missing, { place, asked: text });
  if (asked && rhythm.months.length && rhythm.kind === kindOf(asked)) {
    const months = rhythm.months.map((month) => rules.month_names[month - 1]).join(` ${sayings.and} `);
    return say(sayings.only_in, { place, months });
  }
  return say(sayings.counted_by, { unit: rules.period_units[rhythm.kind ?? "year"], asked: text });
}

// The sentence for a period that never has a figure in this place; null where it may.
export function onlyIn(asked, rhythm, place, rules) {
  const counted = asCounted(asked, rhythm);
  return exists(counted, rhythm) ? null : missing(counted, false, rhythm, place, rules);
}

function otherwise(asked, figure, rhythm, rules) {
  if (!asked || asked === figure.period) return [];
  const { sayings } = rules;
  const shown = figure.when;
  if (kindOf(asked) !== "year") {
    return [say(sayings.coarser, { unit: rules.period_units[figure.kind], shown, asked: periodText(asked, rules) })];
  }
  if (figure.kind === "quarter") return [say(sayings.quarter, { shown })];
  const closing = rhythm.months.length ? Math.max(...rhythm.months) : 12;
  if (figure.kind !== "month" || lastMonth(figure.period) === closing) return [];
  const year = figure.period.slice(0, 4);
  return [say(sayings.part_of_year, { closing: periodText(makePeriod("month", year, closing), rules), shown })];
}

// `figures` by time, all checked; `place` as it is called.
export function plan(figures, times, rhythm, place, facts, rules) {
  const nothing = { figure: null, rows: [], change: null, remarks: [], missing: null, doesNotExist: false };
  if (isRange(times) || times.periods.length > 1) return table(figures, times, rhythm, place, facts, rules, nothing);
  const asked = times.periods.length ? asCounted(times.periods[0], rhythm) : null;
  const figure = pick(figures, asked, rules);
  if (!figure) {
    const isThere = asked === null || exists(asked, rhythm);
    return { ...nothing, missing: missing(asked, isThere, rhythm, place, rules), doesNotExist: !isThere };
  }
  const before = previous(figures, figure);
  const remarks = otherwise(asked, figure, rhythm, rules);
  if (times.isCompared && !before) remarks.push(rules.sayings.no_pair);
  const pair = times.isCompared && before ? [before, figure] : [];
  const rows = pair.map((one) => ({ label: one.when, figure: one }));
  return { ...nothing, figure, rows, change: figure.change, remarks };
}

function table(figures, times, rhythm, place, facts, rules, nothing) {
  const slots = slotsOf(figures, times, rhythm, rules).slice(-rules.most_rows);
  const rows = merged(slots, rules);
  const filled = slots.map(([, figure]) => figure).filter(Boolean);
  if (!filled.length) {
    return { ...nothing, missing: say(rules.sayings.missing, { place, asked: spanText(times, slots, rules) }) };
  }
  if (rows.length === 1) return { ...nothing, figure: filled[0], change: filled[0].change };
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === last || first.kind !== last.kind) return { ...nothing, figure: last, rows };
  if (first.series !== last.series) {
    const words = { first: first.when, first_series: first.series, last: last.when, last_series: last.series };
    return { ...nothing, figure: last, rows, remarks: [say(rules.sayings.break, words)] };
  }
  return { ...nothing, figure: last, rows, change: changeWords(last, first, facts) };
}

// [period, figure or null] of a range.
function slotsOf(figures, times, rhythm, rules) {
  if (!isRange(times)) {
    return times.periods.map((period) => asCounted(period, rhythm)).map((asked) => {
      const figure = pick(figures, asked, rules);
      return [figure?.period ?? asked, figure];
    });
  }
  const newest = figures.at(-1)?.period ?? null;
  const kind = rhythm.kind ?? figures.at(-1)?.kind ?? "year";
  const year = (period) => Number(period.slice(0, 4));
  if (times.byMonth) return each(figures, makePeriod("month", year(times.periods[0]), 1), `${year(times.periods[0])}-12`, rhythm, rules);
  if (times.first) {
    const last = times.last ?? newest ?? times.first;
    if (kindOf(times.first) === "year") return years(figures, Number(times.first), year(last), rhythm);
    return each(figures, asCounted(times.first, rhythm), asCounted(last, rhythm), rhythm, rules);
  }
  if (newest && times.recent) {
    const [count, unit] = times.recent;
    if (unit === "year" || PARTS[unit] < PARTS[kind]) return years(figures, year(newest) - count + 1, year(newest), rhythm);
    return figures.filter((figure) => figure.kind === figures.at(-1).kind).slice(-count).map((figure) => [figure.period, figure]);
  }
  return newest ? years(figures, year(figures[0].period), year(newest), rhythm) : [];
}

function each(figures, first, last, rhythm, rules) {
  const known = new Map(figures.map((figure) => [figure.period, figure]));
  const kind = kindOf(first);
  const parts = PARTS[kind];
  let [year, part] = [Number(first.slice(0, 4)), kind === "year" ? 1 : Math.floor((lastMonth(first) * parts) / 12)];
  const slots = [];
  for (let round = 0; round < rules.most_rows * 4; round += 1) {
    const period = makePeriod(kind, year, part);
    if (byTime(period, last) > 0) break;
    if (hasFigure(rhythm, period) || known.has(period)) slots.push([period, known.get(period) ?? null]);
    part += 1;
    if (part > parts) [year, part] = [year + 1, 1];
  }
  return slots;
}

function years(figures, first, last, rhythm) {
  const slots = [];
  for (let year = Math.max(first, last - 60); year <= last; year += 1) {
    const mine = figures.filter((figure) => Number(figure.period.slice(0, 4)) === year);
    const ofKind = mine.filter((figure) => figure.kind === rhythm.kind);
    const own = ofKind.length ? ofKind : mine;
    if (own.length) slots.push(...(rhythm.isMonthly ? own.slice(-1) : own).map((figure) => [figure.period, figure]));
    else slots.push([rhythm.isMonthly ? `${year}-12` : String(year), null]);
  }
  return slots;
}

// Rows in words; gaps that follow one another are one row.
function merged(slots, rules) {
  const rows = [];
  let gaps = [];
  for (const [period, figure] of [...slots, ["", null]]) {
    if (period && !figure) {
      gaps.push(period);
      continue;
    }
    if (gaps.length) {
      const ends = gaps.length === 1 ? [gaps[0]] : [gaps[0], gaps.at(-1)];
      rows.push({ label: ends.map((end) => periodText(end, rules)).join("–"), figure: null });
      gaps = [];
    }
    if (figure) rows.push({ label: figure.when, figure });
  }
  return rows;
}

function spanText(times, slots, rules) {
  if (times.first && times.last) return `${periodText(times.first, rules)}–${periodText(times.last, rules)}`;
  if (!slots.length) return times.first ? periodText(times.first, rules) : rules.sayings.newest;
  const texts = [...new Set(slots.map(([period]) => periodText(period, rules)))];
  if (texts.length === 1) return texts[0];
  if (isRange(times)) return `${texts[0]}–${texts.at(-1)}`;
  return `${texts.slice(0, -1).join(", ")} ${rules.sayings.and} ${texts.at(-1)}`;
}

// A number of text "78.54" as whole units of its last decimal.
const scaled = (text, decimals) => {
  const [whole, tail = ""] = text.replace("-", "").split(".");
  return Number(`${whole}${tail.padEnd(decimals, "0")}`) * (text.startsWith("-") ? -1 : 1);
};
const decimalsOf = (text) => (text.split(".")[1] ?? "").length;

function format(units, decimals) {
  const digits = String(units).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ".");
  return decimals ? `${whole},${digits.slice(-decimals)}` : whole;
}

function withUnit(text, symbol, unit) {
  if (symbol === "%") return `${text} %`;
  if (["Rp", "US$"].includes(symbol)) return SCALES.includes(unit.split(" ")[0]) ? `${symbol}${text} ${unit.split(" ")[0]}` : `${symbol}${text}`;
  const plain = (symbol || unit).trim();
  return plain && !plain.toLowerCase().split(/\s+/).some((word) => BARE.includes(word)) ? `${text} ${plain}` : text;
}

// Naik 0,32 poin dari 2022 (78,22)
export function changeWords(now, before, facts) {
  const decimals = Math.max(decimalsOf(now.number), decimalsOf(before.number));
  const difference = scaled(now.number, decimals) - scaled(before.number, decimals);
  if (difference === 0) return `Sama dengan ${before.when} (${before.value})`;
  const unit = facts.unit ?? "";
  let size = format(Math.abs(difference), decimals);
  if (facts.is_percentage) size = `${size} persen poin`;
  else if (!unit || unit.toLowerCase().split(/\s+/).some((word) => BARE.includes(word))) size = `${size} poin`;
  else size = withUnit(size, facts.unit_symbol ?? "", unit);
  return `${difference > 0 ? "Naik" : "Turun"} ${size} dari ${before.when} (${before.value})`;
}
