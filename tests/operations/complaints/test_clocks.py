"""Pengaduan: the days of the first word and the answer, in the office's calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pstku.audit.queries import entries
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import assign_complaint
from pstku.complaints.queries import (
    get_complaint,
    to_do_count,
    waiting_complaints,
)
from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.tokens import uuid7
from pstku.offices.operations.hours import add_holiday

MIDNIGHT = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "first_due_on", "due_on"),
    [
        (MIDNIGHT - timedelta(seconds=1), date(2026, 11, 26), date(2027, 1, 22)),
        (MIDNIGHT, date(2026, 11, 27), date(2027, 1, 23)),
        (datetime(2026, 11, 27, 2, tzinfo=UTC), date(2026, 12, 2), date(2027, 1, 26)),  # a Friday
        (datetime(2026, 12, 22, 2, tzinfo=UTC), date(2026, 12, 29), date(2027, 2, 20)),  # 24 and 25 are off
    ],
)
def test_the_first_word_and_the_answer_are_promised_in_the_offices_days(cast, at, first_due_on, due_on):
    with clock.at(at - timedelta(days=1)):
        for day, name in ((date(2026, 12, 24), "Cuti bersama"), (date(2026, 12, 25), "Natal")):
            add_holiday(cast.admin, day, name)
    with clock.at(at):
        filed = file_complaint(cast.office_id, uuid7(), text="Menunggu terlalu lama sekali.")
    assert (filed.first_due_on, filed.due_on) == (first_due_on, due_on)


def test_a_paper_counts_from_the_day_it_came(cast):
    complaint_id = uuid7()
    with clock.at(MIDNIGHT):  # Tuesday here
        arrived = {"text": "Surat di kotak saran.", "channel": "paper", "entered_by": cast.officer}
        filed = file_complaint(cast.office_id, complaint_id, **arrived, received_on=date(2026, 11, 20))
        assert filed.first_due_on == date(2026, 11, 25)
        for day in (date(2026, 11, 25), date(2026, 11, 9)):
            with pytest.raises(InvalidInput) as refusal:
                file_complaint(cast.office_id, uuid7(), **arrived, received_on=day)
            assert refusal.value.field == "received_on"


def test_the_kind_moves_the_last_day_and_nobody_gives_themselves_more(cast):
    complaint_id, editor = uuid7(), cast.editor.person_id
    with clock.at(MIDNIGHT - timedelta(hours=8)):
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.")
        assign_complaint(cast.admin, complaint_id, handler_id=editor, kind="plain")
        assert get_complaint(cast.editor, complaint_id).due_on == date(2026, 11, 30)
        assign_complaint(cast.head, complaint_id, handler_id=editor, kind="breach")
        assert get_complaint(cast.editor, complaint_id).due_on == date(2026, 12, 11)
        assign_complaint(cast.head, complaint_id, handler_id=cast.admin.person_id)
        with pytest.raises(InvalidInput) as refusal:
            assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id, kind="field")
        assert refusal.value.field == "kind"
        assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id, kind="plain")  # less is no favour
    sorted_as = [
        (entry.detail["was"], entry.detail["now"]) for entry in entries(cast.office_id, action="sort_complaint")
    ]
    assert sorted_as == [("breach", "plain"), ("plain", "breach"), ("", "plain")]


def test_what_waits_is_counted_as_late_by_the_offices_midnight(cast):
    complaint_id, thursday = uuid7(), date(2026, 11, 26)
    with clock.at(MIDNIGHT - timedelta(hours=8)):
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.")
        assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, kind="plain")
        for today, silent, overdue in (
            (thursday, 0, 0),
            (date(2026, 11, 27), 1, 0),
            (date(2026, 11, 30), 1, 0),
            (date(2026, 12, 1), 1, 1),
        ):
            waiting = waiting_complaints(cast.admin, today)
            assert (waiting.silent, waiting.overdue) == (silent, overdue), today
        assert (to_do_count(cast.editor, thursday), to_do_count(cast.officer, thursday)) == (1, 0)
