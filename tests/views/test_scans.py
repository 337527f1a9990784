"""Every QR a guest may scan, every way: the tablet's script, its plain form, the guest's own phone; each its sentence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.visit_tokens import invite_token, link_token, visit_token
from pstku.officers.operations.personal_qr import issue_badge, renew_qr, revoke_badge, revoke_qr
from pstku.officers.scanning import current_badge, screen_token
from pstku.ratings.models import Vote
from tests.factories import make_device, make_visit
from tests.page import PageClient
from tests.views.test_tablet_rating import ballot, call

EXPIRED = "QR di layar petugas sudah berganti. Pindai QR yang tampil sekarang."
ENDED = "QR ini sudah diganti atau dicabut. Minta petugas menampilkan QR terbaru."
FOREIGN = "QR ini milik kantor BPS lain. Pindai QR petugas yang melayani Anda di sini."
NOT_OURS = "Ini bukan QR petugas kami. Pindai QR di layar atau di kartu petugas."
ON_PHONE = "Pindai QR terbaru di layar petugas, atau minta tautan baru."
ON_OWN_PHONE = "Tautan ini untuk HP Anda. Buka di HP, atau ketik kode kunjungan di sini."
NO_BADGE = "Kode ini tidak ditemukan. Ketik empat huruf kode kunjungan, atau delapan huruf di kartu petugas."
ARABIC = "Alat pemindai mengirim huruf Arab. Ketik kode kunjungan Anda."
NOT_YET = "Kunjungan ini belum selesai dilayani. Beri penilaian setelah selesai."
RATED = "Kunjungan ini sudah dinilai. Satu kunjungan dinilai satu kali."
TOO_OLD = "Masa penilaian kunjungan ini sudah lewat. Kritik dan saran tetap kami terima."
GONE = "Kunjungan ini tidak dapat dinilai. Kritik dan saran tetap kami terima."


@pytest.fixture
def tablet(app, cast):
    make_device(cast.office_id)
    client = PageClient(app)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def screen(cast):
    renew_qr(cast.officer)
    return screen_token(cast.officer.person_id)


def old_screen(cast):
    with clock.at(clock.now() - timedelta(minutes=5)):
        return screen(cast)


def replaced_screen(cast):
    token = screen(cast)
    renew_qr(cast.officer)
    return token


def revoked_screen(cast):
    token = screen(cast)
    revoke_qr(cast.officer)
    return token


def badge(cast):
    issue_badge(cast.officer)
    return current_badge(cast.officer.person_id)


def revoked_badge(cast):
    token = badge(cast).token
    revoke_badge(cast.officer)
    return token


def badge_of_somebody_who_left(cast):
    token = badge(cast).token
    with atomic() as s:
        s.get_one(Person, cast.officer.person_id).is_active = False
    return token


def foreign_screen(cast):
    renew_qr(cast.stranger)
    return screen_token(cast.stranger.person_id)


def foreign_badge(cast):
    issue_badge(cast.stranger)
    return current_badge(cast.stranger.person_id).token


def forged(cast):
    token = screen(cast)
    return token[:-1] + ("A" if token[-1] != "A" else "B")


def served(cast, **fields):
    at = clock.now() - timedelta(minutes=20)
    return make_visit(
        cast.office_id, state="done", at=at, **{"officer_id": cast.officer.person_id, "code": "C7QF"} | fields
    )


def rated(cast):
    return served(cast, rated_at=clock.now())


def too_old(cast):
    return make_visit(
        cast.office_id,
        state="done",
        at=clock.now() - timedelta(days=30),
        officer_id=cast.officer.person_id,
        code="C7QF",
    )


def waiting(cast):
    return make_visit(cast.office_id, code="C7QF")


def gone(cast):
    return make_visit(cast.office_id, state="cancelled", at=clock.now() - timedelta(minutes=20), code="C7QF")


def foreign_visit(cast):
    return make_visit(cast.other_office_id, state="done", officer_id=cast.stranger.person_id, code="C7QF")


# what was made -> what the tablet says to its token, and what a phone says that opens it
TOKENS = {
    old_screen: (EXPIRED, EXPIRED),
    replaced_screen: (ENDED, ENDED),
    revoked_screen: (ENDED, ENDED),
    revoked_badge: (ENDED, ENDED),
    badge_of_somebody_who_left: (ENDED, ENDED),
    foreign_screen: (FOREIGN, FOREIGN),
    foreign_badge: (FOREIGN, FOREIGN),
    forged: (NOT_OURS, ON_PHONE),
}
VISITS = {waiting: NOT_YET, rated: RATED, too_old: TOO_OLD, gone: GONE}
TEXTS = {
    "https://id.wikipedia.example/wiki/Gorontalo": NOT_OURS,
    "WIFI:T:WPA;S=Tamu;P=rahasia;;": NOT_OURS,
    "https://pst1371.example/n/AbCdEfGhIjKlMnOpQrStUv": FOREIGN,
    "7Q2K-9MWC": NO_BADGE,
    "اففحس:ظظحسف": ARABIC,
}
BY_SCRIPT, BY_FORM = "script", "form"


def scan(tablet, way, text):
    """What the tablet says to a scanned text."""
    if way == BY_SCRIPT:
        return call(tablet, "/kiosk/penilaian/pindai", {"text": text}).json.get("error", "")
    answer = tablet.post_form("/kiosk/penilaian", {"officer": text, "code": "C7QF"})
    assert answer.status_code in (303, 404, 422)
    if answer.status_code == 303:
        return ""
    assert answer.page.select_one("input[name=officer]")["value"] == text
    return answer.page.select_one(".error").get_text(" ", strip=True)


@pytest.mark.both_engines
@pytest.mark.parametrize("way", [BY_SCRIPT, BY_FORM])
@pytest.mark.parametrize("made", [screen, lambda cast: badge(cast).token, lambda cast: badge(cast).code])
def test_an_officers_qr_that_counts_is_taken(tablet, cast, made, way):
    served(cast)
    assert scan(tablet, way, made(cast)) == ""


@pytest.mark.parametrize("way", [BY_SCRIPT, BY_FORM])
@pytest.mark.parametrize("made", TOKENS, ids=lambda made: made.__name__)
def test_the_tablet_says_why_a_qr_names_nobody(app, tablet, cast, made, way):
    served(cast)
    assert scan(tablet, way, f"{app.config['PUBLIC_URL']}/n/{made(cast)}") == TOKENS[made][0]


@pytest.mark.parametrize("made", TOKENS, ids=lambda made: made.__name__)
def test_the_phone_says_why_a_qr_names_nobody_and_takes_a_remark(client, cast, made):
    shown = client.get(f"/n/{made(cast)}", check=False)
    assert shown.status_code == 404
    words = " ".join(shown.page.get_text().split())
    assert TOKENS[made][1] in words and "Kritik dan saran tetap kami terima di sini." in words
    assert shown.page.select_one("textarea[name=text]") and not shown.page.select("input[name=code]")


@pytest.mark.parametrize("way", [BY_SCRIPT, BY_FORM])
@pytest.mark.parametrize("text", TEXTS, ids=TEXTS.values())
def test_the_tablet_says_what_it_read_instead(tablet, cast, text, way):
    assert TEXTS[text] in scan(tablet, way, text)


@pytest.mark.parametrize("made", [link_token, invite_token])
def test_a_link_made_by_an_employee_is_for_a_phone(tablet, cast, made):
    visit = served(cast)
    given = (visit.id, "ab" * 32) if made is link_token else (visit.id,)
    assert scan(tablet, BY_SCRIPT, made(*given)) == ON_OWN_PHONE


@pytest.mark.parametrize("made", VISITS, ids=lambda made: made.__name__)
def test_a_visit_that_may_not_be_rated_says_why_by_code_by_its_qr_and_on_a_phone(tablet, client, cast, made):
    visit = made(cast)
    assert call(tablet, "/kiosk/penilaian/kode", {"code": "C7QF"}).json["error"] == VISITS[made]
    for way in (BY_SCRIPT, BY_FORM):
        assert scan(tablet, way, visit_token(visit.id)) == VISITS[made]
    form = client.get(f"/n/{screen(cast)}").page.select_one("#kode")
    hidden = {item["name"]: item["value"] for item in form.select("input[type=hidden]")}
    asked_again = client.post(form["action"], data={**hidden, "code": "C7QF"})
    assert asked_again.status_code == 422
    assert VISITS[made] in " ".join(asked_again.page.get_text().split())


def test_a_visit_of_another_office_is_told_so(tablet, cast):
    assert scan(tablet, BY_SCRIPT, visit_token(foreign_visit(cast).id)) == FOREIGN


def test_a_guests_own_qr_needs_no_code(tablet, cast):
    visit = served(cast)
    found = call(tablet, "/kiosk/penilaian/pindai", {"text": f"http://localhost/n/{visit_token(visit.id)}"}).json
    assert found["visit"]["id"] == str(visit.id)
    assert scan(tablet, BY_FORM, visit_token(visit.id)) == ""


def test_the_vote_follows_the_visit_and_the_guest_is_told(tablet, client, cast):
    visit, told = (
        served(cast),
        "QR tadi milik Bapak Rahmat, tetapi Anda dilayani Ibu Nurain. Penilaian ini untuk Ibu Nurain.",
    )
    body = {"code": "C7QF", "officer": cast.officer2.person_id}
    assert call(tablet, "/kiosk/penilaian/kode", body).json["visit"]["words"]["id"]["served_by"] == told
    own = {"code": "C7QF", "officer": cast.officer.person_id}
    assert (
        call(tablet, "/kiosk/penilaian/kode", own).json["visit"]["words"]["id"]["served_by"]
        == "Dilayani oleh Ibu Nurain"
    )
    stranger = {"code": "C7QF", "officer": cast.stranger.person_id}
    assert (
        call(tablet, "/kiosk/penilaian/kode", stranger).json["visit"]["words"]["id"]["served_by"]
        == "Dilayani oleh Ibu Nurain"
    )
    renew_qr(cast.officer2)
    form = client.get(f"/n/{screen_token(cast.officer2.person_id)}").page.select_one("#kode")
    hidden = {item["name"]: item["value"] for item in form.select("input[type=hidden]")}
    faces = client.get(client.post(form["action"], data={**hidden, "code": "C7QF"}).location)
    assert told in " ".join(faces.page.get_text().split())
    call(tablet, "/kiosk/suara", ballot(visit, officer=cast.officer2.person_id))
    session().rollback()
    (vote,) = session().scalars(select(Vote)).all()
    assert (vote.officer_id, vote.flags) == (cast.officer.person_id, ["other_officer"])


@pytest.mark.parametrize("address", ["/kiosk/penilaian/kamera"])
def test_the_camera_screen_is_for_a_tablet(client, tablet, address):
    assert client.get(address, check=False).status_code in (401, 404)
    assert tablet.get(address).page.select_one("[data-state=rate-scan] video")


def test_only_the_decoders_worker_may_compile(client, tablet):
    policy = client.get("/kiosk/pembaca-qr.js", check=False).headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy and "'unsafe-eval'" not in policy and "'unsafe-inline'" not in policy
    for path in ("/kiosk/", "/masuk", "/static/js/kiosk/camera/worker.js"):
        assert "unsafe" not in tablet.get(path, check=False).headers["Content-Security-Policy"], path
