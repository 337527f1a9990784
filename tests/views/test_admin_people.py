"""/admin/pegawai in the browser."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from pstku.accounts.queries import find_person_by_username, get_person, photo_of
from pstku.core import clock
from pstku.core.actor import Role
from tests.page import PageClient

LINA = {"username": "lina", "name": "Lina Hulopi, SST", "call_name": "Lina", "salutation": "Ibu", "function": "ipds"}


def one_time(answer) -> str:
    return answer.page.select_one(".pair-code").get_text(strip=True)


def test_the_list_names_everybody_of_this_office_only(sign_in):
    words = sign_in("admin").get("/admin/pegawai").page.get_text()
    assert "Nurain Lestari" in words
    assert "Yusna Dewi" not in words


@pytest.mark.both_engines
def test_a_new_colleague_signs_in_with_the_password_shown_once(app, cast, sign_in):
    admin = sign_in("admin")
    fields = LINA | {"roles": ["petugas", "editor"], "phone": "0812 3456 7890"}
    shown = admin.post_form("/admin/pegawai/tambah", fields)
    password = one_time(shown)
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", password)
    assert find_person_by_username(cast.office_id, "lina").role_codes == {Role.OFFICER, Role.EDITOR}
    newcomer = PageClient(app)
    assert newcomer.post_form("/masuk", {"username": "lina", "password": password}).status_code == 303
    assert newcomer.get("/jawab").location == "/kata-sandi"


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "admin"), ("username", "dua kata"), ("name", ""), ("call_name", ""), ("phone", "abc")],
)
def test_a_wrong_field_keeps_the_rest(sign_in, field, value):
    answer = sign_in("admin").post_form("/admin/pegawai/tambah", LINA | {"roles": ["petugas"], field: value})
    assert answer.status_code == 422
    assert answer.page.select_one(f"#{field}-error")
    kept = "name" if field != "name" else "username"
    assert answer.page.select_one(f"#{kept}")["value"] == LINA[kept]
    assert answer.page.select_one("input[value=petugas]").has_attr("checked")


def test_an_unknown_role_cannot_be_smuggled_in(cast, sign_in):
    answer = sign_in("admin").post_form("/admin/pegawai/tambah", LINA | {"roles": ["raja"]})
    assert answer.status_code == 422
    assert find_person_by_username(cast.office_id, "lina") is None


def test_fields_that_are_not_asked_are_not_taken(cast, sign_in):
    path = f"/admin/pegawai/{cast.officer.person_id}"
    extra = {"office_id": cast.other_office_id, "password_hash": "x", "is_active": "", "username": "penyusup"}
    fields = {"name": "Nurain L.", "call_name": "Nurain", "salutation": "Ibu", "function": "ipds", "roles": ["petugas"]}
    assert sign_in("admin").post_form(path, fields | extra).status_code == 303
    person = get_person(cast.office_id, cast.officer.person_id)
    assert (person.name, person.username, person.is_active) == ("Nurain L.", "officer", True)


def test_taking_ones_own_admin_role_is_a_conflict_that_keeps_what_was_typed(cast, sign_in):
    path = f"/admin/pegawai/{cast.admin.person_id}"
    fields = {"name": "Nama Baru", "call_name": "Aminah", "salutation": "Ibu", "function": "", "roles": ["petugas"]}
    answer = sign_in("admin").post_form(path, fields)
    assert answer.status_code == 409
    assert "admin lain" in answer.page.get_text()
    assert answer.page.select_one("#name")["value"] == "Nama Baru"


@pytest.mark.both_engines
def test_a_deactivated_colleague_is_out_at_once(cast, sign_in):
    admin, officer = sign_in("admin"), sign_in("officer")
    path = f"/admin/pegawai/{cast.officer.person_id}"
    assert admin.post_form(f"{path}/nonaktifkan", {}, page=path).status_code == 303
    assert officer.get("/saya").status_code == 303
    assert admin.post_form(f"{path}/aktifkan", {}, page=path).status_code == 303
    assert get_person(cast.office_id, cast.officer.person_id).is_active


def test_deactivating_oneself_is_a_conflict(cast, sign_in):
    path = f"/admin/pegawai/{cast.admin.person_id}"
    assert sign_in("admin").post_form(f"{path}/nonaktifkan", {}, page=path).status_code == 409


@pytest.mark.both_engines
def test_a_reset_shows_the_new_password_once(cast, sign_in):
    admin = sign_in("admin")
    path = f"/admin/pegawai/{cast.officer.person_id}"
    password = one_time(admin.post_form(f"{path}/kata-sandi", {}, page=path))
    assert password not in admin.get(path).page.get_text()


def test_a_sanction_is_noted_and_ended(cast, sign_in):
    admin, path = sign_in("admin"), f"/admin/pegawai/{cast.officer.person_id}"
    admin.post_form(f"{path}/sanksi", {"running": "1"}, page=path)
    assert get_person(cast.office_id, cast.officer.person_id).under_sanction
    admin.post_form(f"{path}/sanksi", {"running": "0"}, page=path)
    assert not get_person(cast.office_id, cast.officer.person_id).under_sanction


def test_a_photo_is_uploaded_and_a_drawing_refused(cast, sign_in):
    out = BytesIO()
    Image.new("RGB", (300, 300), "teal").save(out, "PNG")
    admin, path = sign_in("admin"), f"/admin/pegawai/{cast.officer.person_id}"
    photo = (BytesIO(out.getvalue()), "foto.png")
    assert admin.post_form(f"{path}/foto", {"photo": photo}, page=path).status_code == 303
    assert photo_of(cast.office_id, cast.officer.person_id).startswith(b"\xff\xd8\xff")
    drawing = (BytesIO(b"<svg onload=alert(1)>"), "foto.jpg")
    answer = admin.post_form(f"{path}/foto", {"photo": drawing}, page=path)
    assert answer.status_code == 422
    assert "bukan gambar" in answer.page.select_one("#photo-error").get_text()
    assert admin.post_form(f"{path}/foto", {}, page=path).status_code == 422


@pytest.mark.both_engines
def test_the_admin_area_asks_again_after_half_an_hour_of_silence(sign_in):
    admin = sign_in("admin")
    assert admin.get("/admin/").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert admin.get("/admin/").location.startswith("/masuk")


def test_a_call_name_that_exists_already_is_kept_with_a_warning(cast, sign_in):
    admin = sign_in("admin")
    page = admin.post_form("/admin/pegawai/tambah", LINA | {"call_name": "nurain"}).page
    assert "Nurain Lestari, SST juga dipanggil nurain" in page.get_text()
    other = admin.post_form("/admin/pegawai/tambah", LINA | {"username": "lina2"}).page
    assert "juga dipanggil" not in other.get_text()
