"""The overview reads real rows, within its number of statements."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed
from pstku.library.models import Page
from pstku.offices.queries import configuration
from pstku.returns.overview.page import overview
from pstku.returns.overview.period import period_of
from tests import listening
from tests.factories import make_visit, make_vote


def this_year(office_id: int):
    return period_of(None, clock.local_day(clock.now(), configuration(office_id).tz))


def statements(run) -> int:
    with listening.statements() as seen:
        run()
    return len(seen)


def need(visit, what: str, obtained: str, key: str | None = None) -> DataNeed:
    return DataNeed(
        id=uuid7(),
        office_id=visit.office_id,
        visit_id=visit.id,
        what=what,
        indicator_key=key,
        obtained=obtained,
        created_at=visit.created_at,
    )


def test_the_same_statements_for_two_visits_and_for_forty(cast):
    office, period = configuration(cast.office_id), this_year(cast.office_id)
    for _ in range(2):
        make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id))
    few = statements(lambda: overview(office, period))
    for _ in range(38):
        make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id))
    assert statements(lambda: overview(office, period)) == few <= 10


def test_the_score_is_hidden_until_enough_votes_have_come(cast):
    office, period = configuration(cast.office_id), this_year(cast.office_id)
    for _ in range(9):
        make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id), 3)
    assert overview(office, period).score is None
    make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id), 3)
    assert overview(office, period).score == 75


def test_data_sought_is_counted_with_the_share_obtained(cast):
    visit = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
    with atomic() as s:
        s.add_all([need(visit, "Inflasi", "yes_fits"), need(visit, "Inflasi", "no"), need(visit, "Peta", "yes_fits")])
    found = overview(configuration(cast.office_id), this_year(cast.office_id))
    assert [(t.title, t.sought, t.obtained) for t in found.topics] == [("Inflasi", 2, 1), ("Peta", 1, 1)]
    assert (found.needs.sought, found.needs.fitting) == (3, 2)
    with atomic() as s:
        s.add_all([need(visit, "dicari", "no", key="ind.p0") for _ in range(3)])
    assert overview(configuration(cast.office_id), this_year(cast.office_id)).topics[0].title == "P0"
    with atomic() as s:
        s.execute(update(Page).where(Page.key == "ind.p0").values(short=""))  # as a pack may write it
    top = overview(configuration(cast.office_id), this_year(cast.office_id)).topics[0]
    assert top.title == "Persentase Penduduk Miskin (P0)"


def test_another_office_does_not_count(cast):
    make_visit(cast.other_office_id, state="done", service_type_id=_any_service(cast.other_office_id))
    assert overview(configuration(cast.office_id), this_year(cast.office_id)).people.visits == 0


def _any_service(office_id: int) -> int:
    return configuration(office_id).services[0].id


def test_votes_by_message_count_in_the_score_and_are_told_apart_from_coverage(cast):
    mine = {"state": "done", "officer_id": cast.officer.person_id}
    for _ in range(3):
        make_vote(make_visit(cast.office_id, **mine), 3)
    make_visit(cast.office_id, **mine)
    for fields in ({"channel": "whatsapp"}, {"channel": "tablet", "follow_up": True}):
        make_vote(make_visit(cast.office_id, **mine, **fields), 3, line="remote")
    found = overview(configuration(cast.office_id), this_year(cast.office_id))
    assert (found.votes, found.message_votes) == (5, 2)
    assert (found.coverage.rated, found.coverage.served) == (3, 4)


def test_half_a_percent_is_rounded_up_and_other_data_is_told_apart(cast, sign_in):
    visit = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
    with atomic() as s:
        s.add_all([need(visit, "Inflasi", "yes_fits") for _ in range(5)])
        s.add_all(
            [need(visit, "Inflasi", "yes_not_fitting"), need(visit, "Inflasi", "no"), need(visit, "Inflasi", "no")]
        )
    words = sign_in("head").get("/ringkasan").page.select_one("section[aria-labelledby=dicari]").get_text()
    assert "63 % diperoleh dan sesuai" in " ".join(words.split()) and "63 % sesuai" in words
    assert "Dari 8 kebutuhan data: 5 “Ya, sesuai”, 1 “Ya, tidak sesuai”" in words


@pytest.mark.parametrize(("day", "is_dashed"), [(29, True), (30, False)])
def test_a_month_is_called_unfinished_only_while_a_bar_shows_it(cast, sign_in, day, is_dashed):
    with clock.at(datetime(2026, 11, day, 4, tzinfo=UTC)):
        make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
        page = sign_in("head").get("/ringkasan").page
        assert ("Bulan bergaris putus" in page.get_text()) == is_dashed == bool(page.select(".bar-part"))
