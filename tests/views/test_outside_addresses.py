"""Alamat luar: an editor says what is right, and guests read nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.guestbook.visit_tokens import visit_token
from pstku.offices.models import ServiceType
from pstku.offices.operations import changed
from pstku.offices.operations.addresses import add_address, edit_address, set_address_state
from pstku.offices.operations.english import write_english
from pstku.offices.queries import configuration
from pstku.offices.rules.addresses import CHECKED_FOR, AddressWords
from tests.factories import make_device, make_visit

WHERE = "/belajar/alamat"


def named(cast, name):
    return next(one for one in configuration(cast.office_id).addresses if one.name == name)


@pytest.fixture
def dtsen_page(cast, client):
    """The guest's own page of a DTSEN visit, in the language asked for."""
    service = next(one for one in configuration(cast.office_id).services if one.code == "konsultasi_dtsen")
    visit = make_visit(cast.office_id, service_type_id=service.id)
    address = f"/n/{visit_token(visit.id)}"
    return lambda language="id": client.get(f"{address}?bahasa={language}").page


def test_an_editor_says_that_an_address_is_right_and_guests_read_it_with_the_day(cast, sign_in, dtsen_page):
    app = named(cast, "Aplikasi Cek Bansos")
    before = dtsen_page().get_text(" ", strip=True)
    assert "Aplikasi Cek Bansos" in before and "cekbansos" not in before
    assert "Belum diperiksa kantor ini. Tanyakan kepada petugas." in before
    editor = sign_in("editor")
    assert WHERE in [link["href"] for link in editor.get("/belajar").page.select("a")]
    editor.post_form(f"{WHERE}/{app.id}/keadaan", {"keadaan": "valid"}, page=WHERE)
    listed = editor.get(WHERE).page.get_text(" ", strip=True)
    assert "Berlaku" in listed and "Oleh Fitri" in listed
    page = dtsen_page()
    assert page.select_one("a[href='https://cekbansos.kemensos.go.id']")
    assert "Diperiksa " in page.select_one(".ways").get_text()
    english = dtsen_page("en").get_text(" ", strip=True)
    assert "Cek Bansos app" in english and "Checked " in english
    with clock.at(clock.now() + CHECKED_FOR + timedelta(days=1)):
        assert named(cast, app.name).state_at(clock.now()) == "unchecked"


@pytest.mark.both_engines
def test_what_is_not_valid_any_more_is_told_to_officers_alone(cast, sign_in, dtsen_page):
    set_address_state(cast.editor, named(cast, "Dinas Sosial").id, "ended")
    assert "Dinas Sosial" not in dtsen_page().get_text()
    service = next(one for one in configuration(cast.office_id).services if one.code == "konsultasi_dtsen")
    visit = make_visit(cast.office_id, service_type_id=service.id)
    officer = sign_in("officer")
    told = officer.get(f"/meja/{visit.id}/dtsen").page.get_text(" ", strip=True)
    assert "Dinas Sosial" in told and "Tidak berlaku lagi" in told and "Jangan disebutkan kepada tamu." in told
    assert "Pastikan dahulu; tamu belum melihat alamatnya." in told
    assert "Periksa atau ubah alamat" not in told
    assert officer.get(WHERE).status_code == 403


def test_no_other_guest_reads_the_ways_of_dtsen(cast, client):
    visit = make_visit(cast.office_id)
    assert "Cek Bansos" not in client.get(f"/n/{visit_token(visit.id)}").page.get_text()


@pytest.mark.both_engines
def test_what_was_checked_is_not_what_stands_there_after_a_change(cast, sign_in):
    office = named(cast, "Dinas Sosial")
    set_address_state(cast.editor, office.id, "valid")
    admin = sign_in("admin")
    fields = {"topic": "dtsen", "name": office.name, "guidance": office.guidance, "address": "Jalan Jamaludin Malik 1"}
    assert admin.post_form(f"{WHERE}/{office.id}", fields).status_code == 303
    changed = named(cast, "Dinas Sosial")
    assert (changed.address, changed.state, changed.checked_at) == ("Jalan Jamaludin Malik 1", "unchecked", None)
    assert (changed.name_en, changed.guidance_en) == (office.name_en, office.guidance_en)
    edit_address(cast.admin, office.id, AddressWords(**(fields | {"guidance": "Tanya loket 3."})))
    assert named(cast, "Dinas Sosial").guidance_en == ""
    gap = admin.get("/admin/bahasa-inggris").page.select_one("#kosong").get_text(" ", strip=True)
    assert "Tanya loket 3." in gap and "Alamat luar" in gap
    write_english(cast.admin, "outside_address", office.id, "guidance", "Ask counter 3.")
    assert named(cast, "Dinas Sosial").guidance_en == "Ask counter 3."


@pytest.mark.both_engines
def test_an_address_is_added_unchecked_and_refused_where_it_cannot_be(cast, sign_in):
    editor = sign_in("editor")
    added = {"topic": "complaint", "name": "Ombudsman", "guidance": "", "address": "https://ombudsman.go.id"}
    assert editor.post_form(WHERE, added).status_code == 303
    assert named(cast, "Ombudsman").state == "unchecked"
    refused = editor.post_form(WHERE, added | {"address": "javascript:alert(1)"})
    assert refused.status_code == 422 and "Alamat web diawali https://" in refused.page.get_text()
    for actor in (cast.officer, cast.employee):
        with pytest.raises(NotAllowed):
            add_address(actor, AddressWords(**added))
    with pytest.raises(InvalidInput):
        set_address_state(cast.editor, named(cast, "Ombudsman").id, "perhaps")
    with pytest.raises(NotFound):
        set_address_state(cast.stranger, named(cast, "Ombudsman").id, "valid")
    assert editor.get(f"{WHERE}/999999").status_code == 404


def test_a_complaint_names_lapor_as_the_office_knows_it(cast, client, sign_in):
    def filed() -> str:
        page = client.get("/n/pengaduan").page
        fields = {"id": page.select_one("input[name=id]")["value"], "text": "Antreannya lama sekali."}
        return client.post_form("/n/pengaduan", fields).page.get_text(" ", strip=True)

    lapor = named(cast, "LAPOR")
    assert "Bisa juga lewat LAPOR ." in filed()
    set_address_state(cast.editor, lapor.id, "valid")
    assert "Bisa juga lewat LAPOR (www.lapor.go.id) ." in filed()
    head = sign_in("head")
    assert head.get("/admin/pengaduan").page.select_one("a[href='https://www.lapor.go.id']")
    set_address_state(cast.editor, lapor.id, "ended")
    assert "Bisa juga" not in filed()
    assert not head.get("/admin/pengaduan").page.select_one("a[href='https://www.lapor.go.id']")


def test_the_tablet_itself_tells_the_ways_of_dtsen_and_leads_to_none(app, cast, client):
    make_device(cast.office_id)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    service = next(one for one in configuration(cast.office_id).services if one.code == "konsultasi_dtsen")

    def told(language="id"):
        """What a tablet remembers for its last screen, also without a server."""
        return client.get("/kiosk/api/kotak-kirim").get_json()["words"][language].get("ways")

    def way(name, language="id"):
        return next(one for one in told(language)["list"] if one["name"][0] == name)

    assert told()["service"] == service.id
    assert way("Dinas Sosial")["note"] == "Belum diperiksa kantor ini. Tanyakan kepada petugas."
    assert way("Aplikasi Cek Bansos")["address"] == ""
    set_address_state(cast.editor, named(cast, "Aplikasi Cek Bansos").id, "valid")
    set_address_state(cast.editor, named(cast, "Dinas Sosial").id, "ended")
    assert way("Aplikasi Cek Bansos")["address"] == "cekbansos.kemensos.go.id"
    assert way("Cek Bansos app", "en")["note"].startswith("Checked ")
    assert "Dinas Sosial" not in [one["name"][0] for one in told()["list"]]

    form = client.get("/kiosk/buku-tamu").page.select_one("form#guest")
    fields = {"id": form.select_one("[name=id]")["value"], "service": str(service.id), "name": "Budi"}
    done = client.get(client.post_form("/kiosk/buku-tamu", fields).location).page.select_one(".ways")
    assert "cekbansos.kemensos.go.id" in done.get_text() and not done.select("a")

    with atomic() as s:
        s.execute(update(ServiceType).where(ServiceType.id == service.id).values(is_active=False))
        changed(cast.office_id)
    assert told() is None
