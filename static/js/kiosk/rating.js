// Rating at the tablet: code or scanner, four faces, reasons, thanks. Talks with the flow by events on `document`:
// it asks for a state with kiosk:show, for the idle screen with kiosk:home, and empties itself on kiosk:wipe.

const POLL_MS = 4000;
const RETRY_MS = 5000;
const SCAN_GAP_MS = 50;
const SHORTEST_SCAN = 8;
const VISIT_CODE_LENGTH = 4;
const WELCOMES_INVITATION = new Set(["idle", "done"]);
const WELCOMES_SCANNER = new Set(["idle", "done", "rate-code"]);

const part = (name) => document.querySelector(`[data-rating="${name}"]`);
const field = document.querySelector("#rate-code-input");
const why = part("why");
const shownState = () => document.body.dataset.state ?? "";
const show = (state) => document.dispatchEvent(new CustomEvent("kiosk:show", { detail: state }));
const home = () => document.dispatchEvent(new CustomEvent("kiosk:home"));

let session = null; // the vote this guest is giving
let scannedOfficer = null;
let timers = [];

// ---- keys and letters ----

// A UUIDv7: 48 bits of time, the rest random. Works where crypto.randomUUID does not (plain HTTP).
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// The server draws the same way from the same key (ratings/rules/asking.py).
function drawnUnsur(id) {
  const draw = Number.parseInt(id.slice(-8), 16);
  const oneIn = Number(why.dataset.oneIn);
  const asked = Array.from(why.querySelectorAll("[data-unsur]"));
  return draw % oneIn === 0 ? asked[Math.floor(draw / oneIn) % asked.length] : null;
}

// ---- the wire ----

function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-PSTku": "1" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
}

async function ask(path, body) {
  try {
    const response = await post(path, body);
    const answer = await response.json();
    return response.ok ? answer : { error: answer.error };
  } catch {
    return { error: part("error").dataset.offline };
  }
}

// A vote is sent until the server has it; its id makes every repetition the same vote.
async function deliver(body) {
  try {
    const response = await post("/kiosk/suara", body);
    if (response.status < 500) return;
  } catch {
    // no network now: try again below
  }
  setTimeout(deliver, RETRY_MS, body);
}

// ---- the visit code, and the officer's QR ----

function say(message) {
  const line = part("error");
  line.hidden = !message;
  line.querySelector("span").textContent = message ?? "";
  field.toggleAttribute("aria-invalid", Boolean(message));
}

function noteOfficer(officer) {
  scannedOfficer = officer;
  const help = part("scanned");
  help.textContent = officer ? help.dataset.found.replace("{name}", officer.address) : help.dataset.empty;
}

async function findOfficer(text) {
  const answer = await ask("/kiosk/penilaian/petugas", { text });
  if (shownState() !== "rate-code") show("rate-code");
  field.value = "";
  say(answer.error);
  if (answer.officer) noteOfficer(answer.officer);
  field.focus();
}

async function findVisit(code) {
  const answer = await ask("/kiosk/penilaian/kode", { code });
  if (answer.visit) begin(answer.visit, answer.visit.served_by, null);
  else say(answer.error);
}

async function submitCode() {
  const typed = field.value.trim();
  const isVisitCode = typed.replaceAll(/[^0-9a-z]/gi, "").length <= VISIT_CODE_LENGTH;
  await (isVisitCode ? findVisit(typed) : findOfficer(typed));
}

part("code").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = part("code").querySelector("button[type='submit'], .primary");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await submitCode();
  button.removeAttribute("aria-busy");
});

part("keys").addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (!key) return;
  if (key === "clear") field.value = "";
  else if (key === "back") field.value = field.value.slice(0, -1);
  else field.value += key;
  say("");
});

// A scanner types faster than anybody can, and ends with Enter.
const scan = { text: "", at: 0 };

document.addEventListener("keydown", (event) => {
  if (!WELCOMES_SCANNER.has(shownState())) return;
  const isQuick = event.timeStamp - scan.at < SCAN_GAP_MS;
  scan.at = event.timeStamp;
  if (event.key === "Enter") {
    const text = isQuick ? scan.text : "";
    scan.text = "";
    if (text.length < SHORTEST_SCAN) return;
    event.preventDefault();
    findOfficer(text);
  } else if (event.key.length === 1) {
    scan.text = isQuick ? scan.text + event.key : event.key;
  }
}, true);

// ---- the four faces ----

function drawPhoto(officer) {
  const frame = part("photo");
  if (officer.photo) {
    const image = Object.assign(document.createElement("img"), { src: officer.photo, alt: "" });
    frame.replaceChildren(image);
    return;
  }
  const kind = { Ibu: "ibu", Bapak: "bapak" }[officer.salutation];
  const name = kind ? `a-${kind}-${Number(String(officer.id).slice(-1)) % 3}` : "a-none";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 96 96");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${frame.dataset.sprite}#${name}`);
  svg.append(use);
  frame.replaceChildren(svg);
}

function begin(visit, lead, invitationId) {
  session = { id: uuid7(), visit: visit.id, officer: scannedOfficer?.id ?? null, invitationId, revision: 0, score: 0 };
  part("question").textContent = visit.question;
  part("served-by").textContent = lead;
  part("service").textContent = visit.service;
  part("visit-code").textContent = visit.code ?? "";
  drawPhoto(visit.officer);
  askFaces();
}

function askFaces() {
  for (const button of part("faces").querySelectorAll("button.face")) {
    button.setAttribute("aria-pressed", String(Number(button.value) === session.score));
    if (!session.score) button.removeAttribute("aria-pressed");
  }
  show("rate-face");
  session.shownAt = performance.now();
}

function ballot(words) {
  session.revision += 1;
  return {
    id: session.id,
    visit: session.visit,
    officer: session.officer,
    score: session.score,
    revision: session.revision,
    first_at: session.firstAt,
    at: Date.now(),
    reaction_ms: session.reactionMs,
    words,
  };
}

part("faces").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!session || !event.submitter) return;
  session.score = Number(event.submitter.value);
  session.firstAt ??= Date.now();
  session.reactionMs ??= Math.round(performance.now() - session.shownAt);
  event.submitter.setAttribute("aria-pressed", "true");
  deliver(ballot(null));
  askWhy();
});

part("skip").addEventListener("click", () => {
  if (session?.score) return askWhy();
  if (session?.invitationId && !session.score) post(`/kiosk/undangan/${session.invitationId}/lewati`, {}).catch(() => {});
  return home();
});

// ---- reasons, and a change of mind for as long as it is allowed ----

function askWhy() {
  const kind = session.score >= 3 ? "good" : "poor";
  for (const set of why.querySelectorAll("[data-reasons]")) {
    set.hidden = set.dataset.reasons !== kind;
    if (set.hidden) set.querySelectorAll("input").forEach((box) => { box.checked = false; });
  }
  const drawn = drawnUnsur(session.id);
  for (const question of why.querySelectorAll("[data-unsur]")) question.hidden = question !== drawn;
  show("rate-why");
  countDown();
}

function countDown() {
  const button = part("change");
  const left = Math.ceil((session.firstAt + Number(why.dataset.changeSeconds) * 1000 - Date.now()) / 1000);
  button.hidden = left <= 0;
  button.querySelector("span").textContent = button.dataset.label.replace("{left}", String(left));
  if (left > 0) timers.push(setTimeout(() => session && countDown(), 1000));
}

part("change").addEventListener("click", askFaces);

function chosenWords() {
  const form = new FormData(why);
  const drawn = why.querySelector("[data-unsur]:not([hidden])");
  const value = Number(form.get("unsur_value"));
  return {
    reasons: form.getAll("reasons"),
    comment: String(form.get("comment") ?? ""),
    unsur: drawn && value ? drawn.dataset.unsur : null,
    unsur_value: drawn && value ? value : null,
  };
}

why.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!session) return;
  const words = chosenWords();
  if (words.reasons.length || words.comment || words.unsur) deliver(ballot(words));
  thank();
});

function thank() {
  show("rate-thanks");
  timers.push(setTimeout(home, Number(why.dataset.thanksSeconds) * 1000));
}

part("thanks").addEventListener("click", home);
part("leave").addEventListener("click", home);

// ---- the desk's invitation, only while nobody is at the tablet ----

let lastShown = 0;

async function poll() {
  if (!document.hidden && WELCOMES_INVITATION.has(shownState())) {
    try {
      const response = await fetch("/kiosk/undangan", { headers: { Accept: "application/json" }, credentials: "same-origin" });
      const { invitation } = response.ok ? await response.json() : {};
      if (invitation && invitation.id !== lastShown && WELCOMES_INVITATION.has(shownState())) invite(invitation);
    } catch {
      // the next poll tries again
    }
  }
  setTimeout(poll, POLL_MS);
}

function invite(invitation) {
  lastShown = invitation.id; // shown once; "Undang lagi" makes a new one
  begin(invitation.visit, invitation.visit.invited, invitation.id);
  timers.push(setTimeout(() => {
    if (session?.invitationId === invitation.id && !session.score) home();
  }, invitation.seconds_left * 1000));
}

// ---- nothing of a guest stays ----

document.addEventListener("kiosk:wipe", () => {
  timers.forEach(clearTimeout);
  timers = [];
  session = null;
  noteOfficer(null);
  part("code").reset();
  why.reset();
  say("");
  for (const name of ["served-by", "service", "visit-code"]) part(name).textContent = "";
});

setTimeout(poll, POLL_MS);
