"""The phone's page shows what its search finds; that both search alike stands in tests/operations/test_phone.py."""

from playwright.sync_api import Page as BrowserPage

from tests.browser.conftest import PHONE


def test_the_scripts_of_the_phone_search_in_a_browser(live_server, enter):
    page: BrowserPage = enter("employee", PHONE)
    found = page.evaluate(
        """async () => {
          const { Library } = await import("/static/js/offline/search.js");
          const snapshot = await (await fetch("/luring/pustaka.json")).json();
          const library = new Library(snapshot, await (await fetch("/luring/kata.txt")).text());
          const asked = ["inflsi", "te kota pe penduduk so brapa", "ipm 2019-2023", "suhu udara", "umr gorontalo"];
          return asked.map((text) => {
            const said = library.answer(text);
            return [said.cards[0]?.page.key ?? null, said.referral?.agency ?? null];
          });
        }"""
    )
    assert found == [
        ["ind.inflasi-yoy", None],
        ["ind.penduduk", None],
        ["ind.ipm", None],
        [None, "BMKG"],
        [None, "Dinas Tenaga Kerja"],
    ]
