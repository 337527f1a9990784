// What static/js/kiosk/camera/worker.js needs of the library.

export { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
