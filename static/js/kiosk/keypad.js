// The kiosk's own keys, so that the tablet's keyboard stays closed and the field in view.

// The keys of a code are drawn here: twenty alike need no room in the document.
const codes = document.querySelector("[data-alphabet]");
codes.prepend(...Array.from(codes.dataset.alphabet, (key) => {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: key });
  button.dataset.key = key;
  return button;
}));

for (const pad of document.querySelectorAll("[data-keypad]")) {
  const field = document.getElementById(pad.dataset.keypad);
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    if (key === "clear") field.value = "";
    else if (key === "back") field.value = field.value.slice(0, -1);
    else if (field.value.length < field.maxLength) field.value += key;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
