// What a hand could do to the page besides using it: leave it, open another, or leave it enlarged for the next guest. What
// the browser keeps to itself is for its kiosk mode.

const refuse = (event) => event.preventDefault();
const EDITING = /^([acvxyz]|arrow.*|home|end|backspace|delete|insert)$/; // with Ctrl, in a field
const isInspector = ({ key, shiftKey }) => shiftKey && /^[ac]$/i.test(key); // and the search of tabs

// A file or a picture dropped on the page would be opened in its place; a long touch would open a menu.
for (const sign of ["contextmenu", "dragstart", "dragover", "drop", "auxclick"]) document.addEventListener(sign, refuse);

// The second of two quick taps would press what the first one brought under the finger.
document.addEventListener("click", (event) => {
  if (event.detail < 2 || !event.target.closest(".k-bottom .btn, .choice, [data-open]")) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener("click", (event) => {
  if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a")) event.preventDefault(); // a tab of its own
}, { capture: true });

document.addEventListener("keydown", (event) => {
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && (isInspector(event) || !EDITING.test(event.key.toLowerCase()));
  if (isCommand || (/^F\d+$/.test(event.key) && event.key !== "F5")) event.preventDefault();
}, { capture: true });

document.addEventListener("wheel", (event) => {
  if (event.ctrlKey) event.preventDefault();
}, { passive: false });
