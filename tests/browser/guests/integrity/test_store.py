"""A tablet's store from an older version is upgraded with all that lies in it."""

from tests.browser.conftest import TABLET

FIRST_VERSION = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("kiosk-outbox", 1);
  request.onupgradeneeded = () => {
    const items = request.result.createObjectStore("items", { keyPath: "n", autoIncrement: true });
    items.createIndex("id", "id", { unique: true });
    request.result.createObjectStore("about");
  };
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const database = request.result;
    const change = database.transaction("items", "readwrite");
    for (const id of ["a", "b"]) change.objectStore("items").add({ id, kind: "visit", at: 1, sealed: new Uint8Array([7]) });
    change.oncomplete = () => { database.close(); resolve(); };
  };
})"""
UPGRADED = """async () => {
  const { allItems, put } = await import("/static/js/kiosk/outbox/store.js");
  const before = (await allItems()).map(({ n, id, sealed }) => [n, id, ...sealed]);
  const added = await put({ id: "c", kind: "vote", at: 2, sealed: new Uint8Array([8]) });
  const database = await new Promise((resolve) => {
    indexedDB.open("kiosk-outbox").onsuccess = (event) => resolve(event.target.result);
  });
  return { before, n: added.n, stores: [...database.objectStoreNames], version: database.version };
}"""


def test_the_store_of_the_first_version_keeps_its_items_and_their_order(live_server, open_browser):
    page = open_browser(TABLET)
    page.goto("/healthz")  # our origin, and none of our scripts
    page.evaluate(FIRST_VERSION)
    told = page.evaluate(UPGRADED)
    assert told["before"] == [[1, "a", 7], [2, "b", 7]] and told["n"] == 3
    assert told["stores"] == ["about", "codes", "items", "receipts"] and told["version"] == 2
