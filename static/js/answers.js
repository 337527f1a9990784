// A question at which somebody stops typing is told to the server, which keeps it when it has no answer.
const PAUSE = 2000;
const PATIENCE = 10_000; // of one request, in milliseconds
const box = document.querySelector("form[role='search'] [data-search][data-asked]");
const told = new Set();
let timer;

function tell() {
  clearTimeout(timer);
  const words = box.value.trim();
  if (words.length < 3 || told.has(words)) return;
  told.add(words);
  const token = document.querySelector("meta[name='csrf-token']").content;
  fetch(box.dataset.asked, {
    method: "POST", keepalive: true, headers: { "X-CSRFToken": token }, body: new URLSearchParams({ q: words }),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => told.delete(words));
}

if (box) {
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  });
  box.form.addEventListener("submit", tell);
  if (box.value) timer = setTimeout(tell, PAUSE);
}
