// Whether the office serves on a day (pstku/answers/rules/asked_days.py and queries/days.py).

import { say } from "./say.js";
import { isYear } from "./times.js";

const DAY = /^[0-9]{1,3}$/;
const iso = (year, month, day) => `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
const isoOf = (date) => iso(date.getFullYear(), date.getMonth() + 1, date.getDate());

// {on}, {weekday} or {year}; null where a question asks of neither. `today` is [year, month, day].
export function askedDay(tokens, rules, today) {
  const has = (list) => tokens.some((token) => list.includes(token));
  const weekdayName = tokens.find((token) => Object.hasOwn(rules.weekdays, token));
  const isSoon = tokens.some((token) => Object.hasOwn(rules.from_today, token));
  const isToday = tokens.some((token, at) => token === rules.today[1] && tokens[at - 1] === rules.today[0]);
  const isDated = tokens.some((token, at) => Object.hasOwn(rules.months, token) && DAY.test(tokens[at - 1] ?? ""));
  const isOneDay = weekdayName || isDated || isToday || isSoon;
  if (!has(rules.days_off) && !(has(rules.open) && isOneDay)) return null;
  const years = tokens.filter(isYear).map(Number);
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1] ?? "";
    if (Object.hasOwn(rules.months, token) && DAY.test(before)) {
      const [month, day] = [rules.months[token], Number(before)];
      const isPast = month < today[1] || (month === today[1] && day < today[2]);
      const year = years[0] ?? today[0] + (isPast ? 1 : 0);
      const on = iso(year, month, day);
      return isoOf(new Date(year, month - 1, day)) === on ? { on } : null;
    }
    if (Object.hasOwn(rules.from_today, token)) {
      return { on: isoOf(new Date(today[0], today[1] - 1, today[2] + rules.from_today[token])) };
    }
  }
  if (isToday) return { on: iso(...today) };
  if (weekdayName) return { weekday: rules.weekdays[weekdayName] };
  return { year: years[0] ?? today[0] };
}

export function daySaid({ off, told, week, periods, weekdays, sayings }, asked, monthNames) {
  if (asked.on) {
    const [year, month, number] = asked.on.split("-").map(Number);
    const weekday = (new Date(year, month - 1, number).getDay() + 6) % 7;
    const day = `${weekdays[weekday]}, ${number} ${monthNames[month - 1]} ${year}`;
    const closed = off.find(([on]) => on === asked.on);
    if (closed) return say(sayings.off, { day, name: closed[1], estimate: closed[2] });
    const mine = periods.find(([first, last]) => first <= asked.on && asked.on <= last)?.[2] ?? week;
    const name = (told.includes(year) ? "" : "untold_") + (mine[weekday] ? "open" : "closed");
    return say(sayings[name], { day, hours: mine[weekday], year });
  }
  if (asked.weekday !== undefined) {
    const hours = week[asked.weekday];
    return say(hours ? sayings.weekday_open : sayings.weekday_closed, { weekday: weekdays[asked.weekday], hours });
  }
  const days = off.filter(([on]) => on.startsWith(`${asked.year}-`)).map(([, name, estimate, text]) => `${text} (${name}${estimate})`);
  return say(days.length ? sayings.year : sayings.no_year, { year: asked.year, days: days.join(", ") });
}
