// Pieces of a page from the templates of the shell: cloned, filled, and without the slots that stay empty.

const SVG = "http://www.w3.org/2000/svg";
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

const monthName = new Intl.DateTimeFormat("id-ID", { month: "long" });
const named = (year, month) => `${monthName.format(new Date(year, month - 1))} ${year}`;

// 2025 · Agustus 2025 · Triwulan II 2026 · Semester 1 (Maret) 2026 · terbaru, as on the server.
function periodText(period) {
  const [year, part = ""] = period?.split("-") ?? [words.newest];
  const number = Number(part.slice(1));
  if (part[0] === "Q") return `Triwulan ${["I", "II", "III", "IV"][number - 1]} ${year}`;
  if (part[0] === "S") return `Semester ${number} (${named(year, number * 6 - 3).split(" ")[0]}) ${year}`;
  return part ? named(year, Number(part)) : year;
}

export function also(pages) {
  const node = clone("also");
  const names = pages.map((page) => page.short || page.title);
  const links = names.map((title) => part("also-link", { title, address: `/jawab?q=${encodeURIComponent(title)}` }));
  node.querySelector("p").append(...links);
  return node;
}

// `asked`: the period that was asked for, `newest`: what may be quoted instead of one that is not there;
// `isWaiting`: a figure is there, but nobody has checked it.
export function card({ page, region, code, level, below, figure, notAtCity, overdue, asked, newest }, isWaiting) {
  const { facts } = page;
  const copied = `wa-${page.id}-${code}-${figure?.period}`;
  const node = part("card", {
    address: address(page),
    title: page.title,
    region,
    at: figure ? ` · ${figure.when}` : null,
    verified: Boolean(figure) && !overdue,
    overdue: Boolean(overdue),
    late: overdue,
    missing: !figure && !isWaiting,
    waiting: !figure && isWaiting,
    unfilled: figure || isWaiting ? null : words.missing.replace("{where}", region).replace("{when}", periodText(asked)),
    not_at_city: notAtCity && Boolean(figure),
    nor_above: notAtCity && !figure,
    newest_line: Boolean(newest),
    newest: newest?.when,
    newest_address: newest ? `/jawab?q=${encodeURIComponent(`${page.title} ${region} ${newest.when}`)}` : null,
    below_note: Boolean(below),
    below,
    instead: region,
    level,
    value: figure?.value,
    when_line: Boolean(figure),
    when: figure?.when,
    unit: figure?.unit || facts.unit || "–",
    change: figure?.change,
    band: figure?.band ? `${figure.value} ${words.meaning} ${figure.band}` : null,
    status: /^(sangat )?sementara$/.test(figure?.status) ? ` · ${words.provisional} ${figure.status}` : null,
    where_block: !figure && Boolean(facts.how_to_get),
    where: facts.how_to_get?.[0] ?? " ",
    spoken: figure?.spoken ? `“${figure.spoken}”` : null,
    reading: figure?.reading ?? page.reading,
    misread_block: Boolean(facts.misreadings?.length),
    misreading: sentence(facts.misreadings?.[0]),
    copy_block: Boolean(figure),
    copy: figure?.copy,
    foot: Boolean(figure),
    source: figure ? [figure.source, figure.released ? `, ${words.released} ${figure.released}` : ""] : null,
    note: figure?.note,
  });
  const length = figure?.value.length ?? 0;
  if (length > 6) node.querySelector(".big").classList.add(length > 9 ? "long" : "mid");
  node.querySelector(".wa")?.setAttribute("id", copied);
  node.querySelector("[data-copy]")?.setAttribute("data-copy", `#${copied}`);
  return node;
}
