"""What is understood of a typed question: time, place, meaning, and what must not be answered."""

from datetime import date
from decimal import Decimal

import pytest

from pstku.answers.rules.asked_times import Times
from pstku.answers.rules.clauses import Lexicon
from pstku.answers.rules.question import understand
from pstku.answers.rules.tokens import bare

TODAY = date(2026, 11, 26)
NAMES = frozenset({"inflasi", "ipm", "penduduk", "kemiskinan", "gini", "tpt"})
OWN = frozenset({"kota", "gorontalo"})
PLACES = {"kabupaten gorontalo": "7502", "kab gorontalo": "7502", "boalemo": "7501", "biawao": "7571020902"}


def read(text: str):
    return understand(text, TODAY, Lexicon(OWN, PLACES, NAMES, NAMES))


@pytest.mark.parametrize(
    ("asked", "periods"),
    [
        ("ipm kota 2023", ("2023",)),
        ("ipm 2022 dan 2023", ("2022", "2023")),
        ("tpt agustus 2020", ("2020-08",)),
        ("inflasi oktober", ("2026-10",)),
        ("inflasi desember", ("2025-12",)),
        ("inflasi november", ("2026-11",)),
        ("inflasi okt '23", ("2023-10",)),
        ("inflasi 10/2023", ("2023-10",)),
        ("inflasi 2023-10", ("2023-10",)),
        ("inflasi 12/11/2026", ("2026-11",)),
        ("inflasi 1 desember 2025", ("2025-12",)),
        ("inflasi2023", ("2023",)),
        ("p0,2023", ("2023",)),
        ("pertumbuhan triwulan III 2026", ("2026-Q3",)),
        ("pertumbuhan tw 2 2026", ("2026-Q2",)),
        ("pertumbuhan tw4", ("2026-Q4",)),
        ("pdrb q1 2025", ("2025-Q1",)),
        ("p0 semester 1 2024", ("2024-S1",)),
        ("p0 s2 2024", ("2024-S2",)),
        ("inflasi tahun ini", ("2026",)),
        ("inflasi tahun lalu", ("2025",)),
        ("inflasi bulan lalu", ("2026-10",)),
        ("inflasi", ()),
        ("ipm 2019 2020 2021 2022", ("2019", "2020", "2021", "2022")),
        ("inflasi thn lalu", ("2025",)),
        ("inflasi des 24", ("2024-12",)),
        ("inflasi des 31", ("2025-12",)),
        ("inflasi bln lalu", ("2026-10",)),
        ("inflasi 2 tahun lalu", ("2024",)),
        ("inflasi 3 bulan lalu", ("2026-08",)),
        ("ipm 5 tahun terakhir", ()),
        ("ipm sejak 2020", ()),
        ("ipm mulai tahun 2020 sampai 2023", ()),
        ("inflasi bulan lima 2025", ("2025-05",)),
        ("inflasi oktober 2023 dan maret 2025", ("2023-10", "2025-03")),
        ("tpt agustus 2019 dan 2020", ("2019-08", "2020-08")),
        ("inflasi dibanding tahun lalu", ()),
    ],
)
def test_the_asked_time_in_every_way_it_is_typed(asked, periods):
    assert read(asked).periods == periods


def test_a_month_of_january_reaches_back_over_the_year():
    assert understand("inflasi bulan lalu", date(2026, 1, 5)).periods == ("2025-12",)
    assert understand("pertumbuhan triwulan 4", date(2026, 1, 5)).periods == ("2025-Q4",)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("berapa sih inflasi kota gorontalo terbaru ya pak", ("inflasi",)),
        ("i.p.m", ("ipm",)), ("p 0", ("p0",)), ("beda p 1 p 2", ("p1", "p2")), ("n t p", ("ntp",)),
        ("penduduk 15 tahun ke atas", ("penduduk", "15", "atas")), ("ipm 78 artinya", ("ipm",)),
        ("te kota pe penduduk brapa dang", ("penduduk",)), ("ada data ipm ndak?", ("ipm",)),
        ("selamat pagi, saya guru, mau tanya ipm", ("ipm",)), ("ipm utk skripsi saya", ("ipm",)),
        ("inflasi waktu bbm naik itu brp", ("inflasi",)), ("pengaruh ipm thd kemiskinan", ("ipm", "kemiskinan")),
        ("jadwal rilis inflasi", ("inflasi",)), ("jadwal rilis", ("jadwal", "rilis")),
        ("penduduk kelurahan", ("penduduk",)), ("kelurahan", ("kelurahan",)), ("persen", ("persen",)),
        ("inflasi tahun kalender", ("inflasi", "kalender")),
    ],
)  # fmt: skip
def test_the_words_to_look_for(asked, words):
    assert read(asked).words == words


def test_names_are_looked_for_without_what_a_question_leaves_out():
    assert bare("inflasi tahun kalender") == "inflasi kalender"
    assert bare("sensus ekonomi 2026") == "sensus ekonomi"


@pytest.mark.parametrize(
    ("asked", "place", "regions", "is_elsewhere"),
    [
        ("inflasi kabupaten gorontalo", "7502", (), False),
        ("ipm kab gorontalo 2024", "7502", (), False),
        ("ipm boalemo", "7501", (), False),
        ("ipm kabupaten sebelah", None, (), True),
        ("ipm kota gorontalo", None, ("kota",), False),
        ("tpt kota vs provinsi", None, ("kota", "provinsi"), False),
        ("gini kota dan indonesia", None, ("kota", "nasional"), False),
        ("penduduk biawao", "7571020902", (), False),
    ],
)
def test_the_asked_place(asked, place, regions, is_elsewhere):
    question = read(asked)
    assert (question.place, question.regions, question.is_elsewhere) == (place, regions, is_elsewhere)


def test_an_office_of_a_kabupaten_is_meant_by_the_word_itself():
    question = understand("ipm kabupaten", TODAY, Lexicon(frozenset({"kabupaten", "boalemo"})))
    assert question.regions == ("kota",) and not question.is_elsewhere


@pytest.mark.parametrize("asked", ["ipm kota gorontalo", "ipm kabupaten gorontalo", "ipm kab"])
def test_at_a_province_every_kota_and_kabupaten_is_another_place(asked):
    own = Lexicon(frozenset({"provinsi", "gorontalo"}))
    assert understand(asked, TODAY, own).is_elsewhere
    at_home = understand("ipm provinsi gorontalo", TODAY, own)
    assert not at_home.is_elsewhere and at_home.regions == ("provinsi",)


@pytest.mark.parametrize("asked", ["ipm kota gorontalo", "ipm kota", "ipm kab gorontalo"])
def test_a_namesake_of_the_province_is_neither_the_province_nor_the_own_kabupaten(asked):
    boalemo = Lexicon(frozenset({"kabupaten", "boalemo"}), {"gorontalo": "7500"})
    question = understand(asked, TODAY, boalemo)
    is_kabupaten = "kab" in asked  # of a name this office does not know: the words left over say so
    assert question.place is None and question.words[0] == "ipm"
    assert question.is_elsewhere is not is_kabupaten and question.regions == (("kota",) if is_kabupaten else ())
    assert not is_kabupaten or question.words == ("ipm", "gorontalo")
    assert understand("ipm gorontalo", TODAY, boalemo).place == "7500"


def test_a_level_without_a_name_is_below_and_each_region_wants_a_card():
    assert read("kemiskinan per kelurahan").below == "kelurahan"
    requests = read("ipm kota dan provinsi 2022 dan 2023").card_requests
    assert [(each.region, each.times.periods) for each in requests] == [
        ("kota", ("2022", "2023")), ("provinsi", ("2022", "2023")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "times"),
    [
        ("ipm 2019-2023", Times(first="2019", last="2023")), ("ipm 2019 s.d. 2023", Times(first="2019", last="2023")),
        ("ipm dari 2019 hingga 2023", Times(first="2019", last="2023")), ("ipm sejak 2020", Times(first="2020")),
        ("ipm mulai tahun 2020 sampai 2023", Times(first="2020", last="2023")),
        ("inflasi januari sampai maret 2025", Times(first="2025-01", last="2025-03")),
        ("inflasi maret - mei 2025", Times(first="2025-03", last="2025-05")),
        ("inflasi november 2024 sampai februari 2025", Times(first="2024-11", last="2025-02")),
        ("ipm 5 tahun terakhir", Times(recent=(5, "year"))), ("inflasi tiga bulan terakhir", Times(recent=(3, "month"))),
        ("tren ipm", Times(is_series=True)), ("inflasi tiap bulan 2024", Times(("2024",), by_month=True)),
        ("ipm 2023 dibanding tahun lalu", Times(("2023",), is_compared=True)),
    ],
)  # fmt: skip
def test_the_asked_range(asked, times):
    assert read(asked).times == times


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("gini 0,39 artinya", Decimal("0.39")), ("gini -0,39 artinya", Decimal("-0.39")), ("ipm 78 artinya", Decimal(78)),
        ("ipm 78", None), ("ipm 2023 artinya", None),
    ],
)  # fmt: skip
def test_the_value_whose_meaning_is_asked(asked, number):
    assert read(asked).number == number


@pytest.mark.parametrize(
    "asked",
    [
        "data individu perusahaan X", "data nama orang miskin", "siapa saja orang miskin di kelurahan saya",
        "data rumah tangga miskin by name", "pendapatan pak rusdi", "pendapatan toko sinar", "omzet toko X",
        "laporan keuangan pt x", "by name by address", "nama responden susenas", "omzet salah satu hotel",
        "brapa penghasilan tetangga kita", "alamat teman lama saya",
    ],
)  # fmt: skip
def test_questions_about_somebody_are_noticed(asked):
    assert read(asked).is_about_individuals


@pytest.mark.parametrize(
    "asked",
    [
        "apa itu responden", "survei individu", "data perusahaan industri jumlah tahun 2024", "pendapatan warga",
        "pendapatan per kapita pak", "pendapatan per kapita bu gorontalo", "pak pendapatan per kapita berapa",
        "siapa yang menghitung penduduk", "jumlah penduduk miskin", "pendapatan ibu rumah tangga", "arti data individu",
        "daftar perusahaan industri", "alamat perusahaan besar", "data perusahaan hotel", "gaji pak wali kota",
    ],
)  # fmt: skip
def test_questions_about_everybody_are_not(asked):
    assert not read(asked).is_about_individuals
