// The seconds a rotating QR has left, and the ring beside them. A page without this shows the value of its opening.

const CIRCLE = 100.5;

function show(row, left) {
  const total = Number(row.dataset.total);
  row.querySelector("[data-left]").textContent = String(left);
  row.querySelector("circle.left")?.setAttribute("stroke-dasharray", `${(CIRCLE * left) / total} ${CIRCLE}`);
  row.closest(".live")?.classList.toggle("expired", left === 0);
}

function start(row) {
  const ends = Date.now() + Number(row.dataset.countdown) * 1000;
  row.dataset.started = "true";
  const timer = setInterval(() => {
    if (!row.isConnected) return clearInterval(timer);
    show(row, Math.max(0, Math.ceil((ends - Date.now()) / 1000)));
  }, 1000);
}

function startAll() {
  document.querySelectorAll("[data-countdown]:not([data-started])").forEach(start);
}

document.addEventListener("htmx:afterSettle", startAll);
startAll();
