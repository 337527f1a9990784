// A scanner that types like a keyboard: faster than anybody can, a whole code, and Enter or Tab at the end.

import { LAST, current, isClosed, wipe } from "../states.js";
import { HEARS, showBrokenScan, takeScan } from "./code.js";

const GAP_MS = 100; // between two keys; a sender pauses for longer than 50 ms now and then
const SHORTEST = 8;
const SAME_SCAN_MS = 1000; // after so long somebody types, or scans anew
const WHOLE = /\/n\/[\w-]{22,}\/?$/; // an address of ours to its end, whatever became of its beginning
const LEADING = /^\][A-Za-z]\d/; // the kind of code, which some scanners type before it
const ENDS = new Set(["Enter", "Tab"]);
const scan = { text: "", at: 0, hadPause: false };

document.addEventListener("keydown", (event) => {
  if (!HEARS.has(current()) || isClosed()) return;
  const gap = event.timeStamp - scan.at;
  const isQuick = gap < GAP_MS;
  scan.at = event.timeStamp;
  if (ENDS.has(event.key)) {
    const { text, hadPause } = scan;
    Object.assign(scan, { text: "", hadPause: false });
    if (!isQuick || text.length < SHORTEST) return;
    event.preventDefault();
    if (LAST.has(current())) wipe(); // whose screen it is shall not stand behind Back
    if (hadPause && !WHOLE.test(text)) showBrokenScan();
    else takeScan(text.replace(LEADING, ""));
  } else if (event.key.length === 1) {
    // The tail of a code is no code.
    if (!isQuick) scan.hadPause = gap < SAME_SCAN_MS && scan.text !== "";
    scan.text = isQuick ? scan.text + event.key : event.key;
  }
}, true);
