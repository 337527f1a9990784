// Waits for the admin: as soon as the standing changes, the page is read anew.

import { get, reload } from "./post.js";

const path = document.querySelector("[data-standing]").dataset.standing;

async function ask() {
  const { status, data } = await get(path);
  if (status === 200 && data.standing !== "waiting") await reload();
  setTimeout(ask, 3000);
}

setTimeout(ask, 3000);
