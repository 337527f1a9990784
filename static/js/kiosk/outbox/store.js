// What the tablet keeps until the server has it: envelopes in IndexedDB, in the order of the store's own counter. Ids and
// clocks give no order: two ids of one millisecond fall either way, and a clock can be set back.

const NAME = "kiosk-outbox";
export const ITEMS = "items";
const ABOUT = "about"; // what the tablet needs to know when it is alone, by name
const CODES = "codes"; // visit codes for guests whom no server answers, by code
const NUMBERS = "numbers"; // in ABOUT: the last one of each letter, of the newest day
export const RECEIPTS = "receipts"; // what became of each item, by its id
const MOST = 500; // pstku/devices/rules.py warns before
export const FULL = 0; // the store counts from one
let opening = null;

export function open() {
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

// One transaction over all these stores; resolves when it is on the disk, with what `act` gave.
async function changeAll(stores, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    let given;
    transaction.oncomplete = () => resolve(given);
    transaction.onabort = () => reject(transaction.error);
    act(stores.map((store) => transaction.objectStore(store)), (value) => { given = value; });
  });
}

const change = (store, act) => changeAll([store], ([only], give) => act(only, give));

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

// The next number of the letter on this day, and a code of the pool; no code when there is none left. A day behind the
// last is a clock that was set back: the numbers go on.
export function takeNumber(day, letter) {
  return changeAll([ABOUT, CODES], ([about, codes], give) => {
    const taken = { count: 1, code: "" };
    about.get(NUMBERS).onsuccess = ({ target: { result: kept } }) => {
      const today = kept && kept.day >= day ? kept : { day, counts: {} };
      taken.count = (today.counts[letter] ?? 0) + 1;
      about.put({ ...today, counts: { ...today.counts, [letter]: taken.count } }, NUMBERS);
    };
    codes.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      taken.code = cursor.key;
      cursor.delete();
    };
    give(taken);
  });
}

export const heldCodes = () => read(CODES, (codes) => codes.getAllKeys());
export const addCodes = (fresh) => change(CODES, (codes) => { for (const code of fresh) codes.put({ code }); });
