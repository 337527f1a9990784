"""DTSEN consultations are counted as their rows say after every change, of today and of days that are kept."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.dtsen.operations import note_dtsen
from pstku.dtsen.queries import dtsen_counts
from pstku.dtsen.rules import CODE
from pstku.guestbook.models import DtsenVisit, Visit
from pstku.guestbook.operations.keeping_days import figures_by_span, keep_past_days
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.operations.serving import close_visit, guest_left, start_service
from pstku.guestbook.rules.days import total
from pstku.offices.queries import configuration
from tests.factories import make_visit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=clock.UTC)


def service_of(office_id: int) -> int:
    return next(one.id for one in configuration(office_id).services if one.code == CODE)


def counted(cast, first, last) -> Counter:
    office = configuration(cast.office_id)
    return dtsen_counts(office, total(figures_by_span(office, first, last)[0].values()).consultations)


def agree(cast, last) -> Counter:
    """What is counted, after it was compared with every row there is."""
    first, dtsen = last.replace(day=1), service_of(cast.office_id)
    session().expire_all()
    noted = {row.visit_id: (row.kind, row.result) for row in session().scalars(select(DtsenVisit))}
    told = Counter(
        noted.get(visit.id, (None, None))
        for visit in session().scalars(select(Visit).where(Visit.office_id == cast.office_id))
        if visit.service_type_id == dtsen and first <= visit.day <= last
        if visit.state == "done" or visit.id in noted
    )
    assert counted(cast, first, last) == told
    return told


def test_the_counts_are_those_of_the_rows_after_every_change(cast):
    with clock.at(NOW):
        changes(cast)


def changes(cast):
    dtsen, today = service_of(cast.office_id), NOW.date()
    assert not agree(cast, today)

    def come(**fields):
        return make_visit(cast.office_id, **({"service_type_id": dtsen, "letter": "D"} | fields))

    served, left, other = come(), come(), come(service_type_id=configuration(cast.office_id).services[0].id)
    assert not agree(cast, today)
    for visit in (served, other):
        start_service(cast.officer, visit.id)
        close_visit(cast.officer, visit.id)
    assert agree(cast, today) == {(None, None): 1}
    note_dtsen(cast.officer, left.id, "decile", None)
    assert agree(cast, today) == {(None, None): 1, ("decile", None): 1}
    guest_left(cast.officer, left.id)
    assert agree(cast, today) == {(None, None): 1, ("decile", None): 1}
    for result in (None, "incomplete"):
        note_dtsen(cast.officer, served.id, "update", result)
        assert agree(cast, today) == {("update", result): 1, ("decile", None): 1}
    erase_guest(cast.admin, served.guest_id)
    assert agree(cast, today) == {("update", "incomplete"): 1, ("decile", None): 1}
    long_ago = come(state="done", at=NOW - timedelta(days=7), officer_id=cast.officer.person_id)
    assert agree(cast, long_ago.day) == {(None, None): 1}
    note_dtsen(cast.officer, long_ago.id, "other", "follow_up")
    agree(cast, today)
    assert agree(cast, long_ago.day) == {("other", "follow_up"): 1}
    for change, left in (
        (update(DtsenVisit).values(result="not_found"), {("other", "not_found"): 1}),
        (update(Visit).values(state="no_show"), {("other", "not_found"): 1}),
        (delete(DtsenVisit), {}),
        (update(Visit).values(state="done"), {(None, None): 1}),
        (update(Visit).values(service_type_id=other.service_type_id), {}),
    ):
        keep_past_days(cast.office_id)
        column = DtsenVisit.visit_id if change.table.name == "dtsen_visits" else Visit.id
        with atomic() as s:
            s.execute(change.where(column == long_ago.id).execution_options(synchronize_session=False))
        assert agree(cast, long_ago.day) == left, change
        agree(cast, today)
