"""The minutes and the award page show a score by one rule, and a closed quarter keeps the rule it was opened with."""

import pytest
from sqlalchemy import select, update

from pstku.awardpapers.minutes import minutes_values
from pstku.core import clock
from pstku.core.db import atomic
from pstku.documents.queries import words_of
from pstku.offices.models import Setting
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.ratings.operations.publishing import publish_scores
from pstku.ratings.queries.published import own_results
from pstku.returns.overview.page import overview
from pstku.returns.overview.period import period_of
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.setting_aside import set_aside
from pstku.rewards.operations.spot_checking import draw_spot_check
from pstku.rewards.presentation import candidate_rows
from pstku.rewards.queries import get_period
from pstku.rewards.weighing import strong_signals
from tests.awards import AFTER, QUARTER, serve_and_rate


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


def setting(office_id: int, key: str, value: int) -> None:
    with atomic() as s:
        s.merge(Setting(office_id=office_id, key=key, value=value))
        changed(office_id)


def locked(cast):
    return lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)


def minutes_of(cast, period, reader) -> dict:
    office = configuration(cast.office_id)
    return minutes_values(office, period, period.evidence, reader, words_of(office))


def printed(cast, period, reader) -> dict[str, list[str]]:
    values = minutes_of(cast, period, reader)
    return {row[0]: row for row in values["rows"]}


def test_59_votes_are_printed_without_decimals(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4, 3] * 29 + [4])
    (row,) = printed(cast, locked(cast), cast.admin).values()
    assert row[3] == "59" and "," not in row[1] and "," not in row[2]


def test_what_the_page_hides_the_paper_hides(cast, now):
    setting(cast.office_id, "publish_votes", 20)
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    period = locked(cast)
    (shown,) = candidate_rows(period, cast.admin)
    (row,) = printed(cast, period, cast.admin).values()
    assert not shown.is_score_shown and row[1:3] == ["–", "–"]


def test_nobody_prints_the_score_of_their_own_votes(cast, now):
    serve_and_rate(cast.office_id, cast.admin.person_id, [4] * 12)
    period = locked(cast)
    assert [row[1] for row in printed(cast, period, cast.admin).values()] == ["–"]
    assert [row[1] for row in printed(cast, period, cast.admin2).values()] != ["–"]


@pytest.mark.parametrize("later", [5, 50])
def test_changing_the_limit_later_changes_no_closed_quarter(cast, now, later):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    serve_and_rate(cast.office_id, cast.admin2.person_id, [4] * 8)
    period, office = locked(cast), configuration(cast.office_id)
    publish_scores(cast.office_id)

    def all_shown() -> tuple:
        own = own_results(cast.office_id, cast.officer.person_id, configuration(cast.office_id).settings)
        page = overview(configuration(cast.office_id), period_of("2026-Q3", AFTER.date()))
        seen = [row.is_score_shown for row in candidate_rows(period, cast.admin)]
        return printed(cast, period, cast.admin), seen, page.score, [result.is_provisional for result in own]

    before = all_shown()
    setting(cast.office_id, "publish_votes", later)
    assert configuration(cast.office_id).settings.publish_votes != office.settings.publish_votes
    assert all_shown() == before


def test_the_office_score_is_one_number_on_the_overview_and_the_award(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4, 3] * 10)
    serve_and_rate(cast.office_id, cast.officer.person_id, [1, 2] * 4, channel="whatsapp")
    serve_and_rate(cast.office_id, cast.employee.person_id, [2] * 11, channel="field")
    page = overview(configuration(cast.office_id), period_of("2026-Q3", AFTER.date()))
    frozen = locked(cast).evidence.office_score
    assert (page.score, page.votes, page.field_votes) == (frozen.shown, frozen.n, 11)
    assert frozen.n == 28


def test_the_minutes_say_what_was_checked_and_what_speaks_against_it(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 30)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [4, 4, 3] * 10)
    mine = select(Vote.id).where(Vote.officer_id == cast.officer.person_id).limit(8)
    with atomic() as s:
        s.execute(update(Vote).where(Vote.id.in_(mine)).values(flags=["staff_phone"]))
    period = locked(cast)
    set_aside(cast.admin, period.id, cast.officer.person_id, "staff_phone", "Nomor HP ini milik pegawai.")
    draw_spot_check(cast.head, period.id, "mangga 17")
    sentences = {item.key: "Nomor itu tercatat atas nama petugas." for item in strong_signals(period)}
    check_period(cast.admin2, period.id, "Sudah diperiksa.", sentences)
    period = get_period(cast.office_id, period.id)
    values = minutes_of(cast, period, cast.admin)
    (signal,) = [item for item in values["signals"] if "tanda kuat" in item["head"]]
    assert signal["head"] == "Nurain Lestari, SST, tanda kuat, disisihkan"
    assert signal["note"] == "Nomor itu tercatat atas nama petugas."
    assert values["replaced"][0].startswith(
        "8 penilaian untuk Nurain Lestari, SST disisihkan: Nomor HP ini milik pegawai."
    )
    assert values["orders"][0][0] == "Semua penilaian"
    assert "tidak mempunyai kontak" in values["spot_checks"][0]
