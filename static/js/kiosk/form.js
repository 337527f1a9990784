// A form as a guest meets it: an error beside its field, a button that is busy, values as the server reads them.

export function say(place, words) {
  const line = place.querySelector("[data-error]");
  line.hidden = !words;
  line.querySelector("span").textContent = words ?? "";
}

export function clearErrors(form) {
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const line of form.querySelectorAll(".error.beside")) line.remove();
}

// Puts the sentence beside its field and the focus into it; false when the field is not in this place.
export function showError(place, name, words) {
  const field = place.querySelector(`[name="${name}"]`);
  if (!field) return false;
  const line = Object.assign(document.createElement("p"), { className: "error beside", id: `${field.id}-error`, textContent: words });
  const group = field.closest(".control, .tap-group");
  const alone = field.closest("label"); // a box to tick that stands by itself
  if (group || !alone) (group ?? place).append(line);
  else alone.after(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", line.id);
  field.focus();
  line.scrollIntoView({ block: "nearest" }); // the focus brings only the field onto the glass
  return true;
}

// Somebody typed a NIK: the answer says so, and they are told that it was not kept.
export function tellRemovedNumber(data) {
  if (data.removed_number) document.querySelector("#removed-number").showModal();
}

export function values(form) {
  const told = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrf_token" || value === "") continue;
    if (name in told) told[name] = [told[name], value].flat();
    else told[name] = value;
  }
  return told;
}

// One press is one request: a second one finds the button busy.
export async function whileBusy(button, act) {
  if (button.getAttribute("aria-busy") === "true") return;
  const word = button.querySelector("span");
  const { lang } = document.documentElement;
  const label = word.textContent;
  const left = new Promise((resume) => { document.addEventListener("kiosk:wipe", resume, { once: true }); });
  button.setAttribute("aria-busy", "true");
  word.textContent = button.dataset.busyLabel ?? label;
  try {
    await Promise.race([act(), left]);
  } finally {
    button.removeAttribute("aria-busy");
    if (lang === document.documentElement.lang) word.textContent = label; // else it is new already
  }
}
