// Catat: saya ditanya ini without signal: the form, and what waits on this phone.

import { uuid7 } from "../kiosk/uuid7.js";
import { details } from "./keep.js";
import { dropNote, keepNote, PATIENCE, sendNotes, waitingNotes } from "./notes.js";
import { part } from "./parts.js";

// Sends what waits where the server answers and its owner is signed in; true when something arrived.
export async function deliver() {
  if (!navigator.onLine || !(await waitingNotes()).length) return false;
  const answer = await fetch("/catat", { headers: { "X-Poll": "1" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const owner = page.querySelector('meta[name="phone-library"]')?.content;
  if (!owner) return false;
  return (await sendNotes(owner, page.querySelector('meta[name="csrf-token"]').content)) > 0;
}

// The list of what waits, in its place on the page.
async function showWaiting(place) {
  const notes = await waitingNotes();
  const list = part("waiting", { lines: notes.map((one) => part("waiting-line", {
    need: one.need || true, answered: one.do === "answered", open: one.do !== "answered",
  })) });
  list.querySelectorAll("[data-drop]").forEach((button, at) => {
    button.addEventListener("click", async () => {
      await dropNote(notes[at]);
      await showWaiting(place);
    });
  });
  place.replaceChildren(...(notes.length ? [list] : []));
}

// `isKept`: the form of the server did not get through, and the service worker kept what was typed.
export function noteRoom(occupations, asked, isKept) {
  const room = part("note", {
    occupations: occupations.map(([code, label]) => {
      const choice = part("occupation", { label });
      choice.querySelector("input").value = code;
      return choice;
    }),
  });
  const form = room.querySelector("form");
  const [told, waiting] = [room.querySelector("[role=status]"), room.querySelector("[data-waiting]")];
  const tell = (which) => {
    told.replaceChildren(part(which, {}));
    told.scrollIntoView({ block: "nearest" });
  };
  const save = async (does) => {
    const { owner } = await details();
    const typed = new FormData(form);
    const kept = { visit_id: uuid7(), need: typed.get("need").trim(), occupation: typed.get("occupation") ?? "", do: does };
    await keepNote({ ...kept, written_at: Date.now(), owner });
    form.elements.need.defaultValue = "";
    form.reset();
    tell("note-kept");
    await showWaiting(waiting);
    deliver().then((hasSent) => hasSent && sent()).catch(() => {}); // a slow network keeps nobody from the next question
  };
  const sent = async () => {
    await showWaiting(waiting);
    if (!waiting.childElementCount) tell("note-sent");
  };
  waiting.addEventListener("sent", sent); // with the signal that came back while the room was open
  let saving = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saving ??= save(event.submitter.value).catch(() => tell("note-failed")).finally(() => { saving = null; });
  });
  form.elements.need.defaultValue = asked;
  if (isKept) tell("note-kept");
  showWaiting(waiting);
  return room;
}
