"""The register: the rows behind a figure, as a file, and names only for those who may."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from pstku.audit.models import AuditEntry
from pstku.core.db import session
from pstku.core.errors import Conflict, NotAllowed
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.rules.days import total
from pstku.offices.queries import configuration
from pstku.returns.columns.known import REGISTER, shipped
from pstku.returns.measures.groups import FIXED, of_service, of_way, part_of
from pstku.returns.measures.vocabulary import MEASURES
from pstku.returns.register import exporting, files
from pstku.returns.register.exporting import export_pdf, export_xlsx
from pstku.returns.register.rows import Chosen, count_rows, page_of_rows
from tests.factories import make_visit

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
HOSTILE = ('=cmd|" /C calc"!A0', "+1+1", "-2", "@SUM(A1)", "<b>R&D</b> {x} #link")


def come(cast, day: int, **fields):
    fields = {"state": "done", "officer_id": cast.officer.person_id, "letter": "Z"} | fields
    return make_visit(cast.office_id, at=datetime(2026, 10, day, 1, 30, tzinfo=UTC), **fields)


def sheet_of(file):
    with file:
        return load_workbook(BytesIO(file.read())).active


def test_the_rows_behind_a_figure_are_as_many_as_it_says(cast):
    service = configuration(cast.office_id).services[0].id
    ways = ("tablet", "desk", "field", "paper", "whatsapp", "tablet")
    for day, way in enumerate(ways, 1):
        come(cast, day, channel=way, **({"service_type_id": service} if day % 2 else {}))
    come(cast, 9, follow_up=True, state="waiting", started_at=None)
    make_visit(
        cast.other_office_id,
        at=datetime(2026, 10, 3, 2, tzinfo=UTC),
        service_type_id=configuration(cast.other_office_id).services[0].id,
    )
    office = configuration(cast.office_id)
    parts = total(figures_by_span(office, FIRST, LAST)[0].values()).parts
    for group in (*FIXED, *map(of_service, office.services)):
        counted = MEASURES["kunjungan"].value(part_of(parts, office.services, group))
        assert count_rows(office, Chosen(FIRST, LAST, (group,))) == counted, group.key
    assert len(page_of_rows(office, Chosen(FIRST, LAST))) == 7


def test_a_hostile_name_is_text_and_times_are_dates(cast):
    for day, name in enumerate(HOSTILE, 1):
        come(cast, day, name=name, party_size=5, party_male=2, party_female=3)
    sheet = sheet_of(export_xlsx(cast.admin, Chosen(FIRST, LAST), with_names=True))
    head = [cell.value for cell in sheet[1]]
    assert head == [head.title for head in shipped(REGISTER)] and sheet.freeze_panes == "E2"
    column = head.index("Nama")
    named = [row[column] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in named} == {"s"} and [cell.value for cell in named] == list(HOSTILE)
    first = [cell.value for cell in sheet[2]]
    assert first[:3] == [1, datetime(2026, 10, 1), datetime(2026, 10, 1, 9, 30)], "by the office's clock"
    assert first[head.index("Orang") : head.index("P") + 1] == [5, 2, 3]
    assert export_pdf(cast.admin, Chosen(FIRST, LAST), "Oktober 2026", with_names=True).startswith(b"%PDF")


def test_the_sexes_of_the_rows_add_up_to_those_of_the_report(cast):
    come(cast, 1, sex="male")
    come(cast, 2, sex="female", party_size=4, party_male=3)
    come(cast, 3, sex="male", party_size=2, party_male=0, party_female=2)
    come(cast, 4, sex=None)
    office, chosen = configuration(cast.office_id), Chosen(FIRST, LAST)
    whole = total(figures_by_span(office, FIRST, LAST)[0].values()).whole
    rows = page_of_rows(office, chosen)
    assert [(row.male, row.female) for row in rows] == [(1, 0), (3, 0), (0, 2), (0, 0)]
    assert (sum(row.male for row in rows), sum(row.female for row in rows)) == (whole.male, whole.female)
    sheet = sheet_of(export_xlsx(cast.head, chosen, with_names=False))
    head = [cell.value for cell in sheet[1]]
    told = [[row[head.index(name)].value for name in ("L", "P")] for row in sheet.iter_rows(min_row=2)]
    assert told == [[1, 0], [3, 0], [0, 2], [0, 0]]


def test_the_paper_has_a_column_for_the_sex(cast, monkeypatch):
    printed = []
    monkeypatch.setattr(files, "compile_pdf", lambda _template, values, _at: printed.append(values) or b"%PDF")
    come(cast, 1, sex="male")
    export_pdf(cast.head, Chosen(FIRST, LAST), "Oktober 2026", with_names=False)
    row = dict(zip(printed[0]["head"], printed[0]["rows"][0], strict=True))
    assert (row["Jenis kelamin"], row["Orang"], row["L"], row["P"]) == ("Laki-laki", "1", "1", "0")


def test_an_export_that_gave_no_file_is_not_in_the_trail(cast, monkeypatch):
    come(cast, 1)
    monkeypatch.setattr(files, "MOST_ON_PAPER", 0)
    with pytest.raises(Conflict):
        export_pdf(cast.admin, Chosen(FIRST, LAST), "Oktober 2026", with_names=True)
    for maker, export in (
        ("register_pdf", lambda chosen: export_pdf(cast.admin, chosen, "", with_names=True)),
        ("write_workbook", lambda chosen: export_xlsx(cast.admin, chosen, with_names=True)),
    ):
        monkeypatch.setattr(exporting, maker, broken)
        with pytest.raises(OSError, match="disk"):
            export(Chosen(FIRST, LAST))
    told = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "export_register")
    assert session().scalar(told) == 0


def broken(*_given, **_named):
    raise OSError("no room on the disk")


def test_names_leave_only_with_an_admin_and_every_file_is_in_the_trail(cast):
    visit = come(cast, 1, name="Rahmawati Planted")
    with pytest.raises(NotAllowed):
        export_xlsx(cast.head, Chosen(FIRST, LAST), with_names=True)
    with pytest.raises(NotAllowed):
        export_xlsx(cast.officer, Chosen(FIRST, LAST), with_names=False)
    plain = sheet_of(export_xlsx(cast.head, Chosen(FIRST, LAST), with_names=False))
    assert "Rahmawati Planted" not in [cell.value for row in plain.iter_rows() for cell in row]
    erase_guest(cast.admin, visit.guest_id)
    erased = sheet_of(export_xlsx(cast.admin, Chosen(FIRST, LAST, (of_way("tablet"),)), with_names=True))
    assert erased.max_row == 2 and "Rahmawati Planted" not in [cell.value for row in erased.iter_rows() for cell in row]
    told = select(AuditEntry.actor_id, AuditEntry.detail).where(AuditEntry.action == "export_register")
    noted = [
        (actor, detail["rows"], detail["with_names"])
        for actor, detail in session().execute(told.order_by(AuditEntry.seq))
    ]
    assert noted == [(cast.head.person_id, 1, False), (cast.admin.person_id, 1, True)]


def test_paper_ends_at_a_bound_and_says_so(cast, monkeypatch):
    monkeypatch.setattr(files, "MOST_ON_PAPER", 1)
    come(cast, 1)
    assert export_pdf(cast.admin, Chosen(FIRST, LAST), "Oktober 2026", with_names=False).startswith(b"%PDF")
    come(cast, 2)
    with pytest.raises(Conflict, match="hanya tersedia sebagai xlsx"):
        export_pdf(cast.admin, Chosen(FIRST, LAST), "Oktober 2026", with_names=False)


def test_rows_are_read_in_batches_and_every_one_once(cast, monkeypatch):
    monkeypatch.setattr("pstku.returns.register.streams.AT_ONCE", 3)
    for day in range(1, 9):
        come(cast, day)
    sheet = sheet_of(export_xlsx(cast.admin, Chosen(FIRST, LAST), with_names=False))
    assert [row[1].value.day for row in sheet.iter_rows(min_row=2)] == list(range(1, 9))
