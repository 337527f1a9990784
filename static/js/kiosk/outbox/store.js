// What the tablet keeps until the server has it: envelopes in IndexedDB, in the order of the store's own counter. Ids and
// clocks give no order: two ids of one millisecond fall either way, and a clock can be set back.

const NAME = "kiosk-outbox";
const ITEMS = "items";
const ABOUT = "about"; // what the tablet needs to know when it is alone, by name
const CODES = "codes"; // visit codes for guests whom no server answers, by code
const RECEIPTS = "receipts"; // what became of each item, by its id
const MOST = 500; // pstku/devices/rules.py warns before
export const FULL = 0; // the store counts from one
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    request.onsuccess = () => {
      request.result.onversionchange = () => { opening = null; request.result.close(); }; // a newer page may upgrade it
      resolve(request.result);
    };
    request.onerror = () => { opening = null; reject(request.error); };
  });
  return opening;
}

// Each version adds; what an older one kept stays readable.
function upgrade(database, oldVersion) {
  if (oldVersion < 1) {
    const items = database.createObjectStore(ITEMS, { keyPath: "n", autoIncrement: true });
    items.createIndex("id", "id", { unique: true });
    database.createObjectStore(ABOUT);
  }
  if (oldVersion < 2) {
    database.createObjectStore(CODES, { keyPath: "code" });
    database.createObjectStore(RECEIPTS, { keyPath: "id" }).createIndex("at", "at");
  }
}

// One transaction; resolves when it is on the disk, with what `act` gave.
async function change(store, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    let given;
    transaction.oncomplete = () => resolve(given);
    transaction.onabort = () => reject(transaction.error);
    act(transaction.objectStore(store), (value) => { given = value; });
  });
}

async function read(store, ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(store).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Takes the place of what stood under the same id: a corrected entry, a later revision of a vote. Gives both numbers, and
// no new one when the store is full: nothing is overwritten.
export function put(item) {
  return change(ITEMS, (items, give) => {
    const count = items.count();
    const before = items.index("id").getKey(item.id);
    before.onsuccess = () => {
      if (before.result !== undefined) items.delete(before.result);
      else if (count.result >= MOST) return give({ n: FULL });
      return (items.add(item).onsuccess = (event) => give({ n: event.target.result, before: before.result }));
    };
  });
}

// By number, never by id: what has taken its place since stays.
export const remove = (n) => change(ITEMS, (items) => items.delete(n));

// The server will never take it as it is: an admin decides.
export function setAside(n, status) {
  return change(ITEMS, (items) => {
    items.get(n).onsuccess = (event) => {
      if (event.target.result) items.put({ ...event.target.result, aside: status });
    };
  });
}

export const itemsAfter = (n, most) => read(ITEMS, (items) => items.getAll(IDBKeyRange.lowerBound(n, true), most));
export const allItems = () => read(ITEMS, (items) => items.getAll());
export const learn = (name, value) => change(ABOUT, (about) => about.put(value, name));
export const recall = (name) => read(ABOUT, (about) => about.get(name));
export const forget = (name) => change(ABOUT, (about) => about.delete(name));
export const countItems = () => read(ITEMS, (items) => items.count());
export const countCodes = () => read(CODES, (codes) => codes.count());
