"""Notes taken without signal wait on the phone, arrive once, and never in another name."""

from functools import wraps
from threading import Event

from flask import Response
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.core.db import session
from pstku.guestbook.models import DataNeed
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.staff.offline.library import wait_until
from tests.browser.waiting import until


def noted(live_server) -> list[str]:
    with live_server.app.app_context():
        return list(session().scalars(select(DataNeed.what)))


def wait_until_noted(page: Page, live_server, expected: list[str]) -> None:
    """The room says that it kept a note before it has arrived."""
    until(page, lambda: noted(live_server) == expected)


def test_a_question_noted_without_signal_waits_on_the_phone_and_arrives_by_itself(phone, live_server):
    phone.context.set_offline(True)
    phone.goto("/jawab?q=harga ikan")
    phone.get_by_role("link", name="Catat: saya ditanya ini").click()
    expect(phone.get_by_label("Apa yang ditanyakan?")).to_have_value("harga ikan")
    phone.get_by_text("Wiraswasta").click()
    phone.get_by_role("button", name="Belum terjawab").click()
    expect(phone.get_by_text("Tersimpan di HP ini, menunggu sinyal.")).to_be_visible()
    waiting = phone.locator(".kept-notes li")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("harga ikan")
    expect(phone.get_by_label("Apa yang ditanyakan?")).to_have_value("")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "tanpa-sinyal-catat")
    assert violations(phone) == []
    phone.get_by_label("Apa yang ditanyakan?").fill("salah ketik")
    phone.get_by_role("button", name="Terjawab", exact=True).click()
    expect(waiting).to_have_count(2)
    waiting.filter(has_text="salah ketik").get_by_role("button", name="Hapus").click()
    expect(waiting).to_have_count(1)
    phone.context.set_offline(False)
    expect(waiting).to_have_count(0)
    expect(phone.get_by_text("Terkirim.", exact=True)).to_be_visible()
    expect(phone.get_by_text("menunggu sinyal")).to_have_count(0)
    wait_until_noted(phone, live_server, ["harga ikan"])
    phone.get_by_label("Apa yang ditanyakan?").fill("luas sawah")
    phone.get_by_role("button", name="Belum terjawab").click()
    wait_until_noted(phone, live_server, ["harga ikan", "luas sawah"])
    expect(phone.get_by_text("Terkirim.", exact=True)).to_be_visible()
    expect(waiting).to_have_count(0)


def test_a_form_of_the_server_sent_without_signal_is_kept_and_sent_with_the_next_page(phone, live_server):
    phone.goto("/catat")
    phone.get_by_label("Apa yang ditanyakan?").fill("jumlah nelayan")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Belum terjawab").click()
    expect(phone.get_by_text("Tersimpan di HP ini, menunggu sinyal.")).to_be_visible()
    expect(phone.locator(".kept-notes")).to_contain_text("jumlah nelayan")
    phone.goto("/belajar/istilah")
    phone.goto("about:blank")  # an open page would send it as soon as there is signal
    phone.context.set_offline(False)
    phone.goto("/belajar")
    expect(phone.get_by_text("Terkirim: 1 catatan yang menunggu sinyal.")).to_be_visible()
    wait_until_noted(phone, live_server, ["jumlah nelayan"])
    phone.goto("/catat")
    phone.get_by_role("button", name="Terjawab", exact=True).click()
    phone.wait_for_url("**/tautan")  # with signal the worker stands in nobody's way


KEEP_NOTE = """([owner, need]) => Promise.all([import("/static/js/offline/notes.js"), import("/static/js/kiosk/uuid7.js")])
  .then(([notes, ids]) => notes.keepNote({
    visit_id: ids.uuid7(), need, occupation: "", do: "open", written_at: Date.now(), owner }))"""

SEND_NOTES = """() => import("/static/js/offline/notes.js").then((notes) => notes.sendNotes(
  document.querySelector('meta[name="phone-library"]').content, document.querySelector('meta[name="csrf-token"]').content))"""


def test_a_signal_that_goes_again_keeps_the_rest_and_says_what_arrived(phone, live_server):
    owner = phone.locator('meta[name="phone-library"]').get_attribute("content")
    phone.context.set_offline(True)
    for need in ("harga ikan", "luas sawah"):
        phone.evaluate(KEEP_NOTE, [owner, need])
    phone.route("**/catat/kiriman", lambda route: route.abort() if noted(live_server) else route.continue_())
    phone.context.set_offline(False)
    phone.goto("/belajar")
    expect(phone.get_by_text("Terkirim: 1 catatan yang menunggu sinyal.")).to_be_visible()
    assert noted(live_server) == ["harga ikan"]
    phone.unroute_all()
    phone.goto("/belajar/istilah")
    expect(phone.get_by_text("Terkirim: 1 catatan yang menunggu sinyal.")).to_be_visible()
    assert noted(live_server) == ["harga ikan", "luas sawah"]


def test_what_waits_goes_with_signing_out_and_is_never_sent_by_somebody_else(phone, live_server):
    phone.evaluate(KEEP_NOTE, ["somebody else", "rahasia"])
    assert phone.evaluate(SEND_NOTES) == 0
    phone.goto("/belajar")
    wait_until(phone, "import('/static/js/offline/notes.js').then((n) => n.waitingNotes()).then((w) => !w.length)")
    assert noted(live_server) == []
    phone.route("**/catat/kiriman", lambda route: route.abort())
    phone.evaluate(KEEP_NOTE, [phone.locator('meta[name="phone-library"]').get_attribute("content"), "harga ikan"])
    phone.locator("details.ph-menu summary").click()
    phone.get_by_role("navigation", name="Menu lain").get_by_role("button", name="Keluar").click()
    phone.wait_for_url("**/")
    wait_until(phone, "caches.has('pstku-catatan').then((is_kept) => !is_kept)")


NEXT_WORKER = """new Promise((taken) => {
  navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true });
  navigator.serviceWorker.ready.then((ready) => ready.update());
}).then(() => true)"""


def test_a_note_nobody_answers_is_kept_on_the_phone_and_sent_once(phone, live_server):
    """The server takes the note and says nothing: the phone keeps it, and what is sent again is the same note."""
    views = live_server.app.view_functions
    quick = views["intranet.field_note"]
    script = live_server.app.test_client().get("/sw.js")
    is_over = Event()

    @wraps(quick)
    def silent():
        answer = quick()
        is_over.wait(20)
        return answer

    @wraps(views["intranet.service_worker"])
    def hasty():
        words = script.get_data(as_text=True).replace("NOTE_PATIENCE = 10_000", "NOTE_PATIENCE = 300")
        return Response(words, mimetype="text/javascript")

    views["intranet.service_worker"], views["intranet.field_note"] = hasty, silent
    try:
        phone.evaluate(NEXT_WORKER)
        phone.goto("/catat")
        phone.get_by_label("Apa yang ditanyakan?").fill("jumlah nelayan")
        phone.get_by_role("button", name="Belum terjawab").click()
        expect(phone.get_by_text("Tersimpan di HP ini, menunggu sinyal.")).to_be_visible()
        views["intranet.field_note"] = quick
        phone.goto("/belajar")
        wait_until(phone, "caches.open('pstku-catatan').then((shelf) => shelf.keys()).then((kept) => !kept.length)")
        wait_until_noted(phone, live_server, ["jumlah nelayan"])
    finally:
        is_over.set()
