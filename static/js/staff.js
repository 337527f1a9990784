// What the staff pages do beyond HTML. Every page works without it.

const metaContent = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// ---- htmx: the token on every request, the focus after every swap ----

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = metaContent("csrf-token");
});

// What keeps a form back: a summary of it, else the control its sentence belongs to, else the sentence itself.
function firstFault(scope) {
  const fault = scope.querySelector(".error-summary, .error, [aria-invalid='true'], .fault, .flash.bad");
  if (!fault?.matches(".error")) return fault;
  return (fault.id && scope.querySelector(`[aria-describedby~="${CSS.escape(fault.id)}"]`)) || fault;
}

function focusOn(spot) {
  for (let box = spot.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  const control = spot.matches("fieldset") ? spot.querySelector("input:checked") ?? spot.querySelector("input") : spot;
  if (control.tabIndex < 0) control.tabIndex = -1;
  control.focus();
}

function focusAfterSwap(target) {
  const spot = firstFault(target) ?? target.querySelector("h1[tabindex='-1']");
  if (spot) focusOn(spot);
}

document.addEventListener("htmx:afterSettle", (event) => {
  const asker = event.detail.requestConfig?.elt;
  const arrived = event.target;
  // A poll, or a search while typing, must not take the focus away from where someone is working.
  if (!asker?.matches("form, button, a") || arrived.contains(document.activeElement)) return;
  focusAfterSwap(arrived);
});

const arrivedWith = firstFault(document);
if (arrivedWith) focusOn(arrivedWith);

// ---- what is missing is said by the server, beside the field and in Indonesian, not by the browser in its own language ----

document.addEventListener("click", (event) => {
  const form = event.target.closest("button")?.form;
  if (form?.method === "post") form.noValidate = true;
}, true);

// ---- busy: one press is one request ----

function setBusy(form, button) {
  form.dataset.busy = "true";
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  const word = button.querySelector("span") ?? button;
  if (button.dataset.busyLabel) {
    button.dataset.label = word.textContent;
    word.textContent = button.dataset.busyLabel;
  }
}

function clearBusy(form) {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll("[aria-busy='true']")) {
    button.removeAttribute("aria-busy");
    if (button.dataset.label === undefined) continue;
    (button.querySelector("span") ?? button).textContent = button.dataset.label;
    delete button.dataset.label;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.method === "get") return;
  if (form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  setBusy(form, event.submitter);
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) clearBusy(form);
});

// A page that comes back from the browser's memory, and a file that was only downloaded, are not busy any more.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(clearBusy));
document.querySelectorAll("form[data-download]").forEach((form) => {
  form.addEventListener("submit", () => setTimeout(() => clearBusy(form), 2000));
});

// ---- copy, with the text selected where the clipboard is missing (plain HTTP) ----

function selectText(element) {
  if ("select" in element) {
    element.focus();
    element.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

function say(button, words) {
  const word = button.querySelector("span") ?? button;
  const before = button.dataset.before ?? word.textContent;
  button.dataset.before = before;
  word.textContent = words;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { word.textContent = before; }, 2500);
}

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  const text = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(button, button.dataset.copied);
  } catch {
    selectText(source);
    // The old command still copies where the modern one is withheld.
    say(button, document.execCommand("copy") ? button.dataset.copied : button.dataset.select);
  }
}

// ---- one listener for presses ----

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-dialog], [data-close], [data-print]");
  if (!button) return;
  if ("copy" in button.dataset) copy(button);
  if ("print" in button.dataset) window.print();
  if ("close" in button.dataset) button.closest("dialog")?.close();
  const dialog = "dialog" in button.dataset ? document.getElementById(button.dataset.dialog) : null;
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
});

// Pressing the ground beside a dialog closes it, Escape does so by itself.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) event.target.close();
});

// ---- filters send themselves, "/" finds the search box, open menus close ----

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && !event.target.matches("[type='search'], [type='text']")) form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.ph-menu[open], details.me[open]").forEach((menu) => { menu.open = false; });
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = [...document.querySelectorAll("[data-search]")].find((box) => box.offsetParent);
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// ---- what was typed into a search box before the scripts were there is looked for as well ----

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-search][hx-get]")) {
    if (box.value !== box.defaultValue) htmx.trigger(box, "search");
  }
});
