// The tablet's flow. Every part plugs into states.js; the server has the last word on all of it.

import "./words.js"; // before anything changes what the page says
import { openOutbox } from "./delivery.js";
import { quiet } from "./quiet.js";
import { emit, go, section } from "./states.js";
import "./guestbook.js";
import "./returning.js";
import "./done.js";
import "./reading.js";
import "./idle.js";
import "./health.js";
import "./lock.js";
import "./rating/camera.js";
import "./rating/invitation.js";
import "./rating/scanner.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && section(opener.dataset.open)) {
    event.preventDefault();
    opener.closest("dialog")?.close();
    go(opener.dataset.open);
    return;
  }
  const button = event.target.closest("[data-action]");
  if (button) emit(`action:${button.dataset.action}`, { button });
});

// Not needed before the first tap: what a guest writes, and then the outbox, as large as all the rest.
quiet().then(() => import("./letters.js")).then(() => {
  document.documentElement.dataset.ready = ""; // the tests wait for it
  return openOutbox();
}).then(() => import("./journey.js")).catch(() => null);
