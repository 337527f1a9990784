// Tinggalkan pertanyaan, and Pengaduan: what a guest writes when nobody is there to tell it to.

import { clearErrors, say, showError, tellRemovedNumber, values, whileBusy } from "./form.js";
import { get, send } from "./post.js";
import { current, finish, on, registerState, section, whileHere } from "./states.js";
import { uuid7 } from "./uuid7.js";

const FIELDS = { phone: "contact", email: "contact" }; // one line on the screen, two in the book
let visit = ""; // the token of the visit just made; the question then belongs to it

function letter(name, path, extra, onDone) {
  const place = section(name);
  const form = place.querySelector("form");
  let id = uuid7();
  on("wipe", () => { id = uuid7(); clearErrors(form); });
  on("language", () => clearErrors(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(form.querySelector(".k-bottom .primary"), async () => {
      clearErrors(form);
      say(place, "");
      const mine = id;
      const body = { ...values(form), ...extra(), id, language: document.documentElement.lang, written_at: Date.now() };
      const goesOn = () => {
        if (mine === id) say(place, place.querySelector("[data-error]").dataset.retry);
        return true;
      };
      const answer = await whileHere(send(path, body, { goesOn }));
      if (answer.status !== 200) {
        if (answer.status === 409) id = uuid7();
        if (!showError(place, FIELDS[answer.data.field] ?? answer.data.field, answer.data.error)) say(place, answer.data.error ?? "");
        return;
      }
      form.reset();
      id = uuid7();
      onDone(section(`${name}-done`), answer.data);
      finish(`${name}-done`);
      tellRemovedNumber(answer.data);
    });
  });
}

letter("question", "/kiosk/api/pertanyaan", () => (visit ? { visit } : {}), (place, data) => {
  place.querySelector("[data-code-line]").hidden = !data.code;
  place.querySelector("[data-code]").textContent = data.code ?? "";
});

letter("complaint", "/kiosk/api/pengaduan", () => ({}), (place, data) => {
  place.querySelector("[data-code]").textContent = data.code;
  place.querySelector("[data-first]").textContent = data.first;
  place.querySelector("[data-due]").textContent = data.due;
  place.querySelector(".qr").src = `/kiosk/qr/pengaduan/${data.code}`;
  place.querySelector(".unread")?.remove();
  if (data.unread) {
    place.querySelector(".thanks-in").append(Object.assign(document.createElement("p"), { className: "lead unread", textContent: data.unread }));
  }
});

// Whom it is about: asked for only here. Without an answer the question does not appear; it need not be answered.
async function offerConcerned(place) {
  const { lang } = document.documentElement;
  if (place.querySelector("fieldset")?.lang === lang) return;
  const { data } = await get("/kiosk/api/pengaduan/tentang");
  if (!data.choices || lang !== document.documentElement.lang) return;
  const chosen = place.querySelector("[name=about]:checked")?.value;
  place.querySelector("fieldset")?.remove();
  const group = Object.assign(document.createElement("fieldset"), { className: "tap-group", lang });
  const options = Object.assign(document.createElement("div"), { className: "tap-options" });
  group.append(Object.assign(document.createElement("legend"), { textContent: data.question }), options);
  for (const [value, name] of data.choices) {
    const button = Object.assign(document.createElement("input"), { type: "radio", name: "about", value, className: "mark-in", checked: chosen === String(value) });
    const label = Object.assign(document.createElement("label"), { className: "tap" });
    label.append(button, Object.assign(document.createElement("span"), { textContent: name }));
    options.append(label);
  }
  place.querySelector("#c-name").closest(".field").before(group);
}

registerState("complaint", { enter: (_data, place) => { offerConcerned(place); } });
on("language", () => current() === "complaint" && offerConcerned(section("complaint")));
registerState("question", {
  enter(_data, place) { place.querySelector("[data-new-guest]").hidden = Boolean(visit); },
});
on("registered", (token) => { visit = token; });
on("wipe", () => {
  visit = "";
  for (const cell of document.querySelectorAll("[data-code], [data-first], [data-due]")) cell.textContent = "";
  section("complaint-done").querySelector(".qr").removeAttribute("src");
});
