// Waits for the admin: as soon as the standing changes, the page is read anew.

const path = document.querySelector("[data-standing]").dataset.standing;

async function ask() {
  try {
    const response = await fetch(path, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (response.ok && (await response.json()).standing !== "waiting") location.reload();
  } catch {
    // no network now: the next try asks again
  }
  setTimeout(ask, 3000);
}

setTimeout(ask, 3000);
