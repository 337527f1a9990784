// Where guests of one service go on after the counter: offered on their last screen, to them only. It comes with the outbox,
// so the first load does not grow by it, and is there while no server answers.

import { LAST, current, on, section } from "../states.js";

const element = (tag, className = "", [textContent, lang] = [""]) => Object.assign(document.createElement(tag), { className, textContent, ...(lang && { lang }) });
const form = document.querySelector("#guest");

// `told` gives the service, the places and the words around them in the language on the glass; or nothing to tell.
export function addWays(told) {
  const place = section("question-done").cloneNode();
  place.dataset.state = "ways";
  section("done").after(place);
  const button = element("button", "btn tool wide");
  button.type = "button";
  button.dataset.open = "ways";
  let isOffered = false;
  const tell = () => {
    const { offer, title, lead, list } = told() ?? { list: [] };
    const drawing = section("idle").querySelector(".k-bottom .icon").cloneNode(true);
    const use = drawing.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#i-link"));
    button.replaceChildren(drawing, " ", element("span", "", [offer]));
    const [head, heading, main, ways, bottom] = [element("div", "q"), element("h1", "", [title]), element("div", "k-main top"), element("ul", "ways"), element("div", "k-bottom")];
    heading.tabIndex = -1;
    head.append(heading, element("p", "help", [lead]));
    ways.append(...list.map(line));
    main.append(head, ways);
    for (const name of ["question", "question-done"]) bottom.append(section(name).querySelector(".k-bottom .btn").cloneNode(true));
    place.replaceChildren(main, bottom);
  };
  const show = () => {
    button.remove();
    if (!isOffered || !LAST.has(current())) return;
    if (current() === "done") section("done").querySelector("aside").append(button);
    else section(current()).querySelector(".k-bottom").prepend(button);
  };
  tell();
  on("ending", () => {
    const { service, list } = told() ?? {};
    isOffered = Boolean(list?.length && form.querySelector(`:is([name=service], [name=more])[value="${service}"]:checked`));
    if (isOffered) tell(); // the office may have said something new
  });
  on("language", () => { tell(); show(); });
  on("wipe", () => { isOffered = false; show(); });
  document.addEventListener("kiosk:shown", show);
}

function line({ name, guidance, address, note }) {
  const item = element("li");
  item.append(element("b", "", name));
  for (const words of [guidance, [address]]) if (words[0]) item.append(element("p", "", words));
  item.append(element("p", "soft small", [note]));
  return item;
}
