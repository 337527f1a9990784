"""The other reports: needs and topics, officers of a quarter, unsur, and the review of a month."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.rules.days import total
from pstku.offices.queries import configuration
from pstku.ratings.operations.cutting import cut_quarter
from pstku.returns.measures.groups import FIXED, of_service, part_of
from pstku.returns.measures.vocabulary import MEASURES
from pstku.returns.needs import count_needs, page_of_needs, sought_of
from pstku.returns.officers import OfficerRow, officer_listing, officer_quarter
from pstku.returns.overview.period import period_of
from pstku.returns.register.rows import Chosen, count_rows
from pstku.returns.review.reading import review_of
from pstku.returns.unsur import survey_lines, survey_listings
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.skm.operations.rounds import close_round, move_figures
from tests.awards import AFTER, QUARTER, serve_and_rate
from tests.factories import make_visit
from tests.surveys import answer_often, open_quarter

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)  # Thursday, 10.00 WITA
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
RESULTS = {"dicari": "", "diperoleh_sesuai": "yes_fits", "diperoleh_tidak_sesuai": "yes_not_fitting"}
RESULTS |= {"tidak_diperoleh": "no", "belum_diperoleh": "not_yet"}


def come(cast, day: int, **fields):
    fields = {"state": "done", "officer_id": cast.officer.person_id, "letter": "Z"} | fields
    return make_visit(cast.office_id, at=datetime(2026, 10, day, 1, 30, tzinfo=UTC), **fields)


def seek(visit, *results: str, what: str = "inflasi", **fields) -> DataNeed:
    values = {"office_id": visit.office_id, "visit_id": visit.id, "created_at": visit.created_at, "what": what}
    needs = [DataNeed(id=uuid7(), obtained=obtained, **(values | fields)) for obtained in results]
    with atomic() as s:
        s.add_all(needs)
    return needs[0]


def test_every_figure_of_needs_opens_as_many_rows_as_it_says(cast):
    seek(come(cast, 1, channel="tablet"), "yes_fits", "no", "not_yet")
    seek(come(cast, 2, channel="field"), "yes_not_fitting", "yes_fits")
    seek(come(cast, 3, channel="whatsapp", follow_up=True), "no")
    office = configuration(cast.office_id)
    parts = total(figures_by_span(office, FIRST, LAST)[0].values()).parts
    compared = 0
    for group in (*FIXED, *map(of_service, office.services)):
        for key, result in RESULTS.items():
            rows = count_needs(office, sought_of(office, Chosen(FIRST, LAST, (group,)), result))
            assert MEASURES[key].value(part_of(parts, office.services, group)) == rows, (group.key, key)
            compared += rows > 0
    assert compared > 20
    with pytest.raises(InvalidInput):
        sought_of(office, Chosen(FIRST, LAST), "burung")


def test_needs_are_read_page_by_page_without_a_name_and_erased_words_are_gone(cast, monkeypatch):
    monkeypatch.setattr("pstku.returns.needs.PAGE_SIZE", 2)
    visit = come(cast, 1, name="Rahmawati Planted")
    first = seek(
        visit, *["no"] * 3, what="jumlah becak", region="Kota Timur", year_from=2020, year_to=2024, level="village"
    )
    seek(come(cast, 2), "yes_fits", what="", indicator_key="ind.ipm")
    office = configuration(cast.office_id)
    sought = sought_of(office, Chosen(FIRST, LAST))
    page = page_of_needs(office, sought)
    rest = page_of_needs(office, sought, page[1].id)
    assert (len(page), len(rest)) == (3, 2) and {row.id for row in page[:2]}.isdisjoint(row.id for row in rest)
    assert (page[0].what, page[0].region, page[0].years) == ("jumlah becak", "Kota Timur", "2020–2024")
    assert page[0].lists[0] == "Desa/Kelurahan" and page[0].obtained == "Tidak diperoleh"
    assert rest[-1].what == "IPM", "the indicator where no words were typed"
    assert count_needs(office, sought_of(office, sought.chosen, like=first.id)) == 3
    assert count_needs(office, sought_of(office, sought.chosen, "", "ind.ipm")) == 1
    assert "Planted" not in str(page)
    erase_guest(cast.admin, visit.guest_id)
    assert page_of_needs(office, sought)[0].what == "" and count_needs(office, sought) == 4
    other = configuration(cast.other_office_id)
    assert count_needs(other, sought_of(other, sought.chosen)) == 0


def test_a_topic_in_words_opens_no_rows_of_an_indicator_with_the_same_words(cast):
    words = seek(come(cast, 1), "no", what="IPM")
    indicator = seek(come(cast, 2), "no", "no", what="IPM", indicator_key="ind.ipm")
    office = configuration(cast.office_id)
    chosen = Chosen(FIRST, LAST)
    assert [count_needs(office, sought_of(office, chosen, like=one.id)) for one in (words, indicator)] == [1, 2]


def rows_of(told) -> dict[int | None, OfficerRow]:
    return {row.officer_id: row for row in told.rows}


def test_an_officers_quarter_counted_by_hand(cast):
    with clock.at(NOW):
        for day, fields in enumerate(
            ({}, {}, {"channel": "field"}, {"channel": "whatsapp"}, {"channel": "paper"}, {"follow_up": True}), 1
        ):
            come(cast, day, **fields)
        come(cast, 7, state="cancelled")
        come(cast, 8, officer_id=None)
        told = officer_quarter(configuration(cast.office_id), cast.head, 2026, 4)
    row = rows_of(told)[cast.officer.person_id]
    assert (row.finished, row.here, row.by_message, row.outside, row.on_paper) == (6, 2, 2, 1, 1)
    assert (row.rated, row.served, row.scores) == (0, 2, {})
    assert rows_of(told)[None].finished == 1
    chosen = Chosen(told.first, told.last, officer_id=row.officer_id, is_finished=True)
    assert count_rows(configuration(cast.office_id), chosen) == row.finished, "its rows are as many"


def test_a_score_stands_here_only_where_the_award_shows_it(cast):
    with clock.at(AFTER):
        serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 11 + [3], unrated=8)
        serve_and_rate(cast.office_id, cast.officer2.person_id, [4] * 9)
        serve_and_rate(cast.office_id, cast.head.person_id, [4] * 12)
        office = configuration(cast.office_id)
        before = officer_quarter(office, cast.admin, *QUARTER)
        assert not any(row.scores for row in before.rows) and before.is_locked == {"desk": False, "field": False}
        period = open_period(cast.admin, *QUARTER, "desk")
        lock_period(cast.admin, period.id)
        locked = rows_of(officer_quarter(office, cast.head, *QUARTER))
        mine = locked[cast.officer.person_id]
        assert (mine.votes["desk"], mine.coverage, set(mine.scores)) == (12, 60, {"desk"})
        assert locked[cast.officer2.person_id].scores == {}, "nine votes are n and no score"
        own = locked[cast.head.person_id]
        assert own.is_self and own.scores == {}
        told = officer_quarter(office, cast.head, *QUARTER)
        cells = {row.officer_id: cells for row, cells in zip(told.rows, officer_listing(told).rows, strict=True)}
        assert cells[cast.head.person_id][6:] == (None,) * 6, "nothing of oneself on paper either"
        assert cells[cast.officer.person_id][6:8] == (12, "60 %")
        assert rows_of(officer_quarter(office, cast.admin, *QUARTER))[cast.head.person_id].scores


def test_after_the_cut_of_a_quarter_counts_come_from_its_tallies(cast):
    with clock.at(AFTER):
        serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12, unrated=8)
        office = configuration(cast.office_id)
        before = rows_of(officer_quarter(office, cast.admin, *QUARTER))[cast.officer.person_id]
    with clock.at(AFTER + timedelta(days=30)):
        assert cut_quarter(cast.office_id, *QUARTER) > 0
        after = rows_of(officer_quarter(office, cast.admin, *QUARTER))[cast.officer.person_id]
    assert (before.rated, before.served, before.votes) == (12, 20, {"desk": 12, "field": 0})
    assert (after.rated, after.served, after.votes) == (12, 20, {"desk": 12, "field": None}), "none or a few: not told"


def test_a_settled_quarters_few_votes_stand_beside_nobody(cast):
    with clock.at(AFTER):
        serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 3, unrated=4)
        serve_and_rate(cast.office_id, cast.officer2.person_id, [4] * 2)
        make_visit(cast.office_id, at=AFTER - timedelta(days=30), state="done", officer_id=None, letter="Y")
    with clock.at(AFTER + timedelta(days=30)):
        assert cut_quarter(cast.office_id, *QUARTER) > 0
        rows = rows_of(officer_quarter(configuration(cast.office_id), cast.admin, *QUARTER))
    nobody = rows[None]
    assert (nobody.finished, nobody.votes, nobody.coverage) == (1, {"desk": None, "field": None}, None), (
        "the few votes of two officers are not theirs whom nobody served"
    )
    few = rows[cast.officer.person_id]
    assert (few.coverage, few.votes["desk"]) == (None, None), "three votes are not told as none"


def test_an_index_stands_here_only_where_its_round_shows_it(cast):
    office = configuration(cast.office_id)
    round_id = open_quarter(cast)
    answer_often(cast, [4] * 29)
    move_figures(cast.office_id, cast.admin.person_id)
    year = clock.local_day(clock.now(), office.tz).year
    [few] = survey_lines(office, year)
    assert (few.answers, few.index) == (29, None) and len(survey_listings([few])) == 1
    answer_often(cast, [2])
    close_round(cast.admin, round_id)
    [enough] = survey_lines(office, year)
    # 29 forms of nine fours and one of nine twos: T = 1044 + 18 = 1062, IKM = 25·1062/270
    assert (enough.index.respondents, str(enough.index.value), enough.index.letter) == (30, "98.33", "A")
    index, unsur = survey_listings([enough])
    assert index.rows[0][2:5] == (30, 30, enough.index.value) and index.rows[0][7] == "A (Sangat Baik)"
    assert [str(row[1]) for row in unsur.rows] == ["3.93"] * 9
    assert survey_lines(office, year - 1) == []


def wait(cast, month: int, day: int, minutes: int):
    at = datetime(2026, month, day, 2, tzinfo=UTC)
    times = {"started_at": at + timedelta(minutes=minutes), "closed_at": at + timedelta(minutes=minutes + 5)}
    return make_visit(cast.office_id, at=at, state="done", officer_id=cast.officer.person_id, letter="Z", **times)


def test_the_review_of_a_month_counted_by_hand(cast):
    with clock.at(NOW):
        for day in range(1, 26):
            wait(cast, 9, 1 + day % 4, 2)
            visit = wait(cast, 10, 5 + day % 5, 8)
        seek(visit, *["no"] * 6, what="jumlah becak")
        office = configuration(cast.office_id)
        review = review_of(office, cast.head, period_of("2026-10", date(2026, 11, 5)))
        few = review_of(office, cast.head, period_of("2026-09", date(2026, 11, 5)))
    assert [said.words % said.values for said in review.worse] == ["Tamu menunggu lebih lama: 8 menit, sebelumnya 2."]
    assert review.better == () and {one.key for one in review.unsaid} == {"diperoleh_sesuai"}
    assert [said.words % said.values for said in review.to_do] == [
        "Lengkapi kunjungan bulan ini yang belum lengkap: 25.",
        "Tutup Oktober 2026, agar angkanya tetap.",
        "Periksa jadwal piket pada jam ramai: tamu menunggu 8 menit, sebelumnya 2.",
    ]
    assert (review.words("kunjungan"), review.words("waktu_tunggu")) == ("25", "8")
    assert few.better == few.worse == () and len(few.unsaid) == 5, "nothing before September to compare with"
