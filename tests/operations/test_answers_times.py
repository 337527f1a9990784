"""What is answered about a time: a period, a range, a release, a day of the office."""

from datetime import UTC, date, datetime

import pytest

from pstku.answers.queries.answers import answer
from pstku.core import clock
from pstku.library.operations.checking import check_value
from pstku.library.operations.releases import enter_release
from pstku.offices.queries import configuration
from tests.figures import RELEASED, value_id


@pytest.fixture
def ask(cast):
    return lambda text: answer(configuration(cast.office_id), text)


def test_the_asked_time_or_none(ask):
    cases = [
        ("miskin maret 2023", "ind.p0", "2023-S1"), ("p0 provinsi s1 2024", "ind.p0", "2024-S1"),
        ("inflasi 10/2023", "ind.inflasi-yoy", "2023-10"), ("inflasi oktober 2026", "ind.inflasi-yoy", None),
        ("pertumbuhan ekonomi triwulan 1 2026 nasional", "ind.pertumbuhan-ekonomi", None),
        ("inflasi triwulan 3 2025", "ind.inflasi-yoy", None), ("i.p.m 2023", "ind.ipm", "2023"),
        ("infalsi", "ind.inflasi-yoy", "2025-12"), ("inflasi tahun kalender", "ind.inflasi-ytd", None),
    ]  # fmt: skip
    for question, key, period in cases:
        card = ask(question).cards[0]
        assert (card.page.key, card.shown.period if card.shown else None) == (key, period)


def test_the_day_of_a_release_is_told_or_said_to_be_unknown(ask):
    assert "Inflasi Tahunan (y-on-y)" in ask("jadwal rilis inflasi").releases[0]
    assert "tanggal rilis belum diisi" in ask("kapan rilis kemiskinan").releases[0]
    assert ask("inflasi").releases == []


def test_the_release_of_the_period_that_was_asked_about_is_told(ask):
    with clock.at(datetime(2026, 11, 26, 2, tzinfo=UTC)):
        cases = {
            "kapan ipm 2026 keluar": "IPM) 2026: biasanya awal November 2026, tanggal pasti belum dimasukkan.",
            "kapan ipm 2027 keluar": "IPM) 2027: biasanya awal November 2027, tanggal pasti belum dimasukkan.",
            "kapan ipm keluar": "IPM) 2027: biasanya awal November 2027, tanggal pasti belum dimasukkan.",
            "kapan ipm 1990 keluar": "IPM) 2027: biasanya awal November 2027, tanggal pasti belum dimasukkan.",
            "jadwal rilis inflasi 2026": "November 2026: biasanya awal Desember 2026, tanggal pasti belum dimasukkan.",
        }
        for question, words in cases.items():
            assert ask(question).releases[0].endswith(words), (question, ask(question).releases)
        assert len(ask("kapan rilis inflasi oktober 2026 dan november 2026").releases) == 2


def test_only_an_entered_day_is_told_as_one(ask, cast):
    with clock.at(datetime(2026, 2, 2, 2, tzinfo=UTC)):
        said = {
            "kapan rilis inflasi desember 2025": "Desember 2025: terbit 5 Januari 2026.",
            "kapan rilis inflasi maret 2025": "Maret 2025: terbit 8 April 2025.",
            "kapan rilis inflasi oktober 2025": "biasanya awal November 2025, tanggal pasti belum dimasukkan.",
        }
        for asked, words in said.items():
            assert ask(asked).releases[0].endswith(words), ask(asked).releases
        enter_release(cast.editor, ["inflasi-yoy"], "2025-10", date(2025, 11, 3))
        assert ask("kapan rilis inflasi oktober 2025").releases[0].endswith("terbit 3 November 2025.")


def test_every_year_that_was_asked_has_a_row(ask):
    card = ask("ipm 2020 2021 2022 2023").cards[0]
    assert [row.figure.period for row in card.rows] == ["2020", "2021", "2022", "2023"]
    assert [card.region for card in ask("ipm kota provinsi nasional 2021 2022 2023").cards] == [
        "Kota Gorontalo", "Provinsi Gorontalo", "Indonesia",
    ]  # fmt: skip


def test_filled_but_unchecked_periods_are_waiting_and_not_missing(ask, cast):
    for period in ("2022",):
        check_value(cast.editor, value_id("ind.ipm", period), released_on=RELEASED)
    card = ask("ipm").cards[0]
    assert card.figure.period == "2022" and card.waiting == "2023" and "2023" not in (card.overdue or "")


def test_a_period_not_filled_is_said_and_never_guessed(ask):
    card = ask("miskin 2025").cards[0]
    assert card.shown is None and card.missing == "Angka Kota Gorontalo 2025 belum diisi."


def test_a_change_is_in_points_of_percent_and_never_across_a_break(ask, cast):
    for period in ("2021", "2022", "2023"):
        check_value(cast.editor, value_id("ind.ipm", period), released_on=RELEASED)
    assert ask("ipm 2023").cards[0].change == "Naik 0,32 poin dari 2022 (78,22)"
    assert ask("ipm 2022").cards[0].change is None
    assert "persen poin" in ask("p0 2023").cards[0].change


def test_the_office_s_own_calendar_says_what_is_closed(ask):
    with clock.at(datetime(2026, 11, 28, 2, tzinfo=UTC)):
        cases = {
            "apakah 25 desember libur": "Jumat, 25 Desember 2026: libur, Hari Raya Natal.",
            "hari minggu buka tidak": "Hari Minggu kantor tutup.",
            "tanggal merah 2040": "Hari libur 2040 belum dimasukkan.",
        }
        for question, words in cases.items():
            assert ask(question).day == words
        assert ask("libur nasional 2026").day.startswith("Hari libur 2026: 1 Januari 2026 (Tahun Baru Masehi), ")
        assert ask("1 desember 2026 libur").day.startswith("Selasa, 1 Desember 2026: bukan hari libur, kantor buka ")
        assert ask("inflasi 24 desember").day is None and ask("jam buka pst").day is None


def test_a_day_is_told_with_its_break_and_never_as_no_holiday_where_the_year_is_not_told(ask):
    with clock.at(datetime(2026, 11, 28, 2, tzinfo=UTC)):
        cases = {
            "buka ndak hari jumat jam 12": "Hari Jumat kantor buka 08.00–16.00 (istirahat 11.30–13.30), kecuali hari libur.",
            "kantor buka tanggal 25 desember 2026?": "Jumat, 25 Desember 2026: libur, Hari Raya Natal.",
            "hari ini buka sampai jam berapa": "Sabtu, 28 November 2026: bukan hari libur, tetapi kantor tutup.",
            "1 januari 2028 libur?": "Sabtu, 1 Januari 2028: kantor tutup; hari libur 2028 belum dimasukkan.",
            "17 agustus 2028 libur?": "Kamis, 17 Agustus 2028: hari libur 2028 belum dimasukkan. "
            "Bila bukan hari libur, kantor buka 08.00–15.30.",
        }
        for question, words in cases.items():
            assert ask(question).day == words
        assert ask("lowongan kerja hari ini").day is None


def test_a_time_to_come_is_not_answered_with_the_newest(ask):
    with clock.at(datetime(2026, 11, 28, 2, tzinfo=UTC)):
        assert ask("inflasi bulan depan").cards[0].missing == "Angka Kota Gorontalo Desember 2026 belum diisi."
        assert ask("ipm tahun depan").cards[0].missing == "Angka Kota Gorontalo 2027 belum diisi."


def test_every_period_that_is_missing_is_named(ask):
    assert ask("ipm 2015, 2016, 2017").cards[0].missing == "Angka Kota Gorontalo 2015, 2016 dan 2017 belum diisi."
    year = ask("apakah gorontalo deflasi tahun 2024").cards[0].missing
    assert year == "Angka Kota Gorontalo Januari 2024–Desember 2024 belum diisi."


def test_a_quarter_of_what_comes_monthly_is_not_called_unfilled(ask):
    card = ask("inflasi provinsi triwulan 1 2024").cards[0]
    assert card.missing == "Dihitung per bulan: tidak ada angka Triwulan I 2024." and card.does_not_exist


def test_a_rise_between_two_years_is_told_as_a_comparison(ask):
    card = ask("kenaikan ipm dari 2022 ke 2023").cards[0]
    assert [row.label for row in card.rows] == ["2022", "2023"]
