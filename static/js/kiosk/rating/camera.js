// The way to the camera: a button where there is one and the origin is secure. All the rest is loaded on the tap.

import { whileBusy } from "../form.js";
import { current, registerState, whileHere } from "../states.js";
import { showOffline } from "./code.js";
import { part } from "./part.js";

const button = part("camera");

async function offer() {
  const found = (await navigator.mediaDevices?.enumerateDevices?.()) ?? []; // no such thing on plain HTTP
  button.hidden = !found.some((device) => device.kind === "videoinput");
}

const open = async () => (await whileHere(import("../camera/camera.js"))).openCamera();

button.addEventListener("click", () => whileBusy(button, () => open().catch(() => current() === "rate-code" && showOffline())));
registerState("rate-code", { enter: offer });
