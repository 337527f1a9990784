"""Rekap layanan: counted from the quarter, frozen when its owner releases it, and seen by others only then."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.privacy import erase_guest
from pstku.library.models import IndicatorValue
from pstku.offices.queries import configuration
from pstku.practice.models import BankQuestion, CompetenceReply, CompetenceRound, PracticeAnswer
from pstku.ratings.models import PublishedScore
from pstku.recaps.operations import note_printing, release_recap, withdraw_recap
from pstku.recaps.paper import recap_pdf, recap_values, sections_of
from pstku.recaps.queries import get_released, own_quarter, provisional_lines, recap_of, released, released_years
from pstku.recaps.rules import COMPETENCE, PARTS, PRACTICE, SCORE, Rated, Recap, Served, hash_of
from tests.factories import make_visit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10.00 WITA
Q3 = (2026, 3)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def come(cast, month: int, day: int, **fields) -> Visit:
    fields = {"state": "done", "officer_id": cast.officer.person_id} | fields
    return make_visit(cast.office_id, at=datetime(2026, month, day, 2, tzinfo=UTC), **fields)


def score(cast, votes: int, *, line: str = "desk", is_provisional: bool = False, actor=None) -> None:
    """What the night published of the third quarter."""
    figures = {"score": "91", "low": "84", "high": "97", "is_provisional": is_provisional}
    key = {"office_id": cast.office_id, "officer_id": (actor or cast.officer).person_id, "year": 2026, "quarter": 3}
    counts = {"vote_count": votes, "served_count": 20, "rated_count": votes, "published_at": NOW}
    with atomic() as s:
        s.add(PublishedScore(**key, **counts, line=line, figures=figures))


def recap(cast, quarter: int = 3, actor=None) -> Recap:
    session().rollback()
    return recap_of(configuration(cast.office_id), (actor or cast.officer).person_id, 2026, quarter)


def shown(cast) -> list[tuple[str, int]]:
    return [(one.name, one.recap.quarter) for one in released(cast.head, 2026)]


def test_visits_are_those_closed_in_the_quarter_by_the_way_they_came(cast):
    come(cast, 7, 1, party_size=3)
    come(cast, 9, 30)
    come(cast, 8, 5, channel="whatsapp")
    come(cast, 8, 5, follow_up=True)
    come(cast, 8, 6, state="no_show")
    come(cast, 8, 6, officer_id=cast.officer2.person_id)
    come(cast, 6, 30), come(cast, 10, 1)
    assert recap(cast).visits == [Served("left", 1, 1), Served("tablet", 2, 4), Served("whatsapp", 1, 1)]
    rows = dict(sections_of(recap(cast))[0].rows)
    assert (rows["Tablet"], rows["Semua kunjungan"], rows["Orang yang datang"]) == ("2", "4", "6")


def test_a_day_is_the_offices_own(cast):
    """16.30 UTC on 30 September is half past midnight of 1 October in Gorontalo."""
    make_visit(
        cast.office_id, at=datetime(2026, 9, 30, 16, 30, tzinfo=UTC), state="done", officer_id=cast.officer.person_id
    )
    assert recap(cast).visits == [] and recap(cast, 4).visits == [Served("tablet", 1, 1)]


@pytest.mark.parametrize(
    ("votes", "is_provisional", "is_told"), [(5, True, False), (9, True, False), (10, False, True)]
)
def test_a_score_goes_along_only_from_the_votes_managers_may_see_it_from(cast, votes, is_provisional, is_told):
    score(cast, votes, is_provisional=is_provisional)
    office = configuration(cast.office_id)
    expected = [Rated("desk", votes, 20, votes, "91", "84", "97")] if is_told else []
    assert recap(cast).scores == expected
    assert len(provisional_lines(office, cast.officer.person_id, *Q3)) == (not is_told)
    row = release_recap(cast.officer, *Q3, PARTS)
    assert ("91" in str(row.content)) == is_told


def test_a_released_quarter_never_changes_whatever_happens_to_its_guests(cast):
    kept, late = come(cast, 8, 3, name="Guest"), come(cast, 8, 4)
    row = release_recap(cast.officer, *Q3, PARTS)
    before = dict(row.content)
    erase_guest(cast.admin, kept.guest_id)
    with atomic() as s:
        s.execute(update(Visit).where(Visit.id == late.id).values(officer_id=cast.officer2.person_id))
    come(cast, 8, 9), score(cast, 30)
    session().expire_all()
    found = get_released(cast.head, row.id).recap
    assert found.content == before and hash_of(found.content) == found.hash
    assert Recap.from_json(found.content).visits == (Served("tablet", 2, 2),)


def test_the_head_sees_what_stands_released_and_not_a_word_of_the_rest(cast):
    come(cast, 8, 3), come(cast, 8, 3, officer_id=cast.officer2.person_id)
    assert (shown(cast), released_years(cast.head)) == ([], [])
    row = release_recap(cast.officer, *Q3, PARTS)
    assert shown(cast) == [("Nurain Lestari, SST", 3)] and released_years(cast.head) == [2026]
    withdraw_recap(cast.officer, *Q3)
    assert (shown(cast), released_years(cast.head)) == ([], [])
    with pytest.raises(NotFound):
        get_released(cast.head, row.id)
    with pytest.raises(NotFound):
        note_printing(cast.head, row.id)
    with pytest.raises(Conflict):
        withdraw_recap(cast.officer, *Q3)


@pytest.mark.parametrize("who", ["admin", "admin2", "officer", "employee"])
def test_nobody_but_the_head_reads_what_others_released(cast, who):
    row = release_recap(cast.officer, *Q3, PARTS)
    for read in (lambda actor: released(actor, 2026), released_years, lambda actor: get_released(actor, row.id)):
        with pytest.raises(NotAllowed):
            read(getattr(cast, who))


def test_the_head_of_another_office_finds_nothing(cast):
    row = release_recap(cast.officer, *Q3, PARTS)
    assert released(cast.stranger, 2026) == []
    with pytest.raises(NotFound):
        get_released(cast.stranger, row.id)


def test_a_withdrawn_recap_can_be_released_anew_and_says_that_it_is_the_second(cast):
    come(cast, 8, 3)
    first = release_recap(cast.officer, *Q3, PARTS)
    with pytest.raises(Conflict, match="sudah dirilis"):
        release_recap(cast.officer, *Q3, PARTS)
    withdraw_recap(cast.officer, *Q3)
    come(cast, 8, 4)
    second = release_recap(cast.officer, *Q3, PARTS)
    assert (first.release, second.release) == (1, 2)
    assert [Recap.from_json(row.content).visits[0].visits for row in (first, second)] == [1, 2]
    acts = session().scalars(
        select(AuditEntry.action).where(AuditEntry.entity == "service_recap").order_by(AuditEntry.seq)
    )
    assert list(acts) == ["release_recap", "withdraw_recap", "release_recap"]


@pytest.mark.parametrize(("day", "is_settled"), [(7, False), (8, True)])
def test_a_quarter_is_released_only_when_no_guest_may_vote_any_more(cast, day, is_settled):
    """Guests may vote seven days: of a quarter that ends on 30 September, through 7 October."""
    assert configuration(cast.office_id).settings.voting_days == 7
    with clock.at(datetime(2026, 10, day, 2, tzinfo=UTC)):
        office = configuration(cast.office_id)
        today = clock.local_day(clock.now(), office.tz)
        assert own_quarter(cast.officer, office, today, *Q3).is_settled == is_settled
        if is_settled:
            release_recap(cast.officer, *Q3, ())
        else:
            with pytest.raises(Conflict, match="8 Oktober 2026"):
                release_recap(cast.officer, *Q3, ())


@pytest.mark.parametrize("quarter", [(2026, 0), (2026, 5), (2027, 1), (1999, 4), (0, 1), (99999999, 1)])
def test_a_quarter_that_is_none_or_has_not_begun_is_not_found(cast, quarter):
    with pytest.raises(NotFound):
        release_recap(cast.officer, *quarter, ())


def test_what_the_owner_leaves_out_leaves_no_trace(cast):
    come(cast, 8, 3)
    score(cast, 12)
    row = release_recap(cast.officer, *Q3, {PRACTICE, COMPETENCE})
    without = Recap.from_json(row.content)
    assert without.scores == () and len(sections_of(without)) == 1
    assert SCORE not in PARTS or "91" not in str(
        recap_values(configuration(cast.office_id), "N", without, row, Q3, NOW)
    )
    with pytest.raises(InvalidInput):
        release_recap(cast.officer2, *Q3, {"salary"})


def test_drills_count_by_answers_and_days_and_the_questionnaire_only_says_whether_the_target_was_reached(cast):
    mine = {"office_id": cast.office_id, "person_id": cast.officer.person_id}
    answer = {
        "given": [0], "is_right": True, "is_unsure": False, "is_first": False, "checksum": "", "indicator": "", "shown": {},
        "stamp": "", "took_seconds": None, "attempt_id": None,
    }  # fmt: skip
    moments = [NOW - timedelta(days=90), NOW - timedelta(days=90, minutes=3), NOW - timedelta(days=91), NOW]
    items = [{"key": "a", "indicator": "data", "text": "A"}, {"key": "b", "indicator": "media", "text": "B"}]
    closed = datetime(2026, 8, 20, 2, tzinfo=UTC)
    asked = CompetenceRound(
        office_id=cast.office_id, title="Agustus 2026", items=items, target=85, opened_at=closed - timedelta(days=9),
        opened_by_id=cast.head.person_id, closed_at=closed, closed_by_id=cast.head.person_id,
    )  # fmt: skip
    with atomic() as s:
        question = s.scalar(select(BankQuestion.id).where(BankQuestion.office_id == cast.office_id).limit(1))
        s.add_all(
            PracticeAnswer(**mine, **answer, question_id=question, after_id=n, answered_at=at)
            for n, at in enumerate(moments)
        )
        s.add(asked)
        s.flush()
        s.add(
            CompetenceReply(**mine, round_id=asked.id, answers={"a": 5, "b": 4}, updated_at=closed, handed_in_at=closed)
        )
    found = recap(cast)
    assert found.practice == {"answers": 3, "days": 2, "quizzes": 0}
    assert (found.competence_round, dict(found.competence)) == ("Agustus 2026", {"data": True, "media": False})
    told = str([section.rows for section in sections_of(found)])
    assert "75" not in told and "100" not in told, "with exact indices the last colleague's could be computed"
    assert recap(cast, 2).practice == {} and recap(cast, 2).competence == {}


def test_contributions_are_of_writer_and_checker(cast):
    mine = IndicatorValue.office_id == cast.office_id
    with atomic() as s:
        ids = list(s.scalars(select(IndicatorValue.id).where(mine).order_by(IndicatorValue.id).limit(3)))
        written = {"entered_by_id": cast.officer.person_id, "entered_at": datetime(2026, 7, 2, tzinfo=UTC)}
        checked = {"checked_by_id": cast.editor.person_id, "checked_at": datetime(2026, 9, 2, tzinfo=UTC)}
        s.execute(update(IndicatorValue).where(IndicatorValue.id.in_(ids)).values(written | checked))
        gone = {"withdrawn_at": NOW}
        s.execute(update(IndicatorValue).where(IndicatorValue.id == ids[0]).values(gone))
    none = {"pages_written": 0, "pages_checked": 0, "values_entered": 0, "values_checked": 0}
    assert recap(cast).contributions == none | {"values_entered": 2}
    assert recap(cast, actor=cast.editor).contributions == none | {"values_checked": 2}


def test_the_paper_says_whose_it_is_whether_it_was_released_and_prints_any_name(cast):
    office = configuration(cast.office_id)
    come(cast, 8, 3)
    score(cast, 12)
    row = release_recap(cast.officer, *Q3, PARTS)
    kept = Recap.from_json(row.content)
    values = recap_values(office, "Nurain", kept, row, Q3, row.released_at)
    assert values["state"] == "Dirilis pemiliknya pada 23 November 2026, rilis ke-1. Angkanya tetap sejak itu."
    assert values["sections"][1]["rows"] == [
        ["Skor dari 100", "91"], ["Kira-kira antara", "84–97"], ["Penilaian", "12"], ["Cakupan", "60 % (12/20)"],
    ]  # fmt: skip
    paper = recap_pdf(office, '#panic("x") $a$ 宮 <b>', kept, row, Q3)
    assert paper.startswith(b"%PDF") and paper == recap_pdf(office, '#panic("x") $a$ 宮 <b>', kept, row, Q3)
    copy = recap_values(office, "Nurain", recap(cast), None, Q3, NOW)
    assert "belum dirilis" in copy["state"] and copy["hash"] == ""


def test_a_score_of_many_votes_is_written_with_a_comma():
    rated = Rated("desk", 120, 150, 120, "92.44", "90.10", "94.02")
    [_visits, scores] = sections_of(Recap(scores=(rated,)))
    assert [value for _name, value in scores.rows[:2]] == ["92,44", "90,10–94,02"]
