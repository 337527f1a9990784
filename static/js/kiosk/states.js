// Which screen stands on the glass. A state is an element with data-state; it lends its parts to the frame.

const flow = document.querySelector("#isi");
const ENDS = new Set(["rate-thanks"]); // nothing behind it may be shown again
export const LAST = new Set(["done", "stored", "full", "unkept"]); // last screens of a guest, which end by themselves
const handlers = new Map();
const listeners = new Map();
let shown = "idle";
let trail = ["idle"]; // the states behind this one, for Kembali and the browser's Back
let timers = [];
let guest = 0; // who is at the tablet
let late = []; // what nobody sees of a change, in its order
let returns = 0; // by the browser's Back
const scrolled = new Set(); // since they were last shown
const touched = new Set(); // fields since the last wipe

export const section = (name) => flow.querySelector(`[data-state="${name}"]`);
export const current = () => shown;
export const isClosed = () => Boolean(section("idle").querySelector(".closed:not([hidden])")); // by an admin, for now
export const setting = (name) => Number(flow.dataset[name]);

// enter(data, section) runs before the focus moves to the heading; leave(section) before the state is hidden.
export function registerState(name, handler) {
  handlers.set(name, handler);
}

export function on(event, act) {
  listeners.set(event, [...(listeners.get(event) ?? []), act]);
}

// Gives what the listeners gave: those that work on for a while give a promise. A fault in one part stops no other: least of
// all what wipes the glass.
export function emit(event, detail) {
  return (listeners.get(event) ?? []).map((act) => {
    try {
      return act(detail);
    } catch (error) {
      reportError(error);
      return null;
    }
  });
}

// An answer to a guest who has left never comes: whatever is written on the glass after a wait, waits through here.
export async function whileHere(answer) {
  const mine = guest;
  await answer;
  return mine === guest ? answer : new Promise(() => {});
}

// Timers of the guest and the state that is shown; whoever leaves either ends them.
export function after(seconds, act) {
  const timer = setTimeout(act, seconds * 1000);
  timers.push(timer);
  return () => clearTimeout(timer);
}

function flush() {
  const acts = late;
  late = [];
  for (const act of acts) act();
}

// The tab's name and the way back come after the frame that answers the finger: together they take as long as its layout.
function whenDrawn(act) {
  if (late.push(act) > 1) return;
  requestAnimationFrame(() => setTimeout(flush));
  setTimeout(flush, 500); // a page that is hidden draws no frame
}

export const drawn = () => new Promise(whenDrawn);

// Not of a state that is left by then.
function noteWay(act) {
  const before = returns;
  whenDrawn(() => { if (before === returns) act(); });
}

document.addEventListener("scroll", ({ target }) => scrolled.add(target), { capture: true, passive: true });
document.addEventListener("input", ({ target }) => touched.add(target), { capture: true, passive: true });

export function nameTab() {
  const place = section(shown);
  document.title = `${place.dataset.title ?? place.querySelector("h1").textContent} · PSTku`;
}

function focusHeading(place) {
  const main = place.querySelector(".k-main");
  if (scrolled.delete(main)) main.scrollTo(0, 0); // it asks for a layout
  place.querySelector("h1")?.focus({ preventScroll: true });
}

// Neither a timer nor a question over the screen outlives what it was for.
function endAll() {
  timers.forEach(clearTimeout);
  timers = [];
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

function switchTo(name, data) {
  const from = shown;
  handlers.get(from)?.leave?.(section(from));
  endAll();
  for (const state of flow.querySelectorAll(".k-state:not([hidden])")) state.hidden = true;
  section(name).hidden = false;
  for (const part of document.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== name;
  for (const part of document.querySelectorAll("[data-except]")) part.hidden = part.dataset.except === name;
  shown = name;
  document.body.dataset.state = name;
  const place = section(name);
  whenDrawn(nameTab);
  handlers.get(name)?.enter?.(data, place);
  focusHeading(place);
  document.dispatchEvent(new CustomEvent("kiosk:shown", { detail: { state: name, from } }));
}

// The browser's history holds a depth and nothing else.
export function go(name, data) {
  if (name === shown) return focusHeading(section(name));
  const known = trail.indexOf(name);
  if (known >= 0) trail = trail.slice(0, known + 1);
  else trail.push(name);
  const depth = trail.length - 1;
  noteWay(() => history.pushState({ depth }, ""));
  switchTo(name, data);
}

// The states behind are over: Back leads to the idle screen.
export function finish(name, data) {
  trail = ["idle", name];
  noteWay(() => history.replaceState({ depth: 1 }, ""));
  switchTo(name, data);
}

export function back() {
  trail.pop();
  if (trail.length > 1) switchTo(trail.at(-1));
  else wipe();
}

export function wipe() {
  flush();
  for (const form of document.forms) form.reset();
  for (const field of flow.querySelectorAll("input:not([type=radio], [type=checkbox], [name=csrf_token]), textarea")) {
    field.value = "";
    if (!touched.delete(field)) continue;
    const mark = document.createComment(""); // a field that was off the page brings nothing back by undo or redo
    field.replaceWith(mark);
    mark.replaceWith(field);
  }
  touched.clear();
  for (const field of flow.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const line of flow.querySelectorAll("[data-error]")) line.hidden = true;
  endAll();
  delete document.documentElement.dataset.text;
  guest += 1;
  emit("wipe");
  trail = ["idle"];
  history.replaceState({ depth: 0 }, "");
  document.dispatchEvent(new CustomEvent("kiosk:wipe"));
  if (shown !== "idle") switchTo("idle");
}

window.addEventListener("popstate", (event) => {
  returns += 1;
  const depth = event.state?.depth ?? 0;
  const name = depth < trail.length ? trail[depth] : "idle"; // a depth of a guest who has left leads nowhere
  if (name === "idle") return wipe();
  trail = trail.slice(0, depth + 1);
  if (name !== shown) switchTo(name);
});

document.addEventListener("kiosk:show", ({ detail }) => {
  const { state, data } = typeof detail === "string" ? { state: detail } : detail;
  if (section(state)) (ENDS.has(state) ? finish : go)(state, data);
});
document.addEventListener("kiosk:home", wipe);

// Nothing typed outlives the page: neither Back nor a restored page may show it.
window.addEventListener("pagehide", wipe);
window.addEventListener("pageshow", (event) => event.persisted && wipe());
history.replaceState({ depth: 0 }, "");
document.body.dataset.state = shown;
