// The guest book: service, name, about, contact, check, Simpan.

import { deliver } from "./delivery.js";
import { clearErrors, say, showError, tellRemovedNumber, values, whileBusy } from "./form.js";
import { get, post } from "./post.js";
import { back, current, emit, finish, go, on, registerState, section, whileHere, wipe } from "./states.js";
import { uuid7 } from "./uuid7.js";

const form = document.querySelector("#guest");
const field = (name) => form.elements[name];
// One answer alone is no list of radios, and has its value also when nobody chose it.
const offered = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
const chosen = (name) => offered(name).find((one) => one.checked)?.value;
const choose = (name, value) => { for (const one of offered(name)) one.checked = one.value === value; };
const STEPS = ["service", "name", "about", "contact", "check"];
const FIELD_STATE = { service: "service", name: "name", phone: "contact", email: "contact", more: "more" };
const PARTY = ["party_size", "party_male", "party_female"];
const CHECKED = { about: PARTY, contact: ["phone", "email"] }; // by the server, before the next step
const MINOR_AGE = "under_17";

let id = uuid7();
let known = null; // the returning guest, masked, with the token that stands for them
let isEditing = false; // Ubah on the check page: the next step is the check page again
let names = null;

// ---- from step to step ----

const isMinor = () => field("minor").checked || chosen("age_group") === MINOR_AGE;
const complaints = section("service").dataset.complaints.trim().split(/\s+/);

function nextOf(step) {
  if (step === "service" && complaints.includes(chosen("service"))) return "complaint";
  if (isEditing) return "check";
  if (step === "about" && isMinor()) return "check"; // no phone number from a child
  return STEPS[STEPS.indexOf(step) + 1];
}

function isNameFine() {
  if (field("returning").value || isMinor() || field("name").value.trim().length >= 2) return true;
  showError(section("name"), "name", section("name").dataset.short);
  return false;
}

// A number nobody ticked anything for is not kept: better to ask than to drop it.
function isContactForSomething() {
  if (!CHECKED.contact.some((name) => field(name).value.trim()) || form.querySelector("[name=consent]:checked")) return true;
  showError(section("contact"), field("phone").value.trim() ? "phone" : "email", section("contact").dataset.untold);
  return false;
}

// Without an answer the guest goes on: Simpan asks again.
async function isFitForTheBook(step) {
  const body = Object.fromEntries((CHECKED[step] ?? []).map((name) => [name, field(name).value]).filter(([, value]) => value));
  if (Object.keys(body).length === 0) return true;
  const { status, data } = await whileHere(post("/kiosk/api/periksa", body));
  return !(status === 422 && current() === step && showError(section(step), data.field, data.error));
}

async function next() {
  const step = current();
  clearErrors(form);
  if (step === "name" && !isNameFine()) return;
  if (step === "contact" && !isContactForSomething()) return;
  if (await isFitForTheBook(step) && current() === step) go(nextOf(step));
}

function skip() {
  for (const input of section(current()).querySelectorAll("input")) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = false;
    else input.value = "";
  }
  next();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (current() === "check") whileBusy(saveButton, save);
  else whileBusy(section(current()).querySelector(".k-bottom .primary") ?? saveButton, next);
});
on("action:skip", skip);

// A tap on a card goes on; arrow keys only move, and Enter goes on.
form.addEventListener("click", (event) => {
  if (event.target.name === "service" && event.detail > 0) next();
});

for (const step of STEPS) registerState(step, { enter: () => enter(step) });

function enter(step) {
  if (step === "check") {
    isEditing = true;
    if (!isForData()) for (const radio of form.querySelectorAll("[name=purpose]")) radio.checked = false;
    tell();
  }
  if (step === "about") {
    suggest();
    askParty();
  }
}

// Further services: the same cards, to tick.
function offerMore() {
  const place = section("more").querySelector("[data-others]");
  if (place.children.length) return;
  for (const card of section("service").querySelectorAll(".choice")) {
    const { value, className } = card.querySelector("input");
    if (complaints.includes(value)) continue;
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "more", value, className: `mark-in ${className}`, autocomplete: "off" });
    const label = Object.assign(document.createElement("label"), { className: "tap" });
    label.append(box, document.createElement("span"));
    place.append(label);
  }
  nameMore();
}

function nameMore() {
  for (const box of form.querySelectorAll("[name=more]")) {
    const card = section("service").querySelector(`[value="${box.value}"]`).closest(".choice").querySelector("b");
    Object.assign(box.nextElementSibling, { textContent: card.textContent, lang: card.lang });
  }
}

registerState("more", { enter: offerMore });

// ---- presets, suggestions, under 17 ----

form.addEventListener("change", (event) => {
  if (event.target.name === "occupation" && event.target.value === "student") preset();
  if (event.target.name === "minor" || event.target.name === "age_group") tellAge(event.target.name);
});

// Nobody else is asked what data are for.
const isForData = () => form.querySelector(".seeks:checked");

function preset() {
  for (const [name, code] of [["agency_category", "research_education"], ...(isForData() ? [["purpose", "study"]] : [])]) {
    if (!field(name)?.value) field(name).value = code;
  }
}

function tellAge(changed) {
  if (changed === "age_group") field("minor").checked = chosen("age_group") === MINOR_AGE;
  else if (field("minor").checked) choose("age_group", MINOR_AGE);
  else if (chosen("age_group") === MINOR_AGE) choose("age_group", null);
  if (isMinor()) for (const name of CHECKED.contact) field(name).value = "";
  clearErrors(form);
}

// Men and women are asked of a group only.
const isGroup = () => field("party_size").value > 1;

function askParty() {
  for (const input of PARTY.slice(1).map(field)) {
    if (!isGroup()) input.value = "";
    input.closest(".field").hidden = !isGroup();
  }
}

field("party_size").addEventListener("input", askParty);

async function suggest() {
  names ??= (await get("/kiosk/api/instansi")).data.names ?? [];
}

field("agency").addEventListener("input", () => {
  const typed = field("agency").value.trim().toLowerCase();
  const place = form.querySelector("[data-suggestions]");
  const found = typed.length < 2 ? [] : (names ?? []).filter((name) => name.toLowerCase().includes(typed)).slice(0, 4);
  place.hidden = found.length === 0;
  place.replaceChildren(...found.map((name) => Object.assign(document.createElement("button"), { type: "button", className: "tap", textContent: name })));
});

form.querySelector("[data-suggestions]").addEventListener("click", (event) => {
  if (!event.target.matches("button")) return;
  field("agency").value = event.target.textContent;
  event.currentTarget.hidden = true;
});

// ---- the returning guest ----

// With nothing to change the entry is saved at once: five taps.
export function recognise(guest, isUnchanged) {
  known = guest;
  field("returning").value = guest.token;
  field("name").value = "";
  isEditing = true;
  go("check");
  if (isUnchanged) whileBusy(saveButton, save);
}

// Whoever types a name after all is a new guest.
field("name").addEventListener("input", () => {
  known = null;
  field("returning").value = "";
});

// ---- the check page ----

function labels(names_) {
  const checked = names_.flatMap((name) => [...form.querySelectorAll(`[name="${name}"]:checked`)]);
  return checked.filter((input) => input.value).map((input) => (input.closest(".choice")?.querySelector("b") ?? input.closest("label").querySelector("span")).textContent.trim());
}

function told(name) {
  if (name === "name") return known ? [known.name, known.phone].filter(Boolean) : [field("name").value.trim(), ...labels(["minor"])].filter(Boolean);
  if (name === "about") return [...labels(["age_group", "sex", "occupation", "education", "agency_category", "purpose", "salutation"]), field("agency").value.trim()].filter(Boolean);
  if (name === "contact") return known ? [known.phone].filter(Boolean) : [field("phone").value.trim(), field("email").value.trim()].filter(Boolean);
  if (name === "party") return isGroup() ? PARTY.filter((one) => field(one).value.trim()).map(counted) : [];
  return labels([name]);
}

function counted(name) {
  const number = field(name).value.trim();
  return name === PARTY[0] ? number : `${field(name).closest(".field").querySelector("label").textContent.trim()} ${number}`;
}

function tell() {
  for (const cell of section("check").querySelectorAll("[data-told]")) {
    const words = told(cell.dataset.told);
    const nothing = known && cell.dataset.known ? cell.dataset.known : cell.dataset.empty;
    cell.textContent = words.length ? words.join(" · ") : nothing;
    cell.classList.toggle("none", words.length === 0);
  }
  const rowOf = (name) => section("check").querySelector(`[data-told='${name}']`).parentElement;
  rowOf("contact").hidden = isMinor(); // a child is asked for none
  rowOf("party").hidden = !isGroup();
}

// ---- Simpan ----

const saveButton = section("check").querySelector("[data-action='save']");

async function save() {
  clearErrors(form);
  const place = section("check");
  const mine = id;
  say(place, "");
  const { retry } = place.querySelector("[data-error]").dataset;
  const body = { ...values(form), id, language: document.documentElement.lang, written_at: Date.now() };
  const answer = await whileHere(deliver("visit", "/kiosk/api/kunjungan", body, { onWait: () => mine === id && say(place, retry) }));
  if (answer.end) return end(answer.end, answer.shown);
  if (answer.status === 200) return saved(answer.data);
  refuse(place, answer);
}

function end(state, data) {
  emit("ending"); // while it is still there
  forget();
  finish(state, data);
  emit("ended", data);
}

function saved(data) {
  end("done", data);
  tellRemovedNumber(data);
}

function refuse(place, { status, data }) {
  const step = FIELD_STATE[data.field] ?? "about";
  if (status === 422 && data.field && section(step).querySelector(`[name="${data.field}"]`)) {
    go(step);
    if (showError(section(step), data.field, data.error)) return;
  }
  if (status === 409) id = uuid7(); // this id already stands for another entry
  say(place, `${data.error ?? ""} ${place.querySelector("[data-error]").dataset.kept}`);
}

function forget() {
  form.reset();
  known = null;
  isEditing = false;
  field("returning").value = "";
  id = uuid7();
  clearErrors(form);
  for (const cell of section("check").querySelectorAll("[data-told]")) cell.textContent = "";
  form.querySelector("[data-suggestions]").replaceChildren();
}

on("language", () => {
  clearErrors(form);
  nameMore();
  if (current() === "check") tell();
});
on("wipe", forget);
on("action:back", back);
on("action:cancel", wipe);
