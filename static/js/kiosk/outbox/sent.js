// Daftar kirim, for staff: when, what kind, which number, what became of it. No name and no content: the tablet holds none.

import { current, whileHere } from "../states.js";
import { allReceipts } from "./receipts.js";
import { allItems } from "./store.js";

const MOST = 100;
const HOUR = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const DAY = { day: "numeric", month: "short" };

function make(tag, properties, ...parts) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...parts);
  return element;
}

async function rows() {
  const waiting = (await allItems().catch(() => [])).map(({ id, kind, at, aside }) => ({ id, kind, at, answer: aside ? "aside" : "waiting" }));
  return [...waiting, ...(await allReceipts().catch(() => []))].sort((one, other) => other.at - one.at).slice(0, MOST);
}

function line({ id, kind, at, answer, number }, words) {
  const cells = [
    new Date(at).toLocaleString("id-ID", kind === "vote" ? DAY : HOUR),
    words.kinds[kind] ?? kind,
    number || "–",
    words.answers[answer] ?? answer,
    kind === "vote" ? "–" : id.slice(-6),
  ];
  return make("tr", { className: answer }, ...cells.map((text) => make("td", { textContent: text })));
}

function listOf(lacks, words) {
  return lacks.length ? make("ul", {}, ...lacks.map((name) => make("li", { textContent: words.lacks[name] ?? name }))) : "";
}

export async function showSent(words, lacks) {
  const found = await whileHere(rows());
  if (current() !== "idle") return; // somebody has begun
  const head = make("tr", {}, ...words.columns.map((text) => make("th", { scope: "col", textContent: text })));
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...found.map((row) => line(row, words))));
  const body = found.length ? table : make("p", { textContent: words.nothing });
  const close = make("button", { type: "button", className: "btn lg primary" }, make("span", { textContent: words.close }));
  const title = make("h2", { id: "sent-title", textContent: words.sent });
  const place = make("div", { className: "sent-list", tabIndex: 0 }, make("p", { textContent: words.about }), listOf(lacks, words), body);
  const dialog = make("dialog", { className: "k-dialog", lang: "id" }, title, place, make("div", { className: "btn-row" }, close));
  dialog.setAttribute("aria-labelledby", "sent-title");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
