"""Briefing Senin and what is new."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.needs import Need, record_need
from pstku.library.models import Page
from pstku.library.operations.checking import check_value
from pstku.library.operations.releases import enter_release, forget_release
from pstku.library.queries.news import expected_releases, new_figures, new_pages
from pstku.offices.queries import configuration
from pstku.reports.briefing import Briefing, _misreadings, briefing, briefing_text
from tests.factories import make_visit
from tests.figures import value_id

LAST_TUESDAY = datetime(2026, 11, 17, 2, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def seek(cast, at: datetime, what: str, key: str | None = None) -> None:
    with clock.at(at):
        visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
        record_need(cast.officer, visit.id, uuid7(), Need(what, "yes_fits", key))


def test_the_three_most_sought_of_the_week_before_and_a_checked_answer(cast, office):
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=date(2023, 12, 5))
    for key, times in (("ind.ipm", 3), ("ind.p1", 2), (None, 1)):
        for _ in range(times):
            seek(cast, LAST_TUESDAY, "Peta kelurahan" if key is None else "dicari", key)
    seek(cast, LAST_TUESDAY + timedelta(days=7), "Pekan ini")
    week = briefing(office, MONDAY + timedelta(days=3))
    assert week.monday == MONDAY
    assert [(item.what, item.times) for item in week.asked] == [
        ("Indeks Pembangunan Manusia (IPM)", 3),
        ("Indeks Kedalaman Kemiskinan (P1)", 2),
        ("Peta kelurahan", 1),
    ]
    text = briefing_text(office, week)
    line = next(line for line in text.splitlines() if "78,54" in line)
    for words in ("Kota Gorontalo, 2023", "Sumber: Wali Kota Gorontalo", "rilis 5 Des 2023", "(3×)"):
        assert words in line
    assert "Ini angka terbaru yang ada; 2024, 2025" in line and "belum diisi." in line
    assert "Indeks Kedalaman Kemiskinan (P1) (2×). Angka Kota Gorontalo belum boleh dikutip" in text
    assert "Peta kelurahan (1×). Cari di Jawab;" in text


def test_what_guests_asked_is_answered_or_sent_to_who_has_it_and_nobody_is_named(cast, office):
    needs = (("omzet PT Maju Jaya", None), ("dicari", "ind.ntp"), ("umr gorontalo", None), ("zakat", None))
    for times, (what, key) in zip((4, 3, 2, 1), needs, strict=True):
        for _ in range(times):
            seek(cast, LAST_TUESDAY, what, key)
    said = {item.what: item.said for item in briefing(office, MONDAY).asked}
    assert list(said) == ["Nilai Tukar Petani (NTP)", "umr gorontalo", "zakat"]
    assert said["umr gorontalo"].startswith("Dinas Tenaga Kerja: Upah minimum bukan data BPS.")
    assert said["zakat"] == "Cari di Jawab; bila belum ada, di AllStats Search atau situs kantor."
    no_city = "Tidak tersedia pada tingkat kota. Angka Provinsi Gorontalo belum boleh dikutip"
    assert said["Nilai Tukar Petani (NTP)"].startswith(no_city)


def test_names_of_indicators_keep_their_capitals(office):
    pages = {page.key: page for page, _words in _misreadings(office.id)}
    week = Briefing(MONDAY, MONDAY, misreading=(pages["ind.hls"], "Tertukar dengan RLS"))
    assert "*Sering keliru: HLS*\nTertukar dengan RLS." in briefing_text(office, week)


def test_each_week_brings_another_misreading_and_another_conduct(office):
    weeks = [briefing(office, MONDAY + timedelta(weeks=n)) for n in range(4)]
    assert len({week.conduct.key for week in weeks}) == 4
    assert len({week.misreading for week in weeks}) == 4


def test_a_release_with_a_known_day_stands_in_its_week_only(cast, office):
    with atomic() as s:
        page = s.query(Page).filter_by(office_id=cast.office_id, key="ind.tpt").one()
        calendar = page.facts["release_calendar"] | {"lag_months": 3, "day": 24, "months": [8]}
        page.facts = page.facts | {"release_calendar": calendar}
    usual = [(item.when, item.names) for item in briefing(office, MONDAY).some_day if item.names == "TPT"]
    assert usual == [("biasanya sekitar 24 November 2026", "TPT")]
    enter_release(cast.editor, [page.slug], "2026-08", date(2026, 11, 25))
    found = [(item.when, item.period_text, item.names) for item in briefing(office, MONDAY).releases]
    assert found == [("25 November 2026", "Agustus 2026", "TPT")]
    assert briefing(office, MONDAY - timedelta(days=7)).releases == []
    assert "• 25 November 2026: Survei Angkatan Kerja Nasional" in briefing_text(office, briefing(office, MONDAY))
    assert expected_releases(configuration(cast.other_office_id), MONDAY, MONDAY) == []


def test_what_a_survey_brings_out_together_is_one_line_and_early_november_ends(office):
    early = [item for item in expected_releases(office, date(2026, 11, 2), date(2026, 11, 8)) if item.release.is_early]
    named = {item.survey: item.names for item in early}
    assert len(named) == len(early) == 3 and {item.when for item in early} == {"biasanya awal November 2026"}
    assert {"IPM", "UHH", "HLS", "RLS"} <= set(named["Penghitungan Indeks Pembangunan Manusia"].split(", "))
    assert not [item for item in expected_releases(office, MONDAY, MONDAY) if item.release.is_early]


def test_inflation_usually_comes_out_on_the_first_working_day_of_the_office(office):
    december = expected_releases(office, date(2026, 11, 30), date(2026, 12, 6))
    assert "biasanya awal Desember 2026" in {item.when for item in december if "Inflasi y-on-y" in item.names}
    january = expected_releases(office, date(2026, 12, 28), date(2027, 1, 10))
    mine = [item.release for item in january if "Inflasi y-on-y" in item.names]
    assert [(release.when, release.day) for release in mine] == [("biasanya awal Januari 2027", date(2027, 1, 10))]


def test_an_entered_day_counts_for_all_figures_of_the_release_until_it_is_put_off(cast, office):
    week = (date(2026, 12, 1), date(2026, 12, 7))
    together = next(item for item in expected_releases(office, *week) if "Inflasi y-on-y" in item.names)
    enter_release(cast.editor, together.slugs, "2026-11", date(2026, 12, 2))
    assert [item.when for item in expected_releases(office, *week) if item.names == together.names] == [
        "2 Desember 2026"
    ]
    enter_release(cast.editor, together.slugs, "2026-11", None)
    assert [item.when for item in expected_releases(office, *week) if item.names == together.names] == ["ditunda"]
    forget_release(cast.editor, together.slugs, "2026-11")
    assert [item.when for item in expected_releases(office, *week) if item.names == together.names] == [together.when]
    for slugs, period in ((together.slugs, "2026-Q4"), ([*together.slugs, "tidak-ada"], "2026-11"), ([], "2026-11")):
        with pytest.raises(NotFound):
            enter_release(cast.editor, slugs, period, None)
    with pytest.raises(InvalidInput):
        enter_release(cast.editor, together.slugs, "2026-11", date(2062, 12, 2))
    with pytest.raises(NotAllowed):
        enter_release(cast.officer, together.slugs, "2026-11", None)


def test_what_is_new_are_checked_figures_and_changed_pages_of_thirty_days(cast):
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=date(2023, 12, 5))
    assert [figure.title for figure in new_figures(cast.office_id)] == ["Indeks Pembangunan Manusia (IPM)"]
    assert new_pages(cast.office_id)
    with clock.at(clock.now() + timedelta(days=31)):
        assert new_figures(cast.office_id) == [] and new_pages(cast.office_id) == []
    assert new_pages(cast.other_office_id) == []
    session().rollback()
