// The camera's screen. It is off after 25 s, and as soon as its screen is left: by a code that was read, Kembali, the
// wipe, another page. Pictures go to the reader and nowhere else.

import { inLanguage } from "../post.js";
import { showCode, takeScan } from "../rating/code.js";
import { after, current, go, on, registerState, section } from "../states.js";
import { openReader } from "./reader.js";

const OPEN_SECONDS = 25;
const FRAME_MS = 200; // five pictures a second are plenty, and leave a small tablet time for its screen
const SCREEN_MS = 8000;
const OURS = /\/n\/[\w-]+\/?$/;
const NAME = "rate-scan";
const WANTED = { audio: false, video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 720 } } };
let stream = null;
let turn = 0; // whoever waited for something looks whether it is still their turn

const words = (name) => section(NAME).querySelector("[data-camera]").dataset[name];
const pause = (ms) => new Promise((resume) => { setTimeout(resume, ms); });

// Its words come with it, in the language of the guest who asks for it; the wipe takes it away again.
async function fetchScreen() {
  const response = await fetch(inLanguage("/kiosk/penilaian/kamera"), { redirect: "error", signal: AbortSignal.timeout(SCREEN_MS) });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

// From here on whoever waited for something finds that it is not their turn.
function close() {
  turn += 1;
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  const video = section(NAME)?.querySelector("video");
  if (video) video.srcObject = null;
}

// Back to the keypad, unless somebody has left already.
function giveUp(mine, name) {
  if (mine === turn) showCode(words(name));
}

export async function openCamera() {
  close();
  const mine = turn;
  const isAwaited = () => mine === turn && current() === "rate-code"; // the guest may have left, or chosen another language
  if (!section(NAME)) {
    const screen = await fetchScreen();
    if (!isAwaited()) return undefined;
    document.querySelector("#isi").insertAdjacentHTML("beforeend", screen);
  }
  let opened;
  try {
    opened = await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    return isAwaited() ? giveUp(mine, error.name === "NotAllowedError" ? "denied" : "failed") : undefined;
  }
  if (!isAwaited()) {
    for (const track of opened.getTracks()) track.stop();
    return undefined;
  }
  stream = opened;
  go(NAME);
  return look(mine).catch(() => giveUp(mine, "failed"));
}

async function look(mine) {
  const video = section(NAME).querySelector("video");
  video.srcObject = stream;
  stream.getVideoTracks()[0].addEventListener("ended", () => giveUp(mine, "failed"));
  const [reader] = await Promise.all([openReader(), video.play()]);
  try {
    while (mine === turn) {
      const next = pause(FRAME_MS);
      const texts = await reader.read(video);
      if (mine === turn && texts.length) hear(texts);
      await next;
    }
  } finally {
    reader.close();
  }
}

// Anything that is no address of ours is said here, and the camera goes on: the right QR is a moment away.
function hear(texts) {
  const ours = texts.find((text) => OURS.test(text));
  section(NAME).querySelector("[data-other]").hidden = Boolean(ours);
  if (ours) takeScan(ours);
}

registerState(NAME, {
  enter: () => after(OPEN_SECONDS, () => giveUp(turn, "off")),
  leave: close,
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && current() === NAME) showCode("");
});
on("language", () => {
  close();
  if (current() === NAME) showCode("");
  section(NAME)?.remove(); // its words are of the former language
});
on("wipe", () => {
  close();
  section(NAME)?.remove();
});
