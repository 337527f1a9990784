// The last screen of a guest whom nobody could answer. It comes with the outbox, so the document does not grow by it.

import { after, registerState, section, setting, wipe } from "../states.js";

export function addStoredState({ title, lead }) {
  const thanks = section("question-done"); // looks the same
  const place = thanks.cloneNode(true);
  place.dataset.state = "stored";
  place.querySelector("h1").textContent = title;
  for (const line of place.querySelectorAll(".thanks-in p")) line.remove();
  place.querySelector(".thanks-in").append(Object.assign(document.createElement("p"), { className: "lead", textContent: lead }));
  thanks.after(place);
  registerState("stored", { enter: () => after(setting("doneSeconds"), wipe) });
}
