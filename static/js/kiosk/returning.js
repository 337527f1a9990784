// Pernah ke sini: a full phone number or the code kept from last time; never a list of people.

import { say, whileBusy } from "./form.js";
import { recognise } from "./guestbook.js";
import { post } from "./post.js";
import { back, on, registerState, section } from "./states.js";

const place = section("returning");
const form = place.querySelector("form");
const card = place.querySelector("[data-found]");
const field = form.elements.typed;
let found = null;

function forget() {
  found = null;
  card.hidden = true;
  card.querySelector(".masked").textContent = "";
  field.value = "";
  say(place, "");
}

async function look() {
  const words = place.querySelector("[data-error]").dataset;
  say(place, "");
  card.hidden = true;
  const { status, data } = await post("/kiosk/api/tamu-lama", { typed: field.value });
  found = data.guest ?? null;
  if (found) {
    card.hidden = false;
    card.querySelector(".masked").textContent = [found.name, found.phone].filter(Boolean).join(", ");
    card.querySelector("button").focus();
  } else {
    say(place, data.error ?? (status === 200 ? words.unknown : words.offline));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector(".k-bottom .primary"), look);
});
on("action:is-me", () => found && recognise(found));
on("action:not-me", back);
on("wipe", forget);
registerState("returning", { leave: forget });
