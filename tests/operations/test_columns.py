"""Named column templates, and the files that leave in their order."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound, Taken
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed
from pstku.offices.queries import configuration
from pstku.returns.columns.keeping import add_template, change_template, delete_template, get_template, heads_of
from pstku.returns.columns.known import KINDS, NEEDS, REGISTER, RESPONDENTS, Head, column_names, shipped
from pstku.returns.register.answers import Coded, coarse, survey_rows
from pstku.returns.register.exporting import export_respondents, export_xlsx
from pstku.returns.register.rows import Chosen
from pstku.returns.register.streams import latest_rows
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.rounds import close_round
from pstku.skm.operations.wordings import enter_wording, switch_on
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.sets import SKM
from tests.factories import make_visit
from tests.operations.test_skm_sets import KEY, KEYS, TEXT, asked_quarter
from tests.surveys import answer_often, link_of, open_quarter, served, today, view

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
HOSTILE = '=cmd|" /C calc"!A0'


def come(cast, day: int, **fields):
    fields = {"state": "done", "officer_id": cast.officer.person_id, "letter": "Z"} | fields
    return make_visit(cast.office_id, at=datetime(2026, 10, day, 1, 30, tzinfo=UTC), **fields)


def seek(visit, what: str, obtained: str, **fields) -> None:
    values = {"office_id": visit.office_id, "visit_id": visit.id, "created_at": visit.created_at, "what": what}
    with atomic() as s:
        s.add(DataNeed(id=uuid7(), obtained=obtained, **(values | fields)))


def book_of(file):
    with file:
        return load_workbook(BytesIO(file.read()))


def told(sheet, row: int) -> dict:
    return {head.value: cell.value for head, cell in zip(sheet[1], sheet[row], strict=True)}


def test_what_is_shipped_has_known_keys_and_the_yearly_file_its_columns_first():
    for kind in KINDS:
        assert {head.key for head in shipped(kind)} <= set(column_names(kind))
    yearly = shipped(RESPONDENTS)
    assert [head.key for head in yearly][39:41] == ["putaran", "cara_mengisi"] and len(yearly) == 39 + 2 + 9 + 1


def test_a_template_is_renamed_reordered_and_used_for_the_register(cast):
    row = add_template(cast.admin, REGISTER, "Formulir pusat")
    heads = [
        Head("p", "Perempuan"),
        Head("tidak_ditanyakan", HOSTILE),
        Head("nama", "Nama tamu"),
        Head("tidak_ditanyakan", "Kosong"),
    ]
    change_template(cast.admin, row.id, "Formulir pusat 2026", heads)
    assert heads_of(get_template(cast.office_id, row.id)) == heads
    come(cast, 1, sex="female", name="Rahmawati Planted")
    plain = book_of(export_xlsx(cast.head, Chosen(FIRST, LAST), with_names=False, template_id=row.id)).active
    assert [cell.value for cell in plain[1]] == ["Perempuan", HOSTILE, "Nama tamu", "Kosong"]
    assert [cell.data_type for cell in plain[1]] == ["s"] * 4
    assert [cell.value for cell in plain[2]] == [1, None, None, None], "a column of names keeps its place, empty"
    named = book_of(export_xlsx(cast.admin, Chosen(FIRST, LAST), with_names=True, template_id=row.id)).active
    assert named["C2"].value == "Rahmawati Planted"
    template_id = row.id
    delete_template(cast.admin, template_id)
    with pytest.raises(NotFound):
        export_xlsx(cast.admin, Chosen(FIRST, LAST), with_names=False, template_id=template_id)


@pytest.mark.parametrize(
    "heads",
    [
        [],
        [Head("gaji", "Gaji")],
        [Head("unsur_waktu", "Waktu")],  # of another kind of file
        [Head("no", "No"), Head("no", "Nomor lagi")],
        [Head("no", " ")],
        [Head("no", "x" * 81)],
        [Head("tidak_ditanyakan", "Kosong")] * 81,
    ],
)
def test_a_template_that_no_file_can_have_is_refused_and_the_old_one_stays(cast, heads):
    row = add_template(cast.admin, REGISTER, "Formulir pusat")
    with pytest.raises(InvalidInput):
        change_template(cast.admin, row.id, "Lain", heads)
    assert heads_of(get_template(cast.office_id, row.id)) == list(shipped(REGISTER))


def test_templates_belong_to_an_office_and_its_admins_and_a_name_is_used_once(cast):
    row = add_template(cast.admin, REGISTER, "Formulir pusat")
    with pytest.raises(Taken):
        add_template(cast.admin, REGISTER, "Formulir pusat")
    add_template(cast.admin, NEEDS, "Formulir pusat")
    for act in (
        lambda: add_template(cast.head, REGISTER, "Lain"),
        lambda: change_template(cast.officer, row.id, "Lain", list(shipped(REGISTER))),
        lambda: delete_template(cast.head, row.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    for act in (
        lambda: change_template(cast.stranger, row.id, "Lain", list(shipped(REGISTER))),
        lambda: delete_template(cast.stranger, row.id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(InvalidInput, match="untuk berkas lain"):
        export_respondents(cast.admin, Chosen(FIRST, LAST), RESPONDENTS, with_names=False, template_id=row.id)


def test_a_preview_shows_the_last_rows_of_thirty_days(cast):
    office = configuration(cast.office_id)
    for day in range(1, 6):
        seek(come(cast, day), f"data {day}", "no")
    seek(come(cast, 4), "data 4 lagi", "no")
    come(cast, 6)
    heads = [Head("no", "No"), Head("tanggal", "Tgl"), Head("nama", "Nama"), Head("rincian", "Rincian")]
    found = latest_rows(office, LAST, NEEDS, heads)
    assert [(row[1].day, row[2], row[3]) for row in found] == [
        (4, None, "data 4"),
        (4, None, "data 4 lagi"),
        (5, None, "data 5"),
    ]
    assert [row[1].day for row in latest_rows(office, LAST, RESPONDENTS, heads)] == [4, 4, 5]
    assert [row[1].day for row in latest_rows(office, LAST, REGISTER, heads[:3])] == [4, 5, 6]
    assert latest_rows(office, date(2026, 12, 6), REGISTER, heads[:3]) == [], "all of longer ago"


def test_one_row_a_visit_or_one_row_a_need_and_never_a_vote_or_an_address(cast):
    visit = come(cast, 1, sex="female", education="s1", name="Rahmawati Planted", channel="whatsapp", facility="chat")
    seek(
        visit, "inflasi", "yes_fits", region="Kota", year_from=2020, year_to=2024, level="regency", frequency="monthly"
    )
    seek(visit, HOSTILE, "no", source_kind="map")
    come(cast, 2)  # sought nothing
    wide = book_of(export_respondents(cast.head, Chosen(FIRST, LAST), RESPONDENTS, with_names=False))
    sheet = wide.worksheets[0]
    assert sheet.max_row == 2 and wide.worksheets[1].max_row == 1
    row = told(sheet, 2)
    assert (row["Rincian data"], row["Wilayah data"]) == (f"inflasi || {HOSTILE}", "Kota || ")
    assert (row["Tahun data"], row["Perolehan data"]) == ("2020–2024 || ", "Ya, sesuai || Tidak diperoleh")
    assert (row["Jenis kelamin"], row["Pendidikan"], row["Sarana"]) == ("Perempuan", "D4/S1", "Aplikasi chat")
    assert {row[name] for name in ("Nama", "E-mail", "Telepon", "Disabilitas", "Penilaian keseluruhan")} == {None}
    assert row["Waktu Penyelesaian"] is None, "a visit knows no answer"
    long = book_of(export_respondents(cast.admin, Chosen(FIRST, LAST), NEEDS, with_names=True)).worksheets[0]
    assert [told(long, place)["Rincian data"] for place in (2, 3)] == ["inflasi", HOSTILE] and long.max_row == 3
    with pytest.raises(NotAllowed):
        export_respondents(cast.head, Chosen(FIRST, LAST), NEEDS, with_names=True)
    with pytest.raises(NotAllowed):
        export_respondents(cast.officer, Chosen(FIRST, LAST), NEEDS, with_names=False)
    noted = select(AuditEntry.detail).where(AuditEntry.action == "export_respondents").order_by(AuditEntry.seq)
    assert [(one["kind"], one["rows"], one["with_names"]) for one in session().scalars(noted)] == [
        (RESPONDENTS, 1, False),
        (NEEDS, 2, True),
    ]


def this_year(cast) -> tuple[date, date]:
    return today(cast).replace(month=1, day=1), today(cast)


def answered(cast, n: int, **about) -> None:
    """n more guests who said this of themselves."""
    for place in range(n):
        filled = Filled(dict.fromkeys(SKM.keys, 1 + place % 4), about)
        answer_by_link(cast.office_id, link_of(cast, served(cast)), filled)


def test_answers_leave_of_closed_rounds_only_as_many_as_counted_and_rare_ones_not_told_apart(cast):
    office = configuration(cast.office_id)
    round_id = open_quarter(cast)
    year = this_year(cast)
    answered(cast, 16, sex="female", education="s1")
    answered(cast, 11, sex="male", education="s1")
    answered(cast, 2, sex="male", education="s3")
    assert survey_rows(office, *year) == [], "it is open"
    answered(cast, 2, education="s2")
    close_round(cast.admin, round_id)
    rows = survey_rows(office, *year)
    assert len(rows) == 31
    said = {(row.about["jenis_kelamin"], row.about["pendidikan"]) for row in rows}
    counts = {one: sum((r.about["jenis_kelamin"], r.about["pendidikan"]) == one for r in rows) for one in said}
    assert min(counts.values()) >= 5 and ("Perempuan", "D4/S1") in said
    assert not {pendidikan for _sex, pendidikan in said} & {"S3", "S2"}, "two each: told together"
    assert rows == survey_rows(office, *year), "the same rows every time"
    sheet = book_of(export_respondents(cast.head, Chosen(*year), RESPONDENTS, with_names=False)).worksheets[1]
    assert sheet.max_row == 32 and told(sheet, 2)["Tanggal kunjungan"] is None
    assert {told(sheet, place)["Waktu Penyelesaian"] for place in range(2, 33)} == {1, 2, 3, 4}


def test_a_small_round_gives_no_row(cast):
    round_id = open_quarter(cast)
    answer_often(cast, [4] * 29)
    close_round(cast.admin, round_id)
    assert survey_rows(configuration(cast.office_id), *this_year(cast)) == []


def test_answers_on_another_scale_stay_out(cast):
    wording_id = enter_wording(cast.admin, KEY, **TEXT)
    switch_on(cast.head, wording_id, is_compared=True)
    round_id = asked_quarter(cast)
    for _ in range(30):
        answer_by_link(cast.office_id, link_of(cast, served(cast)), Filled(dict.fromkeys(KEYS, 9)))
    close_round(cast.admin, round_id)
    assert view(cast, round_id).guests, "many enough"
    assert survey_rows(configuration(cast.office_id), *this_year(cast)) == []


def test_answers_whose_time_is_over_stay_out_before_they_are_dropped(cast):
    office, year = configuration(cast.office_id), this_year(cast)
    round_id = open_quarter(cast)
    answer_often(cast, [4] * 30)
    close_round(cast.admin, round_id)
    assert [row.values for row in survey_rows(office, *year)] == [dict.fromkeys(SKM.keys, 4)] * 30
    with clock.at(clock.now() + timedelta(days=500)):
        assert survey_rows(office, *year) == []


def test_no_row_stands_alone_in_any_kind_before_it():
    rows = [Coded({"service": "1" if n < 9 else "2", "sex": "f" if n % 3 else "m"}, {"waktu": n}) for n in range(12)]
    found = coarse(rows, ("service", "sex"))
    classes = {tuple(row.codes.values()) for row in found}
    assert sorted(row.values["waktu"] for row in found) == list(range(12))
    assert all(sum(tuple(row.codes.values()) == one for row in found) >= 5 for one in classes)
