"""Rating in a real browser: the tablet, the officer's QR, the guest's own phone."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core import clock
from pstku.core.db import db, session
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.inviting import invite_to_rate
from pstku.guestbook.visit_tokens import visit_token
from pstku.officers.operations.personal_qr import issue_badge
from pstku.officers.scanning import current_badge, screen_token
from pstku.offices.queries import configuration, office_by_code
from pstku.ratings.models import Vote
from pstku.skm.models import SkmAnswer
from pstku.skm.operations.rounds import open_round
from pstku.skm.operations.skd import end_skd, start_skd
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, TABLET, picture
from tests.browser.waiting import until
from tests.factories import make_device, make_visit


@dataclass
class Served:
    """A visit that Ibu Nurain closed ten minutes ago, with the code C7QF."""

    link: str
    visit_id: object
    officer: object  # as an actor


@pytest.fixture
def served(live_server):
    with live_server.app.app_context():
        office = office_by_code("7571")
        officer = find_person_by_username(office.id, "officer")
        at = clock.now() - timedelta(minutes=20)
        visit = make_visit(office.id, state="done", at=at, officer_id=officer.id, code="C7QF")
        found = Served(f"/n/{visit_token(visit.id)}", visit.id, actor_of(officer))
        db.session.remove()
    return found


@pytest.fixture
def tablet(request, live_server, open_browser):
    """The enrolled tablet, at its idle screen; a test may say how its browser is opened."""
    with live_server.app.app_context():
        make_device(office_by_code("7571").id)
        db.session.remove()
    page = open_browser(TABLET, **getattr(request, "param", {}))
    name = live_server.app.config["DEVICE_COOKIE_NAME"]
    page.context.add_cookies([{"name": name, "value": "device-token", "url": live_server.url}])
    page.goto("/kiosk/")
    page.locator("html[data-ready] body[data-state='idle']").wait_for()
    return page


def type_code(page, code):
    for key in code:
        page.locator(f"section[data-state='rate-code'] [data-key='{key}']").click()


def state(page):
    return page.evaluate("document.body.dataset.state")


def votes(live_server):
    with live_server.app.app_context():
        found = [(v.score, v.given_on, v.comment, v.flags) for v in session().scalars(select(Vote))]
        db.session.remove()
    return found


def stored(live_server, page, expected, parts=2):
    """Wait until the votes are `expected` (their first `parts`): the tablet posts after it has shown "Tersimpan"."""
    until(page, lambda: [vote[:parts] for vote in votes(live_server)] == expected)


def test_a_guest_rates_on_their_own_phone(live_server, open_browser, served):
    page = open_browser(PHONE)
    page.goto(served.link)
    page.get_by_role("heading", name="Seberapa puas Anda dengan layanan Ibu Nurain?").wait_for()
    sizes = [face.bounding_box() for face in page.locator(".face").all()]
    assert len(sizes) == 4
    assert min(min(box["width"], box["height"]) for box in sizes) >= 160
    picture(page, "penilaian-hp")
    page.get_by_role("button", name="Kurang puas").click()
    page.get_by_role("heading", name="Tersimpan").wait_for()
    assert votes(live_server) == [(2, "own_phone", "", [])]
    page.get_by_role("link", name="Ubah (30 detik)").click()
    page.get_by_role("button", name="Sangat puas").click()
    page.get_by_label("Komentar").fill("Terima kasih")
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("heading", name="Terima kasih.").wait_for()
    assert votes(live_server) == [(4, "own_phone", "Terima kasih", [])]


def test_the_thanks_are_the_same_for_every_score(open_browser, served):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto(served.link)
    page.get_by_role("button", name="Tidak puas").click()
    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_role("heading").first).to_have_text("Terima kasih.")


def test_an_officers_qr_leads_a_phone_to_the_code_and_the_faces(live_server, enter, open_browser, served):
    officer = enter("officer", DESKTOP)
    officer.goto("/qr-saya")
    officer.get_by_role("button", name="Buat QR saya").click()
    officer.locator("#live_qr svg.qr").wait_for()
    officer.get_by_role("button", name="Buat kartu").click()
    officer.locator(".idcard").wait_for()
    picture(officer, "qr-saya")
    with live_server.app.app_context():
        token = screen_token(served.officer.person_id)
        db.session.remove()
    phone = open_browser(PHONE)
    phone.goto(f"/n/{token}")
    phone.get_by_label("Kode kunjungan").fill("xxxx")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_text("Kode ini tidak ditemukan").wait_for()
    phone.get_by_label("Kode kunjungan").fill("c7qf")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_role("button", name="Puas", exact=True).click()
    phone.get_by_role("heading", name="Tersimpan").wait_for()
    assert votes(live_server) == [(3, "own_phone", "", [])]


def test_the_qr_on_the_screen_asks_for_the_next_one(enter):
    officer = enter("officer", DESKTOP)
    officer.clock.install()
    officer.goto("/qr-saya")
    officer.get_by_role("button", name="Buat QR saya").click()
    officer.locator("#live_qr svg.qr").wait_for()
    answer = next_answer(officer, "/qr-saya", step=62_000)
    assert answer.text().lstrip().startswith('<div id="live_qr"')
    officer.locator(".live:not(.expired) #live_qr svg.qr").wait_for()


LAST_SCREEN = """document.dispatchEvent(new CustomEvent("kiosk:show", { detail: {
  state: "done", data: { letter: "A", number: 7, code: "9WX2", ahead: 0, visit: "another" } } }))"""


def test_the_tablet_invites_the_guest_whose_visit_was_closed(live_server, tablet, served):
    tablet.evaluate(LAST_SCREEN)
    with live_server.app.app_context():
        invite_to_rate(served.officer.office_id, served.visit_id, None, served.officer)
        db.session.remove()
    tablet.get_by_role("heading", name="Seberapa puas Anda dengan layanan Ibu Nurain?").wait_for()
    expect(tablet.get_by_text("Anda tamu yang baru dilayani Ibu Nurain?")).to_be_visible()
    assert "9WX2" not in tablet.content()  # nor behind Back
    sizes = [face.bounding_box() for face in tablet.locator(".face").all()]
    assert min(min(box["width"], box["height"]) for box in sizes) >= 160
    assert len({round(box["y"]) for box in sizes}) == 1
    picture(tablet, "penilaian")
    tablet.get_by_role("button", name="Sangat puas").click()
    tablet.get_by_role("heading", name="Tersimpan").wait_for()
    stored(live_server, tablet, [(4, "tablet")])
    tablet.get_by_role("button", name="Ubah").click()
    tablet.get_by_role("button", name="Puas", exact=True).click()
    tablet.get_by_text("Penjelasan jelas").click()
    tablet.get_by_label("Komentar").fill("Tabelnya pas")
    tablet.locator("section[data-state='rate-why']").get_by_role("button", name="Selesai").click()
    tablet.get_by_role("heading", name="Terima kasih.").wait_for()
    picture(tablet, "terima-kasih")
    tablet.locator("section[data-state='rate-thanks']").click()
    tablet.locator("body[data-state='idle']").wait_for()
    stored(live_server, tablet, [(3, "tablet", "Tabelnya pas")], parts=3)
    expect(tablet.locator("#rate-comment")).to_have_value("")


def test_a_guest_comes_back_with_the_visit_code(live_server, tablet, served):
    tablet.get_by_text("Beri penilaian").first.click()
    type_code(tablet, "XXXX")
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_text("Kode ini tidak ditemukan").wait_for()
    tablet.locator("[data-rating='keys'] [data-key='clear']").click()
    type_code(tablet, "C7QF")
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_role("button", name="Tidak puas").click()
    tablet.locator("section[data-state='rate-why']").get_by_role("button", name="Selesai").click()
    tablet.get_by_role("heading", name="Terima kasih.").wait_for()
    stored(live_server, tablet, [(1, "tablet")])


def badge_of(live_server, served):
    with live_server.app.app_context():
        issue_badge(served.officer)
        badge = current_badge(served.officer.person_id)
        db.session.remove()
    return badge


def test_the_officers_badge_code_is_typed_before_the_visit_code(live_server, tablet, served):
    badge = badge_of(live_server, served)
    tablet.get_by_text("Beri penilaian").first.click()
    type_code(tablet, badge.code.replace("-", ""))
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_text("QR Ibu Nurain terbaca").wait_for()
    type_code(tablet, "C7QF")
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_role("heading", name="layanan Ibu Nurain?").wait_for()


@pytest.fixture
def clocked(tablet):
    """The tablet with a clock the test moves, so that nobody waits for a deadline."""
    tablet.clock.install()
    tablet.reload()
    tablet.locator("html[data-ready] body[data-state='idle']").wait_for()
    return tablet


def never_answer(page, path):
    """The server takes requests to `path` and says nothing; returns the list of those it took."""
    taken = []
    page.route(f"**{path}", lambda route: taken.append(route))
    return taken


def wait_for_requests(page, taken, count, *, step=0):
    """Until so many came; the page's clock goes on by `step`, as its script may not have set its timer yet."""

    def enough() -> bool:
        if len(taken) < count and step:
            page.clock.fast_forward(step)
        return len(taken) >= count

    until(page, enough)


def next_answer(page, path, *, step):
    """What the server answers to the next request for `path`, which the page sends by its own clock."""
    answers = []
    page.on("response", lambda response: answers.append(response) if urlsplit(response.url).path == path else None)
    wait_for_requests(page, answers, 1, step=step)
    return answers[0]


def test_a_code_nobody_answers_is_rated_by_the_code_alone(clocked, served):
    clocked.wait_for_selector("html[data-outbox]")
    taken = never_answer(clocked, "/kiosk/penilaian/kode")
    clocked.get_by_text("Beri penilaian").first.click()
    type_code(clocked, "C7QF")
    clocked.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    wait_for_requests(clocked, taken, 1)
    clocked.clock.fast_forward(9000)
    clocked.get_by_role("heading", name="Seberapa puas Anda dengan layanan kami?").wait_for()


# A service worker that is ready gives the outbox from its own store, and no route holds that back.
@pytest.mark.parametrize("tablet", [{"service_workers": "block"}], indirect=True)
def test_a_code_nobody_answers_says_so_where_the_tablet_can_keep_no_vote(clocked, served):
    clocked.route("**/outbox/*", lambda route: route.abort())
    clocked.reload()
    clocked.wait_for_selector("html[data-ready]")
    taken = never_answer(clocked, "/kiosk/penilaian/kode")
    clocked.get_by_text("Beri penilaian").first.click()
    type_code(clocked, "C7QF")
    clocked.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    wait_for_requests(clocked, taken, 1)
    clocked.clock.fast_forward(9000)
    clocked.get_by_text("Jaringan sedang terputus").wait_for()
    expect(clocked.locator("#rate-code-input")).to_have_value("C7QF")
    clocked.unroute("**/kiosk/penilaian/kode")
    clocked.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    clocked.get_by_role("heading", name="layanan Ibu Nurain?").wait_for()


def test_a_vote_nobody_answers_is_sent_from_what_the_tablet_kept(live_server, clocked, served):
    clocked.wait_for_selector("html[data-outbox]")
    clocked.get_by_text("Beri penilaian").first.click()
    type_code(clocked, "C7QF")
    clocked.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    taken = never_answer(clocked, "/kiosk/suara")
    clocked.get_by_role("button", name="Sangat puas").click()
    clocked.get_by_role("heading", name="Tersimpan").wait_for()
    wait_for_requests(clocked, taken, 1)
    clocked.clock.fast_forward(9000)  # the deadline of the only try
    next_answer(clocked, "/kiosk/api/kiriman", step=2000)
    stored(live_server, clocked, [(4, "tablet")])
    assert len(taken) == 1, "sent from memory again, although the tablet had kept it"


def test_a_revoked_qr_says_so_and_the_code_still_works(live_server, tablet, served):
    badge = badge_of(live_server, served)
    badge_of(live_server, served)
    tablet.get_by_text("Beri penilaian").first.click()
    tablet.locator("#rate-code-input").fill(f"{live_server.url}/n/{badge.token}")
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_text("QR ini sudah diganti atau dicabut").wait_for()
    tablet.get_by_role("button", name="Kosongkan").click()
    type_code(tablet, "C7QF")
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_role("heading", name="layanan Ibu Nurain?").wait_for()


def test_an_invitation_waits_while_somebody_fills_the_form(live_server, clocked, served):
    clocked.get_by_text("Isi buku tamu").first.click()
    clocked.locator("body:not([data-state='idle'])").wait_for()
    before = state(clocked)
    with live_server.app.app_context():
        invite_to_rate(served.officer.office_id, served.visit_id, None, served.officer)
        db.session.remove()
    for _ in range(3):  # one asked before the invitation, one that hears of it, one asked after that was shown
        next_answer(clocked, "/kiosk/api/keadaan", step=4_000)
    assert state(clocked) == before


def test_a_guest_who_skips_keeps_the_right_to_rate(live_server, tablet, served):
    with live_server.app.app_context():
        invite_to_rate(served.officer.office_id, served.visit_id, None, served.officer)
        db.session.remove()
    tablet.locator("section[data-state='rate-face']").get_by_role("button", name="Lewati").click()
    tablet.locator("body[data-state='idle']").wait_for()
    assert votes(live_server) == []
    with live_server.app.app_context():
        assert session().get(Visit, served.visit_id).rated_at is None
        db.session.remove()


def test_after_the_thanks_the_tablet_leads_to_the_survey_and_back(live_server, tablet, served):
    with live_server.app.app_context():
        year, quarter = clock.quarter_of(clock.now().date())
        home = office_by_code("7571")
        admin = actor_of(find_person_by_username(home.id, "admin"))
        today = clock.local_day(clock.now(), configuration(home.id).tz)
        open_round(admin, "quarter", year, quarter, population=100)
        invited = start_skd(admin, address="https://skd.bps.go.id/p", starts_on=today, ends_on=today)
        db.session.remove()
    tablet.get_by_text("Beri penilaian").first.click()
    type_code(tablet, "C7QF")
    tablet.locator("section[data-state='rate-code']").get_by_role("button", name="Lanjut").click()
    tablet.get_by_role("button", name="Sangat puas").click()
    tablet.locator("section[data-state='rate-why'] .btn.primary").click()
    offer = tablet.get_by_role("link", name="Isi survei layanan, satu menit")
    offer.wait_for()
    official = tablet.locator("[data-rating=official] img")
    expect(official).to_be_visible()
    assert official.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    picture(tablet, "tablet-survey-offer")
    with live_server.app.app_context():
        end_skd(admin, invited)  # its QR would stand on the last page for half a minute
        db.session.remove()
    offer.click()
    for group in tablet.get_by_role("radiogroup").all():
        group.locator("label").last.click()
    picture(tablet, "tablet-survey")
    assert violations(tablet) == []
    tablet.get_by_role("button", name="Kirim").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("Terima kasih")
    tablet.locator("html[data-ready] body[data-state='idle']").wait_for()  # by itself, for the next guest
    with live_server.app.app_context():
        assert session().scalars(select(SkmAnswer.way)).all() == ["tablet"]
        db.session.remove()
