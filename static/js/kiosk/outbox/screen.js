// Last screens of a guest whom nobody could answer. They come with the outbox, so the document does not grow by them.

import { after, registerState, section, setting, wipe } from "../states.js";

export function addEnd(name, symbol, { title, lead }) {
  const thanks = section("question-done"); // looks the same
  const place = thanks.cloneNode(true);
  place.dataset.state = name;
  const drawing = place.querySelector(".tick use");
  drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, `#i-${symbol}`));
  place.querySelector("h1").textContent = title;
  for (const line of place.querySelectorAll(".thanks-in p")) line.remove();
  place.querySelector(".thanks-in").append(Object.assign(document.createElement("p"), { className: "lead", textContent: lead }));
  thanks.after(place);
  registerState(name, { enter: () => after(setting("doneSeconds"), wipe) });
}
