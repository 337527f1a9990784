"""What a lost tablet tells: the files of its closed browser, unpacked, hold nothing of the guests it kept."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.arrivals.operations.book_qr import issue_book_qr
from pstku.arrivals.queries import current_qr
from pstku.core.db import db
from pstku.core.vault import unseal
from pstku.offices.queries import office_by_code
from tests.browser.conftest import ARGUMENTS, TABLET
from tests.browser.guests.steps import begin, press, state, visits
from tests.browser.waiting import until
from tests.chromium import find_chromium
from tests.leveldb import contents, unpacked

NAME, AGENCY, PHONE, COMMENT = "Zulkarnainsyah", "Yayasan Qurrotulaini", "081243805577", "Wawancaranya Xylofon"
EMAIL = "zwolowodiu@contoh.id"
PLANTED = (NAME, AGENCY, PHONE, COMMENT, EMAIL)
FILLER = """async (count) => {
  const { keep, leave } = await import("/static/js/kiosk/outbox/outbox.js");
  const { uuid7 } = await import("/static/js/kiosk/uuid7.js");
  const service = Number(document.querySelector("[name=service]").value);
  const much = "NAME ".repeat(3000); // five megabytes in all: more than stays in the log
  for (let i = 0; i < count; i += 1) leave(await keep("visit", { id: uuid7(), service, name: "NAME", much, written_at: Date.now() }));
}"""
VOTE = """async (comment) => {
  const { openVote, choose, deliver } = await import("/static/js/kiosk/rating/vote.js");
  openVote({ id: "0198c2f0-7c1e-7abc-8def-0123456789ab" }, { officerId: null, invitationId: null });
  choose(4, performance.now());
  deliver({ reasons: [], comment, unsur: null, unsur_value: null });
}"""
STORED = 'async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).length'


@pytest.fixture
def profile(chromium, live_server, secret, tmp_path):
    """`profile()` opens the tablet's browser on a folder of its own; closing it leaves the folder."""
    opened: list[BrowserContext] = []
    folder = tmp_path / "profile"

    def start() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            folder,
            executable_path=find_chromium(),
            args=ARGUMENTS,
            base_url=live_server.url,
            viewport=TABLET,
            locale="id-ID",
            service_workers="block",
        )
        opened.append(context)
        context.set_default_timeout(8000)
        context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
        page = context.pages[0]
        page.goto("/kiosk/")
        page.wait_for_selector("html[data-outbox]")
        return page

    start.folder = folder
    yield start
    for context in opened:
        context.close()


def hits(folder: Path, words: str) -> list[str]:
    """The files in which the words stand, in any of the ways a browser writes them."""
    ways = [words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be"), words.replace(" ", "%20").encode()]
    return [path.name for path, content in contents(folder) if any(way in content for way in ways)]


def sign_in(page: Page) -> None:
    begin(page)
    page.locator("#name").fill(NAME)
    press(page, "name", "Lanjut")
    page.locator("#agency").fill(AGENCY)
    press(page, "about", "Lanjut")
    page.locator("#phone").fill(PHONE)
    page.locator("#email").fill(EMAIL)
    page.get_by_text("Kenali saya lain kali").click()
    press(page, "contact", "Lanjut")
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()


def test_a_closed_browser_holds_no_word_of_a_guest(live_server, profile):
    page = profile()
    page.route("**/kiosk/api/**", lambda route: route.abort())
    page.route("**/kiosk/suara", lambda route: route.abort())
    sign_in(page)
    page.evaluate(VOTE, COMMENT)
    page.evaluate(FILLER.replace("NAME", NAME), 100)
    kept = page.evaluate('async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).at(0).id')
    page.context.close()
    assert {words: hits(profile.folder, words) for words in PLANTED} == {words: [] for words in PLANTED}
    page = profile()  # and again when all has been sent and deleted
    until(page, lambda: page.evaluate(STORED) == 0)
    assert len(visits(live_server)) == 101
    page.context.close()
    assert {words: hits(profile.folder, words) for words in PLANTED} == {words: [] for words in PLANTED}
    # What was deleted does stand there, in packed tables too: only sealing keeps it secret.
    assert any(name.endswith(".ldb") for name in hits(profile.folder, kept))


QUESTION, COMPLAINT, MAIL, ASKER = (
    "Berapa Zwolowodiu",
    "Xylofonnya berderit",
    "qurrotulaini@contoh.id",
    "Zubaedah Wolowodiu",
)
WRITTEN = (QUESTION, COMPLAINT, MAIL, ASKER)
PLAIN = ("/kiosk/buku-tamu", "/kiosk/pengaduan", "/kiosk/kritik-saran")
FIELDS = "form.stack :is(input, textarea):not([type=hidden], [type=radio], [type=checkbox], [type=number])"


def write_letters(page: Page) -> None:
    """A question left and a complaint made, to a server that takes them."""
    page.get_by_role("button", name="Minta bantuan petugas").locator("visible=true").click()
    page.get_by_role("dialog").get_by_role("button", name="Tinggalkan pertanyaan").click()
    page.locator("#q-name").fill(ASKER)
    page.locator("#q-question").fill(QUESTION)
    page.locator("#q-contact").fill(MAIL)
    page.get_by_text("Saya setuju dihubungi").click()
    press(page, "question", "Kirim")
    expect(state(page, "question-done")).to_be_visible()
    press(page, "question-done", "Selesai")
    begin(page, "Pengaduan")
    page.locator("#c-text").fill(COMPLAINT)
    page.locator("#c-name").fill(ASKER)
    page.locator("#c-contact").fill(MAIL)
    press(page, "complaint", "Kirim")
    expect(state(page, "complaint-done")).to_be_visible()
    press(page, "complaint-done", "Selesai")


def write_plainly(page: Page) -> None:
    """The pages for a browser without our script: filled in, and one of them sent."""
    for address in PLAIN:
        page.goto(address)
        for field in page.locator(FIELDS).all():
            if field.is_visible():
                field.fill((ASKER, COMPLAINT)[field.evaluate("(e) => e.localName") == "textarea"])
    page.get_by_role("button", name="Simpan").click()
    page.goto("/kiosk/")


def test_questions_complaints_and_plain_pages_leave_no_word_in_the_folder(live_server, profile):
    page = profile()
    write_letters(page)
    write_plainly(page)
    page.context.close()
    assert {words: hits(profile.folder, words) for words in WRITTEN} == {words: [] for words in WRITTEN}
    page = profile()
    page.evaluate("(words) => localStorage.setItem('x', words)", QUESTION)
    page.context.close()
    assert hits(profile.folder, QUESTION)  # what a page keeps there is found


BOOK = "Zulfikar Wolowodiu"


def test_a_guests_own_phone_keeps_no_word_of_the_book(live_server, profile):
    with live_server.app.app_context():
        admin = actor_of(find_person_by_username(office_by_code("7571").id, "admin"))
        issue_book_qr(admin)
        token = unseal(current_qr(admin.office_id).token)
        db.session.remove()
    page = profile()
    page.context.clear_cookies()
    page.goto(f"/n/isi/{token}")
    page.get_by_role("radio", name="Konsultasi statistik").check()
    page.get_by_label("Nama", exact=True).fill(BOOK)
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator(".pair-sign")).to_be_visible()
    page.context.close()
    assert hits(profile.folder, BOOK) == []


def test_the_unpacking_reads_copies_and_pieces():
    assert unpacked(bytes([11, 8, *b"abc", 0b10001, 3])) == b"abcabcabcab"
