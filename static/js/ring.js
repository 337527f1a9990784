// A guest waits: a tone, the count on the tab and on the app's icon. The slot #ring is renewed by polling.

const SEEN = "ring-seen";
const MUTED = "ring-muted";
const plainTitle = document.title;
let audio = null;

const isMuted = () => localStorage.getItem(MUTED) === "yes";

// Browsers allow sound only after a press on the page.
document.addEventListener("pointerdown", () => {
  audio ??= new AudioContext();
  audio.resume();
}, { once: true });

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

function playTone() {
  if (isMuted() || audio?.state !== "running") return;
  note(659, 0);
  note(880, 0.22);
}

function showMute(slot) {
  const button = slot.querySelector("[data-ring-mute]");
  if (!button) return;
  const word = button.querySelector("[data-on]");
  button.setAttribute("aria-pressed", String(isMuted()));
  word.textContent = isMuted() ? word.dataset.off : word.dataset.on;
}

function readSlot() {
  const slot = document.getElementById("ring");
  if (!slot) return;
  const count = Number(slot.dataset.count ?? 0);
  document.title = count ? `(${count}) ${plainTitle}` : plainTitle;
  navigator.setAppBadge?.(count).catch(() => {});
  showMute(slot);
  const newest = slot.dataset.ring;
  // Kept per tab: a guest who already rang here does not ring again on the next page.
  if (newest && newest !== sessionStorage.getItem(SEEN)) playTone();
  sessionStorage.setItem(SEEN, newest);
}

document.addEventListener("htmx:afterSettle", readSlot);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ring-mute]");
  if (!button) return;
  localStorage.setItem(MUTED, isMuted() ? "no" : "yes");
  showMute(document.getElementById("ring"));
});
readSlot();
