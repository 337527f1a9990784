// Last screens of a guest whom nobody could answer. They come with the outbox, so the document does not grow by them.

import { after, on, registerState, section, setting, wipe } from "../states.js";

// `said` gives title and lead in the language on the glass.
export function addEnd(name, symbol, said) {
  const thanks = section("question-done"); // looks the same
  const place = thanks.cloneNode(true);
  place.dataset.state = name;
  const drawing = place.querySelector(".tick use");
  drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, `#i-${symbol}`));
  for (const line of place.querySelectorAll(".thanks-in p")) line.remove();
  place.querySelector(".thanks-in").append(Object.assign(document.createElement("p"), { className: "lead" }));
  thanks.after(place);
  const tell = () => {
    place.querySelector("h1").textContent = said().title;
    place.querySelector(".lead").textContent = said().lead;
    place.querySelector(".k-bottom").replaceChildren(thanks.querySelector(".k-bottom .btn").cloneNode(true));
  };
  tell();
  on("language", tell);
  registerState(name, { enter: () => after(setting("doneSeconds"), wipe) });
}
