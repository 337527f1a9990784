// Huruf besar and Dengarkan: chosen with one tap, on until the guest leaves.

import { emit, on, section, whileHere } from "./states.js";

const buttons = (action) => document.querySelectorAll(`[data-action="${action}"]`);

// The idle screen offers both too: whoever cannot read needs them first of all.
const tools = ["large-text", "read-aloud"].map((action) => buttons(action)[0].cloneNode(true));
const help = section("idle").querySelector("[data-action='help']");
help.classList.remove("push");
tools[0].classList.add("push");
help.before(...tools);
on("language", () => {
  for (const tool of tools) tool.replaceChildren(...buttons(tool.dataset.action)[0].cloneNode(true).childNodes);
});

export function press(action, isOn) {
  for (const button of buttons(action)) button.setAttribute("aria-pressed", String(isOn));
}

on("action:large-text", () => {
  const isLarge = document.documentElement.dataset.text !== "large";
  if (isLarge) document.documentElement.dataset.text = "large";
  else delete document.documentElement.dataset.text;
  press("large-text", isLarge);
});

// The clips and what plays them come when somebody asks for them.
on("action:read-aloud", async ({ button }) => {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  press("read-aloud", isOn);
  const voice = await whileHere(import("./voice.js").catch(() => null));
  if (!isOn) voice?.hush();
  else if (!(await whileHere(voice?.readAloud()))) press("read-aloud", false); // no network: the screen stays as it was
});

on("wipe", () => {
  press("large-text", false);
  press("read-aloud", false);
  emit("hush");
});
