// The cards of an indicator: only checked figures, never those of another place or time (pstku/answers/queries/cards.py).

import { periodText, plan, rhythmOf } from "./planning.js";
import { say } from "./say.js";
import { fits } from "./question.js";
import { byTime, isOpen, NEWEST } from "./times.js";

// In each place that was asked about; without a period at the newest time all of them have.
export function cardsOf(library, page, requests) {
  const cards = requests.map((each) => card(library, page, each));
  const shown = cards.filter((one) => one.figure);
  const periods = [...new Set(shown.map((one) => one.figure.period))];
  if (periods.length < 2 || !requests.every((each) => isOpen(each.times))) return cards;
  const isShared = (period) => shown.every((one) => one.series.some((figure) => figure.period === period));
  const shared = shown[0].series.map((figure) => figure.period).filter(isShared).sort(byTime).at(-1);
  if (shared) {
    return requests.map((each) => card(library, page, { ...each, times: { ...NEWEST, periods: [shared] } }));
  }
  const { rules } = library;
  const words = periods.map((period) => periodText(period, rules)).join(` ${rules.sayings.and} `);
  cards.at(-1).remarks.push(say(rules.sayings.apart, { periods: words }));
  return cards;
}

// Deflation is inflation below zero: the first source with a figure, and what its sign means.
export function borrowed(library, sources, requests) {
  return requests.map((each) => {
    let { times } = each;
    if (times.periods.length && times.periods[0].length === 4) times = { ...times, byMonth: times.periods.length === 1 };
    const found = sources.map((page) => cardsOf(library, page, [{ ...each, times }])[0]);
    const one = found.find((each) => each.figure) ?? found[0];
    if (one.figure && !one.rows.length) one.remarks.push(library.rules.sayings[one.figure.number.startsWith("-") ? "fall" : "rise"]);
    return one;
  });
}

export function card(library, page, request = { region: null, place: null, below: null, times: NEWEST }) {
  const { office, rules, regions } = library;
  const places = library.figures[page.key] ?? {};
  const { code, region, below } = placeOf(library, page, places, request);
  const known = below ? [] : places[code]?.figures ?? [];
  const rhythm = rhythmOf(page.facts, code === office.code && code !== regions.provinsi[0]);
  const { times } = request;
  const planned = plan(known, times, rhythm, region, page.facts, rules);
  const { figure } = planned;
  const single = times.periods.length === 1 ? times.periods[0] : null;
  const doubted = below ? null : (library.doubted[page.key]?.[code] ?? []).findLast(([period]) => fits(single, period, rules));
  const why = below ? say(rules.sayings.below, { place: below })
    : doubted ? say(rules.sayings.doubted, { place: region, asked: doubted[1], note: doubted[2] }) : planned.missing;
  return {
    ...planned, page, region, code, below, level: office.level, asked: single,
    missing: figure ? null : why,
    isWithheld: !figure && Boolean(doubted),
    notAtCity: ![office.code, request.place].includes(code) && (request.region ?? "kota") === "kota",
    overdue: figure && isOpen(times) ? places[code].overdue : null,
    newest: figure ? null : known.at(-1) ?? null,
    instead: figure ? null : insteadOf(library, page, places, code, request),
    series: figure ? known.filter((one) => one.kind === figure.kind && byTime(one.period, figure.period) <= 0).slice(-rules.most_points) : [],
  };
}

function placeOf(library, page, places, request) {
  const names = { ...Object.fromEntries(Object.values(library.regions)), ...library.region_names };
  if (request.place) {
    const name = names[request.place] ?? request.place;
    const isWaiting = library.waiting[page.key]?.[request.place];
    return { code: request.place, region: name, below: places[request.place] || isWaiting ? null : name };
  }
  const levels = page.facts.levels ?? ["nasional", "provinsi", "kota"];
  let level = request.region ?? "kota";
  if (level === "kota" && !levels.includes("kota")) level = levels.includes("provinsi") ? "provinsi" : "nasional";
  const [code, region] = library.regions[level];
  return { code, region, below: request.below ? `tingkat ${request.below}` : null };
}

// The next larger place that has a figure for the asked time.
function insteadOf(library, page, places, code, request) {
  const levels = Object.values(library.regions);
  const at = levels.findIndex(([one]) => one === code);
  for (const [level, name] of request.below || at < 0 ? levels : levels.slice(at + 1)) {
    const rhythm = rhythmOf(page.facts, false);
    const { figure } = plan(places[level]?.figures ?? [], request.times, rhythm, name, page.facts, library.rules);
    if (figure) return { code: level, region: name, figure };
  }
  return null;
}
