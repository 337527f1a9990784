"""Whatever the guests' pages ask to have translated, also by a name in a variable, stands in the English catalogue."""

from datetime import UTC, datetime, timedelta

import pytest
from babel.support import NullTranslations

from pstku.core import clock
from pstku.guestbook.visit_tokens import visit_token
from pstku.http import text
from tests.factories import make_device, make_visit
from tests.words.guests import english

OPEN, CLOSED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Recorder(NullTranslations):
    """Remembers what it was asked for."""

    def __init__(self, asked: set[str]) -> None:
        super().__init__()
        self.asked = asked

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message


@pytest.fixture
def asked(monkeypatch) -> set[str]:
    found: set[str] = set()
    monkeypatch.setattr(text, "get_translations", lambda: Recorder(found))
    return found


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def untranslated(asked: set[str]) -> set[str]:
    return asked - {message.id for message in english()}


def test_at_the_tablet(tablet, asked):
    for moment in (OPEN, CLOSED):
        with clock.at(moment):
            for address in ("/kiosk/", "/kiosk/api/keadaan", "/kiosk/api/pengaduan/tentang"):
                assert tablet.get(address).status_code == 200
    for address in ("buku-tamu", "penilaian", "pengaduan", "kritik-saran"):
        shown = tablet.get(f"/kiosk/{address}")
        hidden = {item["name"]: item.get("value", "") for item in shown.page.select("form input[type=hidden]")}
        refused = tablet.post(
            f"/kiosk/{address}", data=hidden | {"name": "x", "phone": "1", "code": "C7QF", "text": "x"}
        )
        assert refused.status_code in (404, 422)
    assert tablet.get("/kiosk/qr/none").status_code == 404
    assert {"Selamat datang", "Seberapa puas Anda dengan layanan kami?", "Apakah layanan ini cepat?"} <= asked
    assert untranslated(asked) == set()


def test_before_and_after_the_visit_on_the_guests_phone(cast, client, asked):
    served = {"at": clock.now() - timedelta(minutes=20), "officer_id": cast.officer.person_id}
    waiting, done, old = (
        make_visit(cast.office_id, code="K7QF"),
        make_visit(cast.office_id, state="done", code="C7QF", **served),
        make_visit(cast.office_id, state="done", **served | {"at": clock.now() - timedelta(days=90)}),
    )
    for visit in (waiting, old):
        assert client.get(f"/n/{visit_token(visit.id)}").status_code == 200
    shown = client.get(f"/n/{visit_token(done.id)}")
    hidden = {item["name"]: item.get("value", "") for item in shown.page.select("form input[type=hidden]")}
    after = client.post(shown.page.select_one("form")["action"], data=hidden | {"score": 2})
    assert client.get(after.location).status_code == 200
    assert client.get("/n/terima-kasih").status_code == 200
    assert client.get("/n/pengaduan").status_code == 200
    assert client.get("/pengaduan").status_code == 200
    assert client.get("/pengaduan/CCCCC-CCCCC").status_code == 404
    assert client.get("/n/unknown").status_code == 404
    assert {"Tersimpan. Apa alasannya?", "Lama menunggu", "Masa penilaian sudah lewat"} <= asked
    assert untranslated(asked) == set()
