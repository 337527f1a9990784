"""Konsultasi DTSEN at the counter: offered by an admin, noted as codes, counted in the overview, and never a NIK."""

from dataclasses import asdict, replace

import pytest
import yaml
from sqlalchemy import delete, text

from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.dtsen import rules
from pstku.dtsen.operations import note_dtsen
from pstku.dtsen.queries import dtsen_of
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.queries.personal import exported_guest
from pstku.guestbook.queries.visits import get_visit
from pstku.offices.models import ServiceType
from pstku.offices.operations.changing import changed
from pstku.offices.operations.service_types import add_service_type, edit_service_type
from pstku.offices.queries import configuration
from tests.factories import make_visit
from tests.people import ROOT

NIK = "7571012345678901"


def offered(cast) -> int:
    """The id of the service, with which every new office begins."""
    return next(one.id for one in configuration(cast.office_id).services if one.code == rules.CODE)


def come(cast, service_id: int, **fields):
    visit_id = uuid7()
    register_visit(
        cast.office_id, visit_id, Entry(service_id=service_id, **({"name": "Budi"} | fields)), Origin("tablet")
    )
    return visit_id


@pytest.mark.both_engines
def test_an_office_without_it_adds_it_with_one_tap_as_new_offices_have_it(app, cast, sign_in):
    with atomic() as s:
        s.execute(delete(ServiceType).where(ServiceType.id == offered(cast)))
        changed(cast.office_id)
    founded = yaml.safe_load((ROOT / "content/offices/7571.yaml").read_text(encoding="utf-8"))["services"]
    admin = sign_in("admin")
    admin.post_form("/admin/layanan/dtsen", {}, page="/admin/layanan")
    assert "Tambahkan Konsultasi DTSEN" not in admin.get("/admin/layanan").page.get_text()
    services = configuration(cast.office_id).services
    assert [one.code for one in services][-2:] == [one["code"] for one in founded][-2:] == [rules.CODE, "lainnya"]
    added, written = asdict(services[-2]), founded[-2]
    assert {name: added[name] for name in written} == written
    assert added["is_active"] and not added["is_complaint"]


def test_its_guests_stand_in_a_queue_of_their_own(cast):
    visit = get_visit(cast.office_id, come(cast, offered(cast)))
    other = get_visit(cast.office_id, come(cast, configuration(cast.office_id).services[0].id))
    assert (visit.letter, visit.number, other.letter, other.number) == ("D", 1, "A", 1)


def test_an_office_that_has_no_other_card_gets_it_at_the_end(cast):
    added = add_service_type(cast.admin, replace(rules.SERVICE, queue_letter="A"), before="no such card")
    assert configuration(cast.office_id).services[-1].id == added.id


@pytest.mark.both_engines
def test_two_services_cannot_share_a_letter_of_their_own(app, cast):
    other = replace(rules.SERVICE, name="Tanya peta", guest_label="Tanya peta")
    with pytest.raises(InvalidInput, match="Huruf D sudah dipakai layanan Konsultasi DTSEN"):
        add_service_type(cast.admin, other)
    shared = add_service_type(cast.admin, replace(other, queue_letter="A"))
    with pytest.raises(InvalidInput, match="Huruf D"):
        edit_service_type(cast.admin, shared.id, other)
    edit_service_type(cast.admin, offered(cast), rules.SERVICE)  # its own letter again


def test_kind_and_result_are_noted_and_corrected_on_the_visits_page(app, cast, sign_in):
    visit_id = come(cast, offered(cast))
    desk = sign_in("officer")
    assert "Jenis dan hasil DTSEN" in desk.get(f"/meja/{visit_id}").page.get_text()
    page = desk.get(f"/meja/{visit_id}/dtsen").page
    assert "Dinas Sosial" in page.get_text() and "Cek Bansos" in page.get_text()
    assert not page.select("main input[type=text], main textarea")
    refused = desk.post_form(f"/meja/{visit_id}/dtsen", {"kind": "", "result": ""})
    assert refused.status_code == 422 and "Pilih dahulu apa yang ditanyakan" in refused.page.get_text()
    for kind, result in (("decile", ""), ("update", "incomplete")):
        assert desk.post_form(f"/meja/{visit_id}/dtsen", {"kind": kind, "result": result}).status_code == 303
    session().expire_all()
    noted = dtsen_of(visit_id)
    assert (noted.kind, noted.result, noted.noted_by_id) == ("update", "incomplete", cast.officer.person_id)
    guest_id = get_visit(cast.office_id, visit_id).guest_id
    assert exported_guest(cast.office_id, guest_id)["dtsen_visits"] == [{"kind": "update", "result": "incomplete"}]


def test_only_servers_note_and_only_visits_of_the_service(app, cast):
    visit_id = come(cast, offered(cast))
    plain = make_visit(cast.office_id)
    with pytest.raises(NotAllowed):
        note_dtsen(cast.employee, visit_id, "decile", None)
    with pytest.raises(InvalidInput, match="bukan Konsultasi DTSEN"):
        note_dtsen(cast.officer, plain.id, "decile", None)
    with pytest.raises(InvalidInput):
        note_dtsen(cast.officer, visit_id, "decile", "seven")
    with pytest.raises(NotFound):
        note_dtsen(cast.stranger, visit_id, "decile", None)


def test_a_visit_of_another_office_is_not_there(cast, sign_in):
    visit = make_visit(cast.other_office_id)
    assert sign_in("officer").get(f"/meja/{visit.id}/dtsen").status_code == 404


@pytest.mark.both_engines
def test_the_overview_counts_kinds_by_how_they_ended(app, cast, sign_in):
    admin = sign_in("admin")
    assert not admin.get("/ringkasan").page.select("#dtsen")
    service_id = offered(cast)
    for kind, result in (("decile", "on_the_spot"), ("decile", "on_the_spot"), ("objection", None)):
        note_dtsen(cast.officer, come(cast, service_id), kind, result)
    make_visit(cast.office_id, state="done", service_type_id=service_id, officer_id=cast.officer.person_id)
    section = admin.get("/ringkasan").page.select_one("section[aria-labelledby=dtsen]")
    rows = {
        row.select_one("th").get_text(strip=True): [cell.get_text(strip=True) for cell in row.select("td")]
        for row in section.select("tbody tr")
    }
    assert rows["Cek desil"] == ["2", "0", "0", "0", "0"]
    assert rows["Keberatan"] == ["0", "0", "0", "0", "1"]
    assert rows["Jenis belum dicatat"] == ["0", "0", "0", "0", "1"]  # served, and nobody noted what for


@pytest.mark.both_engines
def test_a_nik_typed_anywhere_at_such_a_visit_is_kept_nowhere(app, cast, sign_in):
    visit_id = come(
        cast, offered(cast), name=f"Budi {NIK}", agency=f"RT 2 NIK {NIK}", help_note=NIK, question=f"Desil {NIK}?"
    )
    desk = sign_in("officer")
    posts = {
        f"/meja/{visit_id}/mulai": ({}, "/meja"),
        f"/meja/{visit_id}/data": ({"id": str(uuid7()), "what": f"desil {NIK}", "obtained": "no"}, f"/meja/{visit_id}"),
        f"/meja/{visit_id}": ({"name": "Budi", "agency": f"Kelurahan {NIK}", "party_size": "1"}, None),
        f"/meja/{visit_id}/selesai": (
            {"outcome": "referred", "referral": "other_agency", "note": f"Dinas Sosial, {NIK}"},
            "/meja",
        ),
    }
    answers = [desk.post_form(path, fields, page=page).status_code for path, (fields, page) in posts.items()]
    assert answers == [303] * 4
    for table in ("visits", "guests", "agencies", "data_needs", "visit_events", "audit_entries"):
        assert NIK not in repr(session().execute(text(f"SELECT * FROM {table}")).all()), table
