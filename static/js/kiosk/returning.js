// Pernah ke sini: a full phone number or the code kept from last time; never a list of people.

import { say, whileBusy } from "./form.js";
import { recognise } from "./guestbook.js";
import "./keypad.js";
import { post } from "./post.js";
import { back, on, registerState, section, whileHere } from "./states.js";

const place = section("returning");
const form = place.querySelector("form");
const card = place.querySelector("[data-found]");
const field = form.elements.typed;
let found = null;

const [digits, letters] = place.querySelectorAll("[data-keypad]");
const codeButton = place.querySelector("[data-action='use-code']");

// The keys of a code are drawn once, where a guest rates.
const copyKeys = () => letters.replaceChildren(...document.querySelector("[data-rating='keys']").cloneNode(true).children);
copyKeys();
on("language", copyKeys);

// What is found takes the keys' place; the keys of the code take those of the number.
function showKeys(isCode) {
  codeButton.setAttribute("aria-pressed", String(isCode));
  digits.hidden = isCode || Boolean(found);
  letters.hidden = !isCode || Boolean(found);
  card.hidden = !found;
  findButton.hidden = Boolean(found);
}

const findButton = form.querySelector(".k-bottom .primary");
const isCode = () => codeButton.getAttribute("aria-pressed") === "true";

function forget() {
  found = null;
  showKeys(false);
  card.querySelector(".masked").textContent = "";
  field.value = "";
  say(place, "");
}

async function look() {
  const words = place.querySelector("[data-error]").dataset;
  say(place, "");
  const { status, data } = await whileHere(post("/kiosk/api/tamu-lama", { typed: field.value }));
  found = data.guest ?? null;
  showKeys(isCode());
  if (found) {
    card.querySelector(".masked").textContent = [found.name, found.phone].filter(Boolean).join(", ");
    card.querySelector("button").focus();
  } else {
    say(place, data.error ?? (status === 200 ? words.unknown : words.offline));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(findButton, look);
});
on("action:is-me", () => found && recognise(found, true));
on("action:changed", () => found && recognise(found, false));
on("action:not-me", back);
on("action:use-code", () => {
  found = null;
  field.value = "";
  say(place, "");
  showKeys(!isCode());
});
on("wipe", forget);
registerState("returning", { leave: forget });
