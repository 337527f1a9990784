// Pieces of a page from the templates of the shell: cloned, filled, and without the slots that stay empty.

import { say } from "./say.js";

const SVG = "http://www.w3.org/2000/svg";
const PROVISIONAL = /^((sangat )?sementara|perkiraan)$/;
const sprite = document.getElementById("ruang").dataset.sprite;
export const kinds = new Map([...document.querySelectorAll("#jenis li")].map((item) => [item.dataset.kind, {
  segment: item.dataset.segment, icon: item.dataset.icon, name: item.textContent,
}]));
export const words = document.getElementById("kata").dataset;

export function clone(name) {
  return document.importNode(document.getElementById(`t-${name}`).content, true);
}

// true keeps a slot as it is, text and nodes fill it, anything empty takes it out.
export function fill(root, values) {
  for (const slot of root.querySelectorAll("[data-slot-href]")) {
    const address = values[slot.dataset.slotHref];
    if (address) slot.href = address;
  }
  for (const slot of root.querySelectorAll("[data-slot]")) {
    const value = values[slot.dataset.slot];
    if (value === true) continue;
    if (value && value.length !== 0) slot.replaceChildren(...[value].flat());
    else slot.remove();
  }
  return root;
}

export const part = (name, values) => fill(clone(name), values);

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

// Text of a page as nodes. The server wrote this HTML with its own renderer (a short list of tags, links without
// javascript:), it came over the same origin, and scripts that DOMParser reads never run: no more is needed.
export function nodes(html) {
  return [...new DOMParser().parseFromString(html ?? "", "text/html").body.childNodes];
}

export const address = (page) => `/belajar/${kinds.get(page.kind).segment}/${page.slug}`;

export const items = (texts) => (texts ?? []).map((text) => part("step", {}).firstElementChild).map((item, place) => {
  item.textContent = texts[place];
  return item;
});

export const lines = (pages) => pages.map((page) => part("line", {
  address: address(page),
  icon: icon(kinds.get(page.kind).icon),
  title: page.title,
  summary: page.summary,
  checked: page.is_checked,
  unchecked: !page.is_checked,
}));

const sentence = (text) => (text ? text.replace(/\.?$/, ".") : null);

export function also(pages) {
  const node = clone("also");
  const names = pages.map((page) => page.short || page.title);
  const links = names.map((title) => part("also-link", { title, address: `/jawab?q=${encodeURIComponent(title)}` }));
  node.querySelector("p").append(...links);
  return node;
}

const search = (...words) => `/jawab?q=${encodeURIComponent(words.join(" "))}`;

const rowsOf = (rows) => rows.map(({ label, figure }) => part("row", { label, value: figure?.value ?? null, gap: !figure }));

// A card as cards.js plans it; `isWaiting`: a figure is there, but nobody has checked it.
export function card(one, isWaiting) {
  const { page, region, code, level, below, figure, notAtCity, overdue, newest, instead: larger } = one;
  const { facts } = page;
  const isMissing = !figure && !isWaiting;
  const isAbsent = isMissing && (one.doesNotExist || Boolean(below));
  const copied = `wa-${page.id}-${code}-${figure?.period}`;
  const node = part("card", {
    address: address(page),
    title: page.title,
    region,
    at: figure ? ` · ${figure.when}` : null,
    verified: Boolean(figure) && !overdue,
    overdue: Boolean(overdue),
    late: overdue,
    missing: isMissing && !isAbsent && !one.isWithheld,
    absent: isAbsent,
    withheld: isMissing && one.isWithheld,
    waiting: !figure && isWaiting,
    unfilled: isMissing ? one.missing : null,
    remarks: one.remarks.map((remark) => part("remark", { remark })),
    range_block: one.rows.length > 0,
    range_unit: figure?.unit || facts.unit || "–",
    range: rowsOf(one.rows),
    larger_line: Boolean(larger),
    larger: larger && `${larger.region}, ${larger.figure.when}: ${larger.figure.value}`,
    larger_address: larger && search(page.title, larger.region, larger.figure.when),
    not_at_city: notAtCity && Boolean(figure),
    nor_above: notAtCity && !figure,
    newest_line: Boolean(newest),
    newest: newest && `${newest.when}: ${newest.value}`,
    newest_address: newest && search(page.title, region, newest.when),
    below_note: Boolean(below),
    below,
    instead: region,
    level,
    value: figure?.value,
    when_line: Boolean(figure),
    when: figure?.when,
    unit: figure?.unit || facts.unit || "–",
    change: figure && one.change,
    band: figure?.band ? say(words.meaning, { value: figure.value, band: figure.band }) : null,
    status: PROVISIONAL.test(figure?.status) ? ` · ${say(words.provisional, figure)}` : null,
    where_block: !figure && Boolean(facts.how_to_get),
    where: facts.how_to_get?.[0] ?? " ",
    spoken: figure?.spoken ? `“${figure.spoken}”` : null,
    reading: figure?.reading ?? page.reading,
    misread_block: Boolean(facts.misreadings?.length),
    misreading: sentence(figure?.misreading ?? facts.misreadings?.[0]),
    copy_block: Boolean(figure),
    copy: figure?.copy,
    foot: Boolean(figure),
    source: figure && (figure.released ? say(words.sourced, { source: figure.source, day: figure.released }) : figure.source),
    note: figure?.note,
  });
  const length = figure?.value.length ?? 0;
  if (length > 6) node.querySelector(".big").classList.add(length > 9 ? "long" : "mid");
  node.querySelector(".wa")?.setAttribute("id", copied);
  node.querySelector("[data-copy]")?.setAttribute("data-copy", `#${copied}`);
  return node;
}
