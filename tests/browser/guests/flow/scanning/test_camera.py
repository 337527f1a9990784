"""The camera on the tablet: from the idle screen to the vote, and off again whatever happens."""

import json
from itertools import pairwise

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pstku.core.db import session
from pstku.guestbook.visit_tokens import visit_token
from pstku.officers.operations.personal_qr import issue_badge, renew_qr
from pstku.officers.scanning import current_badge, screen_token
from pstku.ratings.models import Vote
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.waiting import until
from tests.people import ROOT

KEEP_TRACKS = """
window.tracks = [];
const open = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (...wanted) {
  const stream = await open.apply(this, wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""
LATE = """
window.asking = [];
const soon = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (...wanted) {
  await new Promise((resume) => { window.asking.push(resume); });
  return soon.apply(this, wanted);
};
"""
STAYS_ON = (
    "() => { const wait = setTimeout; window.setTimeout = (act, ms) => wait(act, ms === 25_000 ? 600_000 : ms); }"
)
OWN_READER = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(video) { if (!video.videoWidth) throw new Error("no picture"); %s }
};
"""


def open_camera(page):
    page.get_by_text("Beri penilaian").first.click()
    page.get_by_role("button", name="Pindai dengan kamera").click()


def shown(page, name):
    page.locator(f"body[data-state='{name}']").wait_for()


def is_off(page):
    return page.evaluate("tracks.length > 0 && tracks.every((track) => track.readyState === 'ended')")


def votes():
    return [(vote.score, vote.given_on, vote.flags) for vote in session().scalars(select(Vote))]


@pytest.fixture
def screen_address(live_server, look_up, served):
    """The address in the QR that Ibu Nurain's screen shows now."""

    def make():
        renew_qr(served[0][0])
        return f"{live_server.url}/n/{screen_token(served[0][0].person_id)}"

    return look_up(make)


def test_from_the_idle_screen_by_the_officers_qr_to_the_vote(tablet, hold, screen_address, look_up):
    hold(screen_address)
    page = tablet()
    page.add_init_script(KEEP_TRACKS)
    page.reload()
    asked = []
    page.on("request", lambda request: asked.append(request))
    assert not any(
        "zxing" in str(address)
        for address in page.evaluate("performance.getEntriesByType('resource').map((r) => r.name)")
    )
    open_camera(page)
    page.get_by_text("QR Ibu Nurain terbaca").wait_for()
    until(page, lambda: is_off(page))
    bodies = [request.post_data or "" for request in asked]
    assert max(map(len, bodies)) < 300, "a picture was sent"
    for key in "C7QF":
        page.locator(f"section[data-state='rate-code'] [data-key='{key}']").click()
    page.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Sangat puas").click()
    until(page, lambda: [vote[:2] for vote in look_up(votes)] == [(4, "tablet")])


def test_a_badge_is_read_too_and_a_colleagues_is_told(live_server, tablet, hold, served, look_up):
    def make():
        issue_badge(served[1][0])
        return current_badge(served[1][0].person_id).token

    hold(f"{live_server.url}/n/{look_up(make)}")
    page = tablet()
    open_camera(page)
    page.get_by_text("QR Bapak Rahmat terbaca").wait_for()
    for key in "C7QF":
        page.locator(f"section[data-state='rate-code'] [data-key='{key}']").click()
    page.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    page.get_by_text("QR tadi milik Bapak Rahmat, tetapi Anda dilayani Ibu Nurain.").wait_for()
    picture(page, "penilaian-qr-rekan")
    page.get_by_role("button", name="Puas", exact=True).click()
    until(page, lambda: [vote[:2] for vote in look_up(votes)] == [(3, "tablet")])
    assert "other_officer" in look_up(votes)[0][2]


def test_a_guests_own_qr_leads_straight_to_the_faces(live_server, tablet, hold, served):
    with live_server.app.app_context():
        hold(f"{live_server.url}/n/{visit_token(served[0][1])}")
    page = tablet()
    open_camera(page)
    page.get_by_role("heading", name="layanan Ibu Nurain?").wait_for()


def test_something_else_is_said_and_the_camera_goes_on(tablet, hold):
    hold("https://id.wikipedia.example/wiki/Gorontalo")
    page = tablet()
    open_camera(page)
    page.get_by_text("Ini bukan QR petugas kami").wait_for()
    picture(page, "kamera-bukan-qr-kami")
    shown(page, "rate-scan")
    page.get_by_role("button", name="Ketik kode saja").click()
    shown(page, "rate-code")


def test_no_picture_is_sent_or_kept(tablet, hold):
    hold("https://id.wikipedia.example/wiki/Gorontalo")
    page = tablet()
    sent = []
    page.on("request", lambda request: sent.append((request.method, len(request.post_data or ""))))
    open_camera(page)
    page.get_by_text("Ini bukan QR petugas kami").wait_for()
    assert [size for method, size in sent if method != "GET" and size > 500] == []  # the text of a QR at most
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.get_by_role("button", name="Ketik kode saja").click()
    shown(page, "rate-code")
    assert page.locator("video").evaluate_all("(all) => all.filter((video) => video.srcObject).length") == 0


@pytest.fixture
def stopped(tablet, hold):
    """The camera's screen of a tablet whose clock stands until the test moves it."""
    hold(None)
    page = tablet()
    page.add_init_script(KEEP_TRACKS)
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    open_camera(page)
    shown(page, "rate-scan")
    return page


def test_it_is_off_after_25_seconds(stopped):
    picture(stopped, "kamera")
    stopped.clock.run_for(24_000)
    assert not is_off(stopped)
    stopped.clock.run_for(2_000)
    stopped.get_by_text("Kamera dimatikan karena belum ada QR yang terbaca").wait_for()
    assert is_off(stopped)


def test_its_words_are_read_aloud(tablet, hold):
    hold(None)
    page = tablet()
    clips = json.loads((ROOT / "static/voices/id/clips.json").read_text(encoding="utf-8"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Beri penilaian").first.click()
    page.locator("[data-except] [data-action='read-aloud']").click()
    page.get_by_role("button", name="Pindai dengan kamera").click()
    until(page, lambda: any(clips["Tunjukkan QR ke kamera"] in url for url in asked))


def test_it_looks_at_five_pictures_a_second_at_most(tablet, hold):
    hold(None)
    page = tablet()
    page.add_init_script("window.looked = [];" + OWN_READER % "looked.push(performance.now()); return [];")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    open_camera(page)
    until(page, lambda: page.evaluate("looked.length") >= 6)
    times = page.evaluate("looked")
    assert min(later - earlier for earlier, later in pairwise(times)) >= 150  # a late frame may come close to the next


def test_its_picture_stays_in_sight_in_every_size_and_text(tablet, hold):
    hold(None)
    page = tablet()
    page.evaluate(STAYS_ON)
    open_camera(page)
    shown(page, "rate-scan")
    page.evaluate("document.querySelector('[data-other]').hidden = false")
    for wide, high in ((1280, 800), (960, 600), (800, 1280)):
        page.set_viewport_size({"width": wide, "height": high})
        for _ in range(2):
            page.locator("[data-except] [data-action='large-text']").click()
            expect(page.locator("video")).to_be_in_viewport(ratio=0.5)
            assert violations(page) == [], (wide, high)


@pytest.mark.parametrize("way", ["Back", "Huruf besar, wipe", "another page", "hidden"])
def test_it_is_off_as_soon_as_its_screen_is_left(tablet, hold, way):
    hold(None)
    page = tablet()
    page.add_init_script(KEEP_TRACKS)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    open_camera(page)
    shown(page, "rate-scan")
    until(page, lambda: page.evaluate("document.querySelector('video').readyState >= 2"))
    acts = {
        "Back": "history.back()",
        "Huruf besar, wipe": "document.dispatchEvent(new CustomEvent('kiosk:home'))",
        "another page": "dispatchEvent(new PageTransitionEvent('pagehide'))",
        "hidden": "Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))",
    }
    page.evaluate(acts[way])
    until(page, lambda: is_off(page))
    expect(page.locator("video")).to_have_count(1 if way in ("Back", "hidden") else 0)


def test_a_camera_that_opens_late_opens_for_nobody(tablet, hold):
    """The language is changed while the browser still asks; then the screen is wiped in English, and the trail with it."""
    hold(None)
    page = tablet()
    page.add_init_script(KEEP_TRACKS + LATE)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    open_camera(page)
    until(page, lambda: page.evaluate("asking.length") == 1)
    page.locator(".language").first.click()
    page.wait_for_selector("html[lang=en]")
    page.evaluate("asking[0]()")
    until(page, lambda: is_off(page))
    expect(page.locator("video")).to_have_count(0)
    shown(page, "rate-code")
    page.locator("[data-rating='camera']").click()
    until(page, lambda: page.evaluate("asking.length") == 2)
    page.evaluate("asking[1]()")
    shown(page, "rate-scan")
    page.evaluate("document.dispatchEvent(new CustomEvent('kiosk:home'))")
    until(page, lambda: is_off(page))
    shown(page, "idle")
    page.get_by_text("Isi buku tamu").first.click()
    shown(page, "service")
    page.get_by_role("button", name="Kembali", exact=True).click()
    shown(page, "idle")


def test_an_answer_that_comes_late_is_nothing_for_the_next_guest(tablet, served):
    page = tablet()
    held = []
    page.route("**/kiosk/penilaian/kode", lambda route: held.append(route))
    page.get_by_text("Beri penilaian").first.click()
    for key in "C7QF":
        page.locator(f"section[data-state='rate-code'] [data-key='{key}']").click()
    page.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    until(page, lambda: bool(held))
    page.evaluate("document.dispatchEvent(new CustomEvent('kiosk:home'))")
    shown(page, "idle")
    with page.expect_response("**/kiosk/penilaian/kode"):
        held[0].continue_()
    button = page.locator("section[data-state='rate-code'] .k-bottom .primary")
    until(page, lambda: button.get_attribute("aria-busy") is None)
    shown(page, "idle")


def test_there_is_no_camera_and_no_button_on_plain_http(live_server, tablet):
    page = tablet(at=live_server.url.replace("127.0.0.1", "kios.test"))
    page.get_by_text("Beri penilaian").first.click()
    shown(page, "rate-code")
    assert page.evaluate("isSecureContext") is False
    expect(page.get_by_role("button", name="Pindai dengan kamera")).to_be_hidden()


def test_there_is_no_button_without_a_camera(tablet):
    page = tablet()
    page.evaluate(
        "MediaDevices.prototype.enumerateDevices = async () => { window.asked = 1; return [{ kind: 'audioinput' }]; }"
    )
    page.get_by_text("Beri penilaian").first.click()
    until(page, lambda: page.evaluate("window.asked === 1"))
    expect(page.get_by_role("button", name="Pindai dengan kamera")).to_be_hidden()


@pytest.mark.parametrize("reads", ["return [{ rawValue: window.held }];", "throw new Error('no service');"])
def test_the_browsers_own_reader_goes_first_and_ours_where_it_fails(tablet, hold, screen_address, reads):
    hold(screen_address)
    page = tablet()
    page.add_init_script(f"window.held = '{screen_address}';" + OWN_READER % reads)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    open_camera(page)
    page.get_by_text("QR Ibu Nurain terbaca").wait_for()
    workers = page.evaluate(
        "performance.getEntriesByType('resource').filter((r) => r.name.includes('pembaca-qr')).length"
    )
    assert workers == (0 if "held" in reads else 1)


def test_a_decoder_that_does_not_load_leads_to_the_keypad(tablet, hold):
    hold(None)
    page = tablet()
    page.route("**/zxing_reader.wasm", lambda route: route.abort())
    open_camera(page)
    page.get_by_text("Kamera tidak dapat dipakai sekarang. Ketik kode kunjungan Anda.").wait_for()
