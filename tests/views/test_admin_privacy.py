"""A guest's data: shown after the password, exported, corrected, erased."""

import json

import pytest

from pstku.core import clock
from pstku.core.db import atomic
from pstku.guestbook.entry import NOTICE_VERSION, NOTICES, PURPOSES
from pstku.guestbook.models import Consent
from pstku.offices.queries import configuration
from pstku.reports.consents import PAGE_SIZE
from tests.factories import make_device, make_guest, make_visit
from tests.people import PASSWORD


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def guest(cast):
    guest = make_guest(cast.office_id, name="Rahmawati Pontoh")
    make_visit(cast.office_id, state="done", guest=guest)
    return guest


def test_nothing_personal_is_shown_without_the_password(admin, guest):
    wrong = admin.post_form("/admin/data-pribadi", {"sought": "Pontoh", "password": "salah"})
    assert wrong.status_code == 422
    assert "Rahmawati" not in wrong.page.get_text()
    assert wrong.page.select_one("#sought")["value"] == "Pontoh"
    right = admin.post_form("/admin/data-pribadi", {"sought": "Pontoh", "password": PASSWORD})
    assert "Rahmawati Pontoh" in right.page.get_text()


@pytest.mark.both_engines
def test_a_guests_data_is_exported_corrected_and_erased(cast, admin, guest):
    path = f"/admin/data-pribadi/{guest.id}"
    proof = {"password": PASSWORD}
    exported = admin.post_form(f"{path}/ekspor", proof, page="/admin/data-pribadi")
    assert "attachment" in exported.headers["Content-Disposition"]
    assert json.loads(exported.data)["name"] == "Rahmawati Pontoh"
    right = {"name": "Rahmawati", "salutation": "Ibu", "phone": "0822 1111 2222", "email": ""}
    assert admin.post_form(f"{path}/perbaiki", right | proof, page="/admin/data-pribadi").status_code == 303
    assert admin.post_form(f"{path}/hapus", proof, page="/admin/data-pribadi").status_code == 303
    assert admin.post_form(f"{path}/ekspor", proof, page="/admin/data-pribadi").status_code == 404


@pytest.mark.parametrize("act", ["ekspor", "perbaiki", "hapus"])
def test_a_wrong_password_does_nothing_and_keeps_what_was_typed(cast, admin, guest, act):
    fields = {"name": "Budi", "salutation": "", "phone": "081234567890", "email": "", "password": "salah"}
    answer = admin.post_form(f"/admin/data-pribadi/{guest.id}/{act}", fields, page="/admin/data-pribadi")
    assert answer.status_code == 422
    assert "Rahmawati" not in answer.page.get_text()
    assert act != "perbaiki" or answer.page.select_one("#name")["value"] == "Budi"


def consent(cast, **fields) -> Consent:
    owner = fields.pop("guest", None) or make_guest(cast.office_id, name="Rahmawati Pontoh")
    values = {"purpose": "follow_up", "notice_version": "2026-12", "source": "tablet", "given_at": clock.now()} | fields
    with atomic() as s:
        made = Consent(guest_id=owner.id, **values)
        s.add(made)
    return made


@pytest.mark.both_engines
def test_consents_stand_with_their_notice_and_without_a_name(cast, sign_in):
    gone = make_guest(cast.office_id, name=None, anonymised_at=clock.now())
    consent(cast)
    consent(cast, purpose="rating_invitation", source="whatsapp", withdrawn_at=clock.now())
    consent(cast, purpose="recognition", source="own_phone", guest=gone)
    consent(cast, guest=make_guest(cast.other_office_id), purpose="rating_invitation")
    for who in ("admin", "head"):
        page = sign_in(who).get("/admin/persetujuan").page
        rows = [" ".join(cell.get_text(strip=True) for cell in row.select("td")) for row in page.select("tbody tr")]
        assert rows == [
            "Dikenali lain kali 2026-12 di HP sendiri Identitas sudah dihapus",
            f"Diundang menilai 2026-12 lewat WhatsApp Ditarik {clock.long_date(clock.local_day(clock.now(), configuration(cast.office_id).tz))}",
            "Dihubungi untuk tindak lanjut 2026-12 di tablet Berlaku",
        ]
        assert "Rahmawati" not in page.get_text()


def test_the_list_of_consents_goes_on_where_a_page_ends(cast, admin):
    guest = make_guest(cast.office_id)
    with atomic() as s:
        known = {"guest_id": guest.id, "purpose": "follow_up", "notice_version": "2026-12", "source": "desk"}
        s.add_all(Consent(**known, given_at=clock.now()) for _ in range(PAGE_SIZE + 1))
    first = admin.get("/admin/persetujuan").page
    assert len(first.select("tbody tr")) == PAGE_SIZE
    following = next(a["href"] for a in first.select("a") if "sebelum=" in a["href"])
    assert len(admin.get(following).page.select("tbody tr")) == 1
    assert admin.get("/admin/persetujuan?sebelum=x").status_code == 200


def test_the_newest_notice_says_what_the_screens_say(app, cast, client):
    """Whoever changes the words on the tablet writes a new version, or nobody knows what was agreed to."""
    make_device(cast.office_id)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    shown = " ".join(client.get("/kiosk/").page.get_text().split())
    months = configuration(cast.office_id).settings.identity_months
    notice = NOTICES[NOTICE_VERSION]
    assert set(notice.purposes) == set(PURPOSES)
    for words in notice.words:
        assert words % {"months": months} in shown, words
    boxes = client.get("/kiosk/").page.select("[name=consent]")
    ticks = {(box["value"], box.find_parent("label").get_text(strip=True)) for box in boxes}
    assert ticks == {(purpose, words) for purpose, each in notice.purposes.items() for words in each}
