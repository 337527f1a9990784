"""The register of the service standard, the duties of the year, and evidences computed from what happened."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.privacy import erase_guest
from pstku.offices.operations.configuring import change_settings
from pstku.offices.operations.service_types import edit_service_type
from pstku.offices.queries import configuration
from pstku.offices.rules.services import ServiceWords
from pstku.readiness.evidences import EVIDENCES, evidence_of, evidences_of
from pstku.readiness.evidences.asking import Asked
from pstku.readiness.operations.duties import (
    DutyWords,
    note_deed,
    remove_duty,
    save_duty,
    take_back_deed,
    take_first_duties,
)
from pstku.readiness.operations.standards import VersionWords, correct_version, note_version
from pstku.readiness.paper import readiness_pdf, readiness_values
from pstku.readiness.queries import duties_of, get_version, standard_versions, told_standards, urgent_duties
from pstku.readiness.rules import FIRST_DUTIES
from pstku.skm.operations.following import plan_follow_up
from pstku.skm.operations.rounds import open_round
from pstku.skm.rules.rounds import Period
from tests.factories import make_guest, make_visit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def rows(cast, key: str, actor=None, year: int = 2026) -> dict[str, str]:
    session().rollback()
    asked = Asked(configuration(cast.office_id), actor or cast.head, year, TODAY)
    return {row.name: row.value for row in evidence_of(asked, key).rows}


def version(**fields) -> VersionWords:
    return VersionWords(**({"name": "SK 12/2026", "effective_on": date(2026, 2, 1)} | fields))


def test_a_version_keeps_what_guests_were_told_and_says_when_that_changed(cast):
    office = configuration(cast.office_id)
    told = told_standards(office)
    one = note_version(
        cast.admin, version(reviewed_on=date(2026, 1, 10), participants="3 OPD, 2 akademisi", media="Papan\nSitus")
    )
    assert rows(cast, "standar")["Sama dengan yang dibaca tamu sekarang"] == "ya"
    service = office.active_services()[0]
    words = {name: getattr(service, name) for name in ServiceWords.__dataclass_fields__} | {
        "standard_text": "Paling lama 4 menit"
    }
    edit_service_type(cast.admin, service.id, ServiceWords(**words))
    assert get_version(cast.office_id, one).services == told
    assert rows(cast, "standar")["Sama dengan yang dibaca tamu sekarang"].startswith("tidak")
    assert rows(cast, "standar")["Yang ikut meninjau"] == "3 OPD, 2 akademisi"
    assert rows(cast, "media") == {"Banyak media": "2", "Papan": "", "Situs": ""}


def test_the_version_in_effect_counts_and_not_one_to_come(cast):
    note_version(cast.admin, version())
    note_version(cast.head, version(name="SK 1/2027", effective_on=date(2027, 1, 1)))
    assert rows(cast, "standar")["Versi"] == "SK 12/2026"
    assert rows(cast, "standar", year=2025) == {}
    assert [one.name for one in standard_versions(cast.office_id)] == ["SK 1/2027", "SK 12/2026"]


def test_a_version_is_put_right_and_the_trail_names_the_fields(cast):
    one = note_version(cast.admin, version())
    correct_version(cast.head, one, version(pledged_on=date(2026, 2, 3), media="Papan"))
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "correct_standard")).one()
    assert entry.detail == {"fields": ["media", "pledged_on"]}
    assert rows(cast, "maklumat")["Ditetapkan"] == "3 Februari 2026"
    correct_version(cast.head, one, version(pledged_on=date(2026, 2, 3), media="Papan"))
    assert len(session().scalars(select(AuditEntry).where(AuditEntry.action == "correct_standard")).all()) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"reviewed_on": date(2026, 2, 2)}, "reviewed_on"),
        ({"media": "x" * 1001}, "media"),
    ],
)
def test_a_faulty_version_is_refused_beside_its_field(cast, fields, field):
    with pytest.raises(InvalidInput) as refused:
        note_version(cast.admin, version(**fields))
    assert refused.value.field == field


def test_no_address_of_a_participant_is_kept(cast):
    one = note_version(cast.admin, version(participants="2 OPD, budi@contoh.id 0812 3456 7890"))
    assert get_version(cast.office_id, one).participants == "2 OPD, (surel) (nomor)"


def test_the_first_list_comes_once_and_is_all_to_be_checked(cast):
    assert take_first_duties(cast.admin) == len(FIRST_DUTIES)
    assert take_first_duties(cast.head) == 0
    found = duties_of(cast.office_id, 2026, TODAY)
    assert all(one.duty.needs_check for one in found)
    assert [one.due_on for one in found][:3] == [date(2026, 5, 31), date(2026, 12, 31), date(2026, 12, 31)]
    assert found[-1].due_on is None and duties_of(cast.other_office_id, 2026, TODAY) == []


def test_what_is_late_or_near_reminds_and_what_was_done_does_not(cast):
    late = save_duty(cast.admin, None, DutyWords(title="Berkas", month=5, day=31))
    save_duty(cast.admin, None, DutyWords(title="Survei", month=12, day=20))
    save_duty(cast.admin, None, DutyWords(title="Nanti", month=12, day=31))
    save_duty(cast.admin, None, DutyWords(title="Kapan"))
    assert [one.duty.title for one in urgent_duties(cast.office_id, TODAY)] == ["Berkas", "Survei"]
    note_deed(cast.head, late, 2026, done_on=date(2026, 6, 4), note="B-12")
    assert [one.duty.title for one in urgent_duties(cast.office_id, TODAY)] == ["Survei"]
    with pytest.raises(Conflict):
        note_deed(cast.admin, late, 2026, done_on=date(2026, 6, 4), note="")
    with pytest.raises(Conflict, match="tetap tersimpan"):
        remove_duty(cast.admin, late)
    take_back_deed(cast.admin, late, 2026)
    with pytest.raises(Conflict):
        take_back_deed(cast.admin, late, 2026)
    remove_duty(cast.admin, late)
    with pytest.raises(NotFound):
        remove_duty(cast.admin, late)


def test_in_december_the_duties_of_january_are_near(cast):
    save_duty(cast.admin, None, DutyWords(title="Januari", month=1, day=10))
    assert [one.due_on for one in urgent_duties(cast.office_id, date(2026, 12, 20))] == [
        date(2026, 1, 10),
        date(2027, 1, 10),
    ]


def test_what_was_due_on_the_last_day_of_a_year_is_late_in_the_next(cast):
    save_duty(cast.admin, None, DutyWords(title="Mei", month=5, day=31))
    survey = save_duty(cast.admin, None, DutyWords(title="Survei", month=12, day=31))
    late = urgent_duties(cast.office_id, date(2027, 1, 1))
    assert [(one.duty.title, one.due_on, one.state) for one in late] == [("Survei", date(2026, 12, 31), "late")]
    assert urgent_duties(cast.office_id, date(2027, 3, 1)) and not urgent_duties(cast.office_id, date(2027, 3, 2))
    note_deed(cast.head, survey, 2026, done_on=TODAY, note="")
    assert urgent_duties(cast.office_id, date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"), ({"month": 2}, "day"), ({"day": 3}, "day"), ({"month": 2, "day": 30}, "day"),
        ({"month": 4, "day": 31}, "day"), ({"month": 13, "day": 1}, "day"), ({"month": 1, "day": 0}, "day"),
        ({"month": 1, "day": 10**12}, "day"), ({"title": "x" * 121}, "title"),
    ],
)  # fmt: skip
def test_a_faulty_duty_is_refused_beside_its_field(cast, fields, field):
    with pytest.raises(InvalidInput) as refused:
        save_duty(cast.admin, None, DutyWords(**({"title": "Survei"} | fields)))
    assert refused.value.field == field


def test_a_duty_is_not_done_tomorrow_nor_by_another_office(cast):
    duty_id = save_duty(cast.admin, None, DutyWords(title="Survei"))
    with pytest.raises(InvalidInput):
        note_deed(cast.admin, duty_id, 2026, done_on=date(2026, 11, 24), note="")
    for act in (
        lambda: note_deed(cast.stranger, duty_id, 2026, done_on=TODAY, note=""),
        lambda: remove_duty(cast.stranger, duty_id),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("who", ["officer", "editor", "employee"])
def test_only_admins_and_the_head_write(cast, who):
    actor = getattr(cast, who)
    for act in (
        lambda: note_version(actor, version()),
        lambda: take_first_duties(actor),
        lambda: save_duty(actor, None, DutyWords(title="Survei")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_empty_office_says_of_each_evidence_whether_it_is_there(cast):
    session().rollback()
    asked = Asked(configuration(cast.office_id), cast.head, 2026, TODAY)
    there = {one.evidence.key for one in evidences_of(asked) if one.rows}
    assert there == {"jam", "kriteria", "layanan", "saluran", "privasi"}
    assert len(evidences_of(asked, "zi")) < len(evidences_of(asked)) == len(EVIDENCES)
    with pytest.raises(NotFound):
        evidence_of(asked, "nilai")


def test_times_roster_and_privacy_are_counted_from_the_year(cast):
    for day in (2, 3):
        make_visit(
            cast.office_id, state="done", at=datetime(2026, 11, day, 2, tzinfo=UTC), officer_id=cast.officer.person_id
        )
    make_visit(cast.office_id, state="done", at=datetime(2025, 11, 3, 2, tzinfo=UTC))
    assert rows(cast, "waktu")["Kunjungan"] == "2"
    assert rows(cast, "waktu", year=2025)["Kunjungan"] == "1"
    erase_guest(cast.admin, make_guest(cast.office_id).id)
    found = rows(cast, "privasi")
    assert found["Identitas dihapus atas permintaan"] == "1" and found["Versi pemberitahuan"] == "2026-12"
    assert rows(cast, "privasi", year=2025)["Identitas dihapus atas permintaan"] == "0"


def test_criteria_are_the_settings_of_the_office(cast):
    change_settings(cast.admin, {"gate_votes": 17})
    assert rows(cast, "kriteria")["Penilaian paling sedikit"] == "17"


def test_complaints_in_time_are_counted_without_those_about_whoever_looks(cast):
    for concerned in (None, cast.head.person_id):
        complaint_id = uuid7()
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak di tempat.", about_person_id=concerned)
        if not concerned:
            assign_complaint(cast.admin2, complaint_id, handler_id=cast.admin.person_id, kind="plain")
            answer_complaint(
                cast.admin,
                complaint_id,
                answer="Sudah kami perbaiki.",
                finding="not_upheld",
                reason="Sudah diperiksa bersama.",
            )
    assert rows(cast, "pengaduan", cast.admin)["Pengaduan masuk"] == "2"
    found = rows(cast, "pengaduan")
    assert (found["Pengaduan masuk"], found["Dijawab tepat waktu"]) == ("1", "100 % (1/1)")


def test_the_survey_tells_respondents_and_what_followed(cast):
    round_id = open_round(cast.admin, Period.YEAR, 2026, 1, population=400, sheets=0)
    plan_follow_up(
        cast.admin,
        round_id,
        None,
        unsur="waktu",
        action="Tambah petugas siang hari.",
        owner_id=cast.admin.person_id,
        planned_on=TODAY,
    )
    assert rows(cast, "survei") == {"Tahun 2026": "0 dari 196 responden, indeks belum tampil, berjalan"}
    assert rows(cast, "tindak-lanjut")["Tindak lanjut selesai"] == "0 % (0/1)"
    assert rows(cast, "tindak-lanjut", year=2025) == {}


def test_the_paper_lists_every_evidence_with_its_state_of_the_day(cast):
    office = configuration(cast.office_id)
    note_version(cast.admin, version(name='#panic("x") $a$', media="=1+1"))
    take_first_duties(cast.admin)
    session().rollback()
    asked = Asked(office, cast.head, 2026, TODAY)
    duties = duties_of(office.id, 2026, TODAY)
    values = readiness_values(office, 2026, evidences_of(asked), duties, "", is_demo=False)
    assert values["state"] == "Keadaan per 23 November 2026."
    assert len(values["evidences"]) == len(EVIDENCES) and len(values["duties"]) == len(FIRST_DUTIES)
    assert sorted({line[-1] for line in values["duties"]}) == ["periksa"]
    assert readiness_pdf(office, 2026, evidences_of(asked), duties, "", is_demo=True).startswith(b"%PDF")
    one = readiness_values(office, 2026, [evidence_of(asked, "standar")], duties, "", is_demo=False)
    assert (one["title"], one["duties"], one["outside"]) == ("Standar pelayanan", [], [])
    zone = readiness_values(office, 2026, evidences_of(asked, "zi"), duties, "zi", is_demo=False)
    assert zone["period"] == "Tahun 2026 · Zona integritas" and len(zone["outside"]) < 7
