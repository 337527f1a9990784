// ✓ or ✗ on siaga, for staff; from 450 items on how full it is, and in red what has lain here for two weeks. Held for two
// seconds it opens Daftar kirim: a guest who touches it sees nothing.

import { after, on, section } from "../states.js";

const HOLD_SECONDS = 2;

// `open(words, lacks)` shows the list.
export function addMark(words, open) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn tool ready-mark", title: words.hint, lang: "id" });
  const drawing = section("idle").querySelector(".k-bottom .icon").cloneNode(true);
  const word = document.createElement("span");
  button.append(drawing, " ", word);
  let letGo = () => {};
  let lacking = [];
  const begin = () => { letGo(); letGo = after(HOLD_SECONDS, () => open(words, lacking)); };
  button.addEventListener("pointerdown", begin);
  button.addEventListener("keydown", ({ key, repeat }) => { if (!repeat && (key === "Enter" || key === " ")) begin(); });
  for (const end of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) button.addEventListener(end, () => letGo());
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // what a long touch opens
  on("readiness", (lacks) => {
    const isOld = lacks.includes("old");
    const isReady = !isOld && !lacks.some((name) => words.vital.includes(name));
    lacking = lacks;
    button.dataset.ready = isReady;
    const unready = (isOld && words.old) || (lacks.includes("room") && words.crowded) || words.unready; // an older answer holds no such words
    word.textContent = isReady ? words.ready : unready;
    const use = drawing.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${isReady ? "check" : "x"}`));
    section("idle").querySelector(".k-bottom").prepend(button);
  });
}
