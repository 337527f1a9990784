// Last screens of a guest whom nobody could answer. They come with the outbox, so the document does not grow by them.

import { given } from "../rating/vote.js";
import { after, on, registerState, section, setting, wipe } from "../states.js";

const element = (tag, className, textContent = "") => Object.assign(document.createElement(tag), { className, textContent });

// `said` gives title and lead in the language on the glass, `beside` the words beside number and code.
export function addEnd(name, symbol, said, beside = () => null) {
  const thanks = section("question-done"); // looks the same
  const place = thanks.cloneNode(true);
  place.dataset.state = name;
  const drawing = place.querySelector(".tick use");
  drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, `#i-${symbol}`));
  for (const line of place.querySelectorAll(".thanks-in p")) line.remove();
  const ticket = element("div", "ticket alone");
  place.querySelector(".thanks-in").append(element("p", "lead"), ticket);
  thanks.after(place);
  let shown = null; // what the tablet gave this guest
  const tell = () => {
    place.querySelector("h1").textContent = said().title;
    place.querySelector(".lead").textContent = said().lead;
    place.querySelector(".k-bottom").replaceChildren(thanks.querySelector(".k-bottom .btn").cloneNode(true));
    ticket.hidden = !shown || !beside();
    ticket.replaceChildren(...(ticket.hidden ? [] : parts(shown, beside())));
  };
  tell();
  on("language", tell);
  on("wipe", () => { shown = null; tell(); });
  registerState(name, {
    enter(given) {
      shown = given ?? shown;
      tell();
      after(setting("doneSeconds"), wipe);
    },
  });
}

// The thanks say what is true of the vote by now: that the server has it, or that only this tablet does.
export function addStanding(said) {
  const received = section("rate-thanks").querySelector("[data-standing]");
  const stored = received.cloneNode();
  stored.dataset.standing = "stored";
  stored.textContent = said();
  received.after(stored);
  const show = (standing) => {
    for (const line of [received, stored]) line.hidden = line.dataset.standing !== standing;
  };
  document.addEventListener("kiosk:shown", async ({ detail: { state } }) => {
    show(null);
    const sent = state === "rate-thanks" && given()?.sent;
    if (!sent) return;
    const { status, end } = await sent;
    if (given()?.sent === sent) show(status === 200 ? "received" : end);
  });
  on("language", () => { stored.textContent = said(); });
}

function parts({ number, code }, words) {
  const taken = [element("div", "t-num"), element("div", "t-code")];
  taken[0].append(element("h2", "", words.number), element("p", "big tnum", number), element("p", "", words.say));
  taken[1].append(element("h2", "", words.code));
  if (code) taken[1].append(element("p", "code", code));
  taken[1].append(element("p", "", code ? words.keep : words.none));
  return taken;
}
