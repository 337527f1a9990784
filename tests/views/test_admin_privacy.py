"""A guest's data: shown after the password, exported, corrected, erased."""

import json

import pytest

from tests.factories import make_guest, make_visit
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
