// Reasons and a comment after the tap, a change of mind while it is allowed, and thanks.

import { isServerSilent, post } from "../post.js";
import { after, finish, go, on, registerState, whileHere, wipe } from "../states.js";
import { part } from "./part.js";
import { deliver, given } from "./vote.js";

const why = part("why");

// The server draws the same way from the same key (ratings/rules/asking.py).
function drawnUnsur(id) {
  const draw = Number.parseInt(id.slice(-8), 16);
  const oneIn = Number(why.dataset.oneIn);
  const asked = [...why.querySelectorAll("[data-unsur]")];
  return draw % oneIn === 0 ? asked[Math.floor(draw / oneIn) % asked.length] : null;
}

export function askWhy() {
  const vote = given();
  const kind = vote.score >= 3 ? "good" : "poor";
  for (const set of why.querySelectorAll("[data-reasons]")) {
    set.hidden = set.dataset.reasons !== kind;
    if (set.hidden) for (const box of set.querySelectorAll("input")) box.checked = false;
  }
  const drawn = drawnUnsur(vote.id);
  for (const question of why.querySelectorAll("[data-unsur]")) question.hidden = question !== drawn;
  go("rate-why");
}

function countDown() {
  const vote = given();
  if (!vote) return;
  const button = part("change");
  const left = Math.ceil((vote.firstAt + Number(why.dataset.changeSeconds) * 1000 - Date.now()) / 1000);
  button.hidden = left <= 0;
  button.querySelector("span").textContent = button.dataset.label.replace("{left}", String(left));
  if (left > 0) after(1, countDown);
}

function chosenWords() {
  const form = new FormData(why);
  const drawn = why.querySelector("[data-unsur]:not([hidden])");
  const value = Number(form.get("unsur_value"));
  return {
    reasons: form.getAll("reasons"),
    comment: String(form.get("comment") ?? ""),
    unsur: drawn && value ? drawn.dataset.unsur : null,
    unsur_value: drawn && value ? value : null,
  };
}

why.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!given()) return;
  const words = chosenWords();
  if (words.reasons.length || words.comment || words.unsur) deliver(words);
  finish("rate-thanks");
});

// BPS's own survey is filled in on the guest's phone: its QR is fetched only while guests are invited.
function showOfficial(place, address) {
  place.querySelector("img")?.remove();
  const image = new Image(160, 160);
  image.alt = "QR";
  image.src = address;
  place.prepend(image);
  place.hidden = false;
}

// The survey is offered where a round asks; the thanks then stay long enough to read it.
async function thank() {
  const seconds = Number(why.dataset.thanksSeconds);
  const end = after(seconds, wipe);
  const [offer, official] = [part("survey"), part("official")];
  offer.hidden = official.hidden = true;
  const visit = given()?.visit;
  if (!visit || isServerSilent()) return;
  const { data } = await whileHere(post("/kiosk/penilaian/survei", { visit }));
  if (!data.address && !data.official) return;
  end();
  after((data.official ? 8 : 3) * seconds, wipe);
  if (data.address) offer.href = data.address;
  offer.hidden = !data.address;
  if (data.official) showOfficial(official, data.official);
}

registerState("rate-why", { enter: countDown });
registerState("rate-thanks", { enter: thank });
part("survey").addEventListener("click", (event) => event.stopPropagation());
part("change").addEventListener("click", () => go("rate-face"));
part("thanks").addEventListener("click", wipe);
on("wipe", () => why.reset());
