// Writing a draft: what was typed is never lost silently. Without scripts the buttons do the same by hand.

const form = document.querySelector("form[data-draft]");
const said = document.querySelector("#tersimpan");
const offer = document.querySelector("#ketikan");
const key = `naskah:${location.pathname}`;
const NOT_KEPT = new Set(["csrf_token", "stand", "image", "do"]);
let typed = 0; // presses of keys so far
let safe = 0; // how many of them the server holds
let flying = 0; // savings on their way
let waiting = null; // the button that was pressed meanwhile
let leaving = false;

const stand = () => form.querySelector("#stand").value;

function fields() {
  return [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(sent = false) {
  try {
    sessionStorage.setItem(key, JSON.stringify({ stand: stand(), fields: fields(), sent }));
  } catch {
    // A browser that keeps nothing still warns before it leaves.
  }
}

const forget = () => sessionStorage.removeItem(key);

// ---- every saving says how it went ----

function isSaving(event) {
  return event.detail.elt === said;
}

function failed(words) {
  said.textContent = words;
  keep();
}

function onStart(event) {
  if (!isSaving(event)) return;
  event.detail.xhr.typed = typed;
  flying += 1;
}

// An expired sign-in would take the page away: the words stay, and say so.
function onAnswer(event) {
  if (event.detail.xhr.status !== 401) return;
  event.preventDefault();
  failed(said.dataset.signedOut);
}

function onEnd(event) {
  if (!isSaving(event)) return;
  flying -= 1;
  const { status, typed: then } = event.detail.xhr;
  if (status === 200) {
    safe = then;
    if (safe === typed) forget();
  } else if (status === 409 || status === 422) {
    keep();
  } else if (status !== 401) {
    failed(status ? said.dataset.refused : said.dataset.failed);
  }
  if (!waiting || flying) return;
  const button = waiting;
  waiting = null;
  delete form.dataset.busy;
  form.requestSubmit(button);
}

// ---- a button waits for the saving that is on its way, or the two would meet as strangers ----

function onSubmit(event) {
  if (flying) {
    event.preventDefault();
    waiting = event.submitter;
    return;
  }
  leaving = true;
  if (event.submitter?.value === "discard") forget();
  else keep(true);
}

function onLeave(event) {
  if (leaving || typed === safe) return;
  keep();
  event.preventDefault();
}

// ---- what was not saved is offered back ----

function put(values) {
  for (const control of form.elements) {
    if (!control.name || NOT_KEPT.has(control.name)) continue;
    const mine = values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = mine.includes(control.value);
    else if (mine.length) [control.value] = mine;
  }
  form.querySelector("#body").dispatchEvent(new Event("input", { bubbles: true }));
}

function offerBack() {
  const copy = kept();
  if (!copy) return;
  const arrived = copy.sent && copy.stand !== stand();
  if (arrived || JSON.stringify(copy.fields) === JSON.stringify(fields())) {
    forget();
    return;
  }
  offer.hidden = false;
  offer.querySelector("[data-take]").addEventListener("click", () => {
    offer.hidden = true;
    put(copy.fields);
  });
  offer.querySelector("[data-drop]").addEventListener("click", () => {
    offer.hidden = true;
    forget();
  });
}

// ---- what was typed before the scripts were there is saved as well ----

function wasTyped(control) {
  if (!control.name || NOT_KEPT.has(control.name)) return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
}

function saveEarlier() {
  [...form.elements].find(wasTyped)?.dispatchEvent(new Event("input", { bubbles: true }));
}

if (form) {
  document.addEventListener("DOMContentLoaded", saveEarlier);
  form.addEventListener("input", () => { typed += 1; });
  form.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:beforeSend", onStart);
  document.addEventListener("htmx:beforeOnLoad", onAnswer);
  document.addEventListener("htmx:afterRequest", onEnd);
  window.addEventListener("beforeunload", onLeave);
  window.addEventListener("pageshow", () => { leaving = false; });
  offerBack();
}
