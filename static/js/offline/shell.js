// The library of this phone under the same addresses as the pages of the server.

import { card as cardFor } from "./cards.js";
import { details, expiry, isPossible, open } from "./keep.js";
import { deliver, noteRoom } from "./note.js";
import { PATIENCE } from "./notes.js";
import { address, also, card, clone, fill, items, kinds, lines, nodes, part, words } from "./parts.js";
import { fits } from "./question.js";
import { say } from "./say.js";
import { Library } from "./search.js";

const room = document.getElementById("ruang");
const bar = document.getElementById("keadaan");
const short = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "short", year: "numeric" });
const SOON = 5 * 24 * 3600 * 1000;
const MOST_NEAR = 4;
const KEPT = /^\/(jawab|catat|luring|belajar(\/.*)?)$/; // the addresses this phone can show without the server
const FACTS = ["since", "unit_observed", "respondent", "frequency", "release", "method", "sample", "unit", "formula"];
let library = null;

function show(content, style = "") {
  room.className = `sheet-body ${style}`;
  room.replaceChildren(content);
}

// ---- rooms ----

function cardOf(one) {
  // Is a figure there that nobody has checked? Only its period is on this phone, never the number.
  const waiting = library.waiting?.[one.page.key]?.[one.code] ?? [];
  return card(one, waiting.some((period) => fits(one.asked, period, library.rules)));
}

// What is said before the cards: how the question was read, and what of it they do not answer.
function said(answer) {
  const { referral, elsewhere, terms, leftOver, readAs } = answer;
  const notes = new DocumentFragment();
  if (readAs.length) notes.append(part("read-as", { words: readAs.map(([, word]) => word).join(", ") }));
  if (answer.isRefused) notes.append(clone("refused"));
  if (referral) notes.append(part("referral", { agency: referral.agency, say: referral.say }));
  if (elsewhere) notes.append(part("elsewhere", { place: elsewhere, region: library.regions.kota[1] }));
  for (const [term, meaning] of terms) notes.append(part("known-term", { term, meaning }));
  if (answer.day) notes.append(part("day", { day: answer.day }));
  for (const release of answer.releases) notes.append(part("release", { release }));
  const hasCards = answer.cards.length > 0;
  if (leftOver.length && (hasCards || answer.pages.length)) {
    notes.append(part("left-over", { words: leftOver.join(" "), beside: hasCards, below: !hasCards }));
  }
  if (answer.parts.length && hasCards) notes.append(part("part-of", { words: answer.parts.join(" ") }));
  if (answer.isCut) notes.append(clone("cut"));
  return notes;
}

function results(asked) {
  if (!asked) return clone("start");
  const answer = library.answer(asked);
  const found = said(answer);
  if (answer.meaning) {
    const spoken = String(answer.question.number).replace(".", ",");
    found.append(part("meaning", { number: spoken, label: answer.meaning.label, range: answer.meaning.range }));
  }
  const near = answer.pages.filter((page) => page.kind === "indicator").slice(0, MOST_NEAR);
  if (answer.cards.length && near.length) found.append(also(near));
  // A question for a meaning is answered by the page where there is no figure.
  const shown = answer.cards.filter((one) => one.figure || !answer.question.wantsMeaning);
  found.append(...shown.map(cardOf));
  const pages = [...answer.cards.filter((one) => !shown.includes(one)).map((one) => one.page), ...answer.pages];
  const heading = shown.length ? words.related : words.some;
  if (pages.length) found.append(part("found", { heading, lines: lines(pages) }));
  if (!found.childNodes.length) found.append(clone("nothing"));
  found.append(part("note-link", { note: `/catat?q=${encodeURIComponent(answer.isRefused ? words.individual : asked)}` }));
  return found;
}

function answers(asked) {
  const content = part("answers", { results: results(asked) });
  const box = content.querySelector("input");
  box.value = asked;
  let waiting;
  const search = () => {
    history.replaceState(null, "", `/jawab?q=${encodeURIComponent(box.value)}`);
    room.querySelector("[aria-live]").replaceChildren(results(box.value.trim()));
    point();
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  show(content, "jawab");
}

function sections(pages) {
  const content = clone("sections");
  for (const section of content.querySelectorAll("section")) {
    const mine = pages.filter((page) => page.function === section.dataset.function);
    if (mine.length) fill(section, { count: String(mine.length), lines: lines(mine) });
    else section.remove();
  }
  return content;
}

const ofKind = (kind) => library.pages.filter((page) => page.kind === kind);

function kindRoom(kind) {
  show(part("kind", { name: kinds.get(kind).name, sections: sections(ofKind(kind)) }));
}

function glossary() {
  const terms = library.glossary.map(([term, meaning, key]) => {
    const page = library.byKey.get(key);
    return part("term", { term, meaning, address: page && address(page) });
  });
  show(part("glossary", { terms }));
}

function article(page) {
  const { facts } = page;
  const linked = [facts.survey, ...(facts.indicators ?? []), ...(facts.related ?? [])]
    .map((key) => library.byKey.get(key)).filter(Boolean);
  const values = {
    kind_address: `/belajar/${kinds.get(page.kind).segment}`,
    kind: kinds.get(page.kind).name,
    title: page.title,
    summary: page.summary,
    checked: page.is_checked,
    unchecked: !page.is_checked,
    advice: facts.advice,
    card: page.kind === "indicator" ? cardOf(cardFor(library, page)) : null,
    levels: facts.levels?.map((level) => level.replace("kota", library.office.level)).join(", "),
    latex: page.formula ? nodes(page.formula) : null,
    body: nodes(page.body),
    products: items(facts.products),
    misreadings: items(facts.misreadings),
    how_to_get: items(facts.how_to_get),
    linked: lines(linked),
    sources: items(page.sources.map((source) => source.name)),
  };
  for (const name of FACTS) values[name] = facts[name] === undefined ? null : String(facts[name]);
  for (const name of ["advice", "levels", "products", "misreadings", "how_to_get", "linked", "sources", ...FACTS]) {
    values[`${name}_block`] = Boolean(values[name]?.length);
  }
  show(part("article", values), "article");
}

function noteIt(asked) {
  show(noteRoom(library.occupations, asked.get("q") ?? "", asked.has("disimpan")), "note-room");
}

// ---- which room an address means ----

function enter() {
  const { pathname, search } = location;
  const [, , segment, slug] = pathname.split("/");
  const kind = [...kinds.keys()].find((one) => kinds.get(one).segment === segment);
  const page = slug && library.pages.find((one) => one.kind === kind && one.slug === decodeURIComponent(slug));
  if (!KEPT.test(pathname)) show(clone("online-only"));
  else if (pathname === "/catat") noteIt(new URLSearchParams(search));
  else if (!pathname.startsWith("/belajar")) answers(new URLSearchParams(search).get("q")?.trim() ?? "");
  else if (!segment) show(part("home", { sections: sections(ofKind("survey")) }));
  else if (segment === "istilah") glossary();
  else if (kind && !slug) kindRoom(kind);
  else if (page) article(page);
  else show(clone("online-only"));
  point();
}

// The ways out and the marked tab follow the address.
function point() {
  const here = location.pathname === "/luring" ? `/jawab${location.search}` : location.pathname + location.search;
  for (const link of document.querySelectorAll("[data-live]")) link.href = here;
  const path = here.split("?")[0];
  const rooms = [...document.querySelectorAll("[data-room]")];
  const current = path === "/belajar/istilah" ? path : `/${path.split("/")[1]}`;
  for (const link of rooms) link.toggleAttribute("aria-current", link.getAttribute("href") === current);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/']");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!library || !link || !isPlain || "live" in link.dataset) return;
  if (!/^\/(jawab|catat|belajar)/.test(link.pathname)) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  enter();
  scrollTo(0, 0);
  room.querySelector("h1[tabindex]")?.focus();
});
addEventListener("popstate", () => library && enter());

// ---- how old it is ----

async function tell() {
  const kept = await details();
  const isEnding = expiry(kept) - Date.now() < SOON;
  const until = isEnding ? say(words.until, { day: short.format(expiry(kept)) }) : "";
  const values = { day: short.format(kept.checkedAt), until };
  for (const [name, text] of Object.entries(values)) bar.querySelector(`[data-slot="${name}"]`).textContent = text;
  const sayWhere = () => {
    bar.querySelector('[data-slot="state"]').textContent = navigator.onLine ? words.online : words.offline;
  };
  addEventListener("online", sayWhere);
  addEventListener("offline", sayWhere);
  sayWhere();
  bar.hidden = false;
}

async function begin() {
  if (!isPossible()) {
    show(clone("insecure"));
    return;
  }
  const snapshot = await open();
  if (!snapshot) {
    show(clone(KEPT.test(location.pathname) ? "none" : "online-only"));
    point();
    return;
  }
  library = new Library(snapshot, await (await fetch(room.dataset.words, { signal: AbortSignal.timeout(PATIENCE) })).text());
  await tell();
  enter();
  const send = async () => {
    if (await deliver().catch(() => false)) room.querySelector("[data-waiting]")?.dispatchEvent(new Event("sent"));
  };
  addEventListener("online", send);
  await send();
}

await begin();
