// A scanner that types like a keyboard: faster than anybody can, a whole code, and Enter at the end.

import { current } from "../states.js";
import { findOfficer, tellBrokenScan } from "./code.js";

const GAP_MS = 100; // between two keys; a sender pauses for longer than 50 ms now and then
const SHORTEST = 8;
const SAME_SCAN_MS = 1000; // after so long somebody types, or scans anew
const WELCOMES = new Set(["idle", "done", "stored", "full", "rate-code"]);
const scan = { text: "", at: 0, isBroken: false };

document.addEventListener("keydown", (event) => {
  if (!WELCOMES.has(current())) return;
  const gap = event.timeStamp - scan.at;
  const isQuick = gap < GAP_MS;
  scan.at = event.timeStamp;
  if (event.key === "Enter") {
    const { text, isBroken } = scan;
    Object.assign(scan, { text: "", isBroken: false });
    if (!isQuick || text.length < SHORTEST) return;
    event.preventDefault();
    if (isBroken) tellBrokenScan();
    else findOfficer(text);
  } else if (event.key.length === 1) {
    // The tail of a code is no code: a pause in the midst of quick keys breaks the scan.
    if (!isQuick) scan.isBroken = scan.text.length >= SHORTEST && gap < SAME_SCAN_MS;
    scan.text = isQuick ? scan.text + event.key : event.key;
  }
}, true);
