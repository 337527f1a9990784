// Reads the QR in a picture of the camera: by the browser itself where it can, else by a decoder in a worker.

const WORKER = "/kiosk/pembaca-qr.js"; // an address of its own: it alone may compile WebAssembly

async function ownReader() {
  const { BarcodeDetector: Detector } = globalThis;
  if (!(await Detector?.getSupportedFormats())?.includes("qr_code")) return null;
  const detector = new Detector({ formats: ["qr_code"] });
  return { read: async (video) => (await detector.detect(video)).map((found) => found.rawValue), close() {} };
}

// One picture at a time; `read` gives the texts in it.
function bundledReader() {
  const worker = new Worker(WORKER, { type: "module" });
  let answer;
  const heard = () => new Promise((resolve, reject) => { answer = { resolve, reject }; });
  worker.addEventListener("message", ({ data }) => (data.failed ? answer.reject(new Error(data.failed)) : answer.resolve(data.texts)));
  worker.addEventListener("error", () => answer.reject(new Error("worker")));
  const ready = heard(); // its first message: the decoder is compiled
  return ready.then(() => ({
    async read(video) {
      const picture = await createImageBitmap(video);
      const texts = heard();
      worker.postMessage(picture, [picture]);
      return texts;
    },
    close: () => worker.terminate(),
  }));
}

// A browser may have a reader that fails at its first picture (Android without Google's services): then ours reads on.
export async function openReader() {
  const own = await ownReader().catch(() => null);
  let isBundled = !own;
  let reader = own ?? (await bundledReader());
  return {
    async read(video) {
      try {
        return await reader.read(video);
      } catch (error) {
        if (isBundled) throw error;
        isBundled = true;
        reader = await bundledReader();
        return [];
      }
    },
    close: () => reader.close(),
  };
}
