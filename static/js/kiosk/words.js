// The page in the other language: the words change in place and nothing typed is lost. The server writes one document a
// language, the same in all but its words; the other is fetched after the first paint.

import { emit, nameTab, on, whileHere } from "./states.js";

const HOME = "id"; // whoever comes next reads Indonesian
const TOLD = ["lang", "alt", "title", "placeholder", "aria-label", "href"]; // and whatever is data-, for the scripts
const OWN = new Set(["data-page", "data-state", "data-text", "data-ready", "data-outbox"]); // which scripts write
const DOCUMENT_MS = 8000;
const root = document.documentElement;
const elements = [...document.querySelectorAll("html, body *")]; // before anything is added to them
const pages = new Map([[root.lang, read(elements)]]); // language -> what each element says
const path = document.querySelector("[name=csrf_token]") ? "/kiosk/" : "/kiosk/luring"; // the page that starts without the server
let fetching = null;
let isOdd = false; // the other document differs: a setting was changed, and this page is about to be read anew

// Its attributes, and its children in order: words as they stand, elements by their place among themselves, because
// another language puts them elsewhere. What holds no words of its own keeps its children.
function read(list) {
  return list.map((element) => ({ told: attributes(element), said: element.matches("[data-now=clock]") ? null : children(element) }));
}

function attributes(element) {
  const told = [...element.attributes].filter(({ name }) => TOLD.includes(name) || (name.startsWith("data-") && !OWN.has(name)));
  return new Map(told.map(({ name, value }) => [name, value]));
}

function children(element) {
  let place = 0;
  const said = [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    place += 1;
    return place - 1;
  });
  return said.some((part) => typeof part === "string" && part.trim()) ? said : null;
}

async function fetchOther() {
  const code = document.querySelector(".language").getAttribute("lang");
  const response = await fetch(`${path}?bahasa=${code}`, { credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(DOCUMENT_MS) });
  const other = new DOMParser().parseFromString(await response.text(), "text/html");
  const list = [...other.querySelectorAll("html, body *")];
  const isTwin = list.length === elements.length && list.every((element, place) => element.tagName === elements[place].tagName);
  isOdd = response.ok && !isTwin;
  if (response.ok && isTwin) pages.set(other.documentElement.lang, read(list));
}

async function loadOther() {
  if (pages.size > 1) return;
  fetching ??= fetchOther().catch(() => null).finally(() => { fetching = null; });
  await fetching;
}

function write(element, { told, said }) {
  for (const name of attributes(element).keys()) if (!told.has(name)) element.removeAttribute(name);
  for (const [name, value] of told) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  if (!said) return;
  const parts = [...element.children];
  element.replaceChildren(...said.map((part) => (typeof part === "string" ? part : parts[part])));
}

// False while the other words are not here.
export function speak(code) {
  if (code === root.lang) return true;
  if (!pages.has(code)) return false;
  for (const [place, words] of pages.get(code).entries()) write(elements[place], words);
  for (const line of document.querySelectorAll("[data-error]")) line.hidden = true; // in the former language
  nameTab();
  emit("language", code);
  return true;
}

document.querySelector(".language").addEventListener("click", async (event) => {
  event.preventDefault();
  if (event.detail > 1) return; // one tap too many would change the words back
  const { lang } = event.currentTarget; // as it was read when it was tapped
  await whileHere(loadOther());
  speak(lang);
});
on("wipe", () => speak(HOME));
on("news", () => isOdd || loadOther()); // it was not there, and the server has just answered
(window.requestIdleCallback ?? setTimeout)(loadOther);
if (location.search) history.replaceState(null, "", location.pathname); // read anew, it is Indonesian
