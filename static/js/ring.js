// A guest waits: a tone, the count on the tab and on the app's icon. The slot #ring is renewed by polling.

const SEEN = "ring-seen";
const MUTED = "ring-muted";
const plainTitle = document.title;
const slot = () => document.getElementById("ring");
const silent = document.querySelector("[data-sound-off]");
const isMuted = () => localStorage.getItem(MUTED) === "yes";

// Made at once: a page reached by a link or a form may sound by itself, only a fresh tab waits for a press.
const audio = slot() ? new AudioContext() : null;
const canSound = () => audio?.state === "running";

function note(frequency, start) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const begin = audio.currentTime + start;
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(0.25, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.5);
  tone.connect(volume).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + 0.55);
}

// A guest who rang in this tab does not ring again on the next page; one nobody could hear still has to.
function ring(newest) {
  if (!newest || newest === sessionStorage.getItem(SEEN)) return;
  if (!isMuted() && !canSound()) return;
  if (!isMuted()) {
    note(659, 0);
    note(880, 0.22);
  }
  sessionStorage.setItem(SEEN, newest);
  slot().dataset.heard = newest;
}

function showMute() {
  const button = slot().querySelector("[data-ring-mute]");
  if (!button) return;
  const word = button.querySelector("[data-on]");
  button.setAttribute("aria-pressed", String(isMuted()));
  word.textContent = isMuted() ? word.dataset.off : word.dataset.on;
}

function readSlot() {
  if (!slot()) return;
  const count = Number(slot().dataset.count ?? 0);
  document.title = count ? `(${count}) ${plainTitle}` : plainTitle;
  navigator.setAppBadge?.(count).catch(() => {});
  showMute();
  ring(slot().dataset.ring);
  const isWanted = count > 0 || silent.dataset.soundOff === "always";
  silent.hidden = canSound() || isMuted() || !isWanted;
}

function wake() {
  if (audio && !canSound()) audio.resume();
}

if (audio) {
  audio.addEventListener("statechange", readSlot);
  for (const press of ["pointerdown", "keydown"]) document.addEventListener(press, wake);
}
document.addEventListener("htmx:afterSettle", readSlot);
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-ring-mute]")) return;
  localStorage.setItem(MUTED, isMuted() ? "no" : "yes");
  readSlot();
});
readSlot();
