// The decoder beside the page, which goes on while it works. A picture comes in, the texts of its QR go out.

import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing-wasm-3.1.6/reader.min.js";

const WASM = "/static/vendor/zxing-wasm-3.1.6/zxing_reader.wasm";
const HOW = { formats: ["QRCode"], tryHarder: false, tryInvert: false };
const canvas = new OffscreenCanvas(1, 1);
const pen = canvas.getContext("2d", { willReadFrequently: true });

function pixels(picture) {
  const { width, height } = picture;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  pen.drawImage(picture, 0, 0);
  picture.close();
  return pen.getImageData(0, 0, width, height);
}

async function say(work) {
  try {
    postMessage({ texts: await work() });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
}

addEventListener("message", ({ data: picture }) => say(async () => (await readBarcodes(pixels(picture), HOW)).map((found) => found.text)));
say(async () => {
  await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true });
  return [];
});
