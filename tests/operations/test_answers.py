"""What the office answers: the shipped content, asked as guests ask; the same on both engines."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from pstku.answers.queries.answers import answer
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.editing.models import OpenQuestion
from pstku.editing.operations.questions import keep_question
from pstku.library.models import IndicatorValue, Page
from pstku.library.operations.checking import check_page, check_value
from pstku.library.operations.regions import add_region, change_region
from pstku.library.operations.releases import enter_release
from pstku.library.rules.periods import period_text
from pstku.offices.queries import configuration

RELEASED = date(2024, 3, 20)


@pytest.fixture
def ask(cast):
    return lambda text: answer(configuration(cast.office_id), text)


def value_id(key: str, period: str, region: str = "7571") -> int:
    cell = (IndicatorValue.indicator_key == key) & (IndicatorValue.period == period)
    return session().scalar(select(IndicatorValue.id).where(cell, IndicatorValue.region_code == region))


def test_the_right_figure_for_a_question(ask):
    cases = [
        ("berapa inflasi kota gorontalo terbaru", "ind.inflasi-yoy", "Kota Gorontalo", "2025-12"),
        ("inflsi", "ind.inflasi-yoy", "Kota Gorontalo", "2025-12"),
        ("ipm kota 2023", "ind.ipm", "Kota Gorontalo", "2023"),
        ("ipm provinsi 2024", "ind.ipm", "Provinsi Gorontalo", "2024"),
        ("persentase orang miskin berapa", "ind.p0", "Kota Gorontalo", "2023-S1"),
        ("p0", "ind.p0", "Kota Gorontalo", "2023-S1"),
        ("tpt agustus 2020", "ind.tpt", "Kota Gorontalo", "2020-08"),
        ("jumlah penduduk", "ind.penduduk", "Kota Gorontalo", "2025"),
    ]  # fmt: skip
    for question, key, region, period in cases:
        card = ask(question).cards[0]
        assert (card.page.key, card.region, card.shown.period) == (key, region, period)


def test_no_city_figure_is_said_and_the_province_offered(ask):
    card = ask("ntp kota gorontalo").cards[0]
    assert card.not_at_city and card.region == "Provinsi Gorontalo"


def test_where_the_province_has_nothing_to_quote_the_next_level_is_offered(ask, cast):
    check_value(cast.editor, value_id("ind.ntp", "2026-09", "0000"), released_on=date(2026, 10, 1))
    card = ask("ntp kota gorontalo").cards[0]
    assert card.shown is None and (card.instead.region, card.instead.figure.text) == ("Indonesia", "131,11")


def test_every_figure_is_found_by_its_name_place_and_period(ask, cast):
    office = configuration(cast.office_id)
    names = {office.code: office.region_name, office.province_code: office.province_name, "0000": "Indonesia"}
    joined = (Page.key == IndicatorValue.indicator_key) & (Page.office_id == IndicatorValue.office_id)
    mine = select(IndicatorValue, Page).join(Page, joined).where(IndicatorValue.office_id == office.id)
    mine = mine.where(IndicatorValue.indicator_key != "ind.kemiskinan-ekstrem")  # withheld: its note doubts it
    rows = [(value, page.title, page.short or page.title) for value, page in session().execute(mine)]
    assert len(rows) > 100
    for value, *titles in rows:
        for title in titles:
            card = ask(f"{title} {names[value.region_code]} {period_text(value.period)}").cards[0]
            found = (card.page.key, card.region_code, card.shown.period)
            assert found == (value.indicator_key, value.region_code, value.period), title


def test_another_place_never_gets_the_figure_of_the_city(ask):
    cases = [
        ("inflasi kabupaten gorontalo", "Kabupaten Gorontalo"), ("ipm bone bolango", "Kabupaten Bone Bolango"),
        ("penduduk makassar", "Kota Makassar"), ("inflasi sulawesi utara", "Provinsi Sulawesi Utara"),
        ("ipm kab pohuwato 2024", "Kabupaten Pohuwato"), ("ipm kabupaten tetangga", "kabupaten lain"),
    ]  # fmt: skip
    for question, place in cases:
        found = ask(question)
        assert found.elsewhere == place and not found.cards
        code = {"Kota Makassar": "7371", "kabupaten lain": "7571"}.get(place)
        assert code is None or f"mfd={code}" in found.allstats_url


def test_each_thing_that_was_asked_has_its_card(ask):
    cases = [
        ("pengangguran kota vs provinsi", [("ind.tpt", "7571"), ("ind.tpt", "7500")]),
        ("apa beda inflasi mtm dan yoy", [("ind.inflasi-yoy", "7571"), ("ind.inflasi-mtm", "7571")]),
        ("inflasi dan ihk mei 2025", [("ind.inflasi-yoy", "7571"), ("ind.ihk", "7571")]),
        ("harga bbm", []),
        ("ipm dan gini 2023", [("ind.ipm", "7571"), ("ind.gini", "7571")]),
        ("beda p0 p1 dan p2", [("ind.p0", "7571"), ("ind.p1", "7571"), ("ind.p2", "7571")]),
        ("beda umr dan garis kemiskinan", [("ind.garis-kemiskinan", "7571")]),
    ]  # fmt: skip
    for question, cells in cases:
        assert [(card.page.key, card.region_code) for card in ask(question).cards] == cells


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


def test_half_understood_questions_get_no_card(ask):
    cases = [
        "terima kasih", "luas panen", "jumlah masjid", "jam buka", "harga beras", "pad kota gorontalo", "inflasi dunia",
        "nilai tukar rupiah", "penduduk 17 tahun", "sensus ekonomi kapan", "a", "jumlah", "jumlah kelurahan", "tp", "cara daftar umroh",
    ]  # fmt: skip
    for question in cases:
        assert ask(question).cards == []


def test_what_no_card_answers_is_named_and_kept_for_the_editors(ask):
    assert ask("inflasi dunia").left_over == ("dunia",) and ask("inflasi dunia").is_unanswered
    assert "Dinas Perdagangan" in ask("harga beras").referral.agency
    assert not ask("apa itu sakernas").is_unanswered and not ask("sensus ekonomi kapan").is_unanswered


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


def test_a_term_of_the_glossary_answers_what_it_means(ask):
    assert [term for term, _meaning in ask("apa itu responden").terms] == ["Responden"]


def test_a_difference_is_told_by_every_term_that_was_named(ask):
    found = ask("apa bedanya sensus dan survei")
    assert [term for term, _meaning in found.terms] == ["Sensus", "Survei"]
    assert not found.left_over and not found.is_unanswered


def test_a_question_that_sounds_like_an_indicator_s_name_gets_no_card(ask):
    cases = [
        ("kapan buka", "med.kantor-7571"),
        ("jam buka pst", "med.kantor-7571"),
        ("kalender rilis", "med.arc"),
        ("peta kelurahan", "srv.wilkerstat"),
        ("jumlah petani", "srv.st2023"),
        ("jumlah lansia", "srv.proyeksi-penduduk"),
        ("apakah data bps gratis", "con.standar-layanan"),
        ("saya mahasiswa mau minta data untuk skripsi", "con.gali-kebutuhan"),
        ("angka kematian bayi", "srv.sensus-penduduk"),
        ("sanitasi layak", "srv.susenas"),
        ("populasi sapi", "srv.sph"),
        ("apa itu bps", "con.uu-statistik"),
        ("jumlah kamar hotel", "srv.hotel-wisata"),
        ("jumlah mahasiswa di kota gorontalo", "srv.dda"),
        ("SE2026", "srv.se2026"),
        ("st2023", "srv.st2023"),
        ("boleh minta softcopy kota dalam angka", "srv.dda"),
        ("hari sabtu buka", "med.kantor-7571"),
        ("bukan angkatan kerja", "srv.sakernas"),
    ]
    for question, key in cases:
        found = ask(question)
        assert not (found.cards or found.read_as or found.referral or found.left_over), question
        assert found.pages[0].key == key, question


def test_a_page_that_only_counts_something_else_is_not_offered(ask):
    keys = [line.key for line in ask("jumlah guru").pages]
    assert keys[0] == "srv.dda" and "ind.penduduk" not in keys and "ind.jumlah-penduduk-miskin" not in keys


def test_words_of_everyday_do_not_hide_the_figure(ask):
    cases = [
        ("data kemiskinan untuk skripsi", "ind.p0"),
        ("brp jml pddk kota gorontalo", "ind.penduduk"),
        ("how many people live in gorontalo city", "ind.penduduk"),
        ("perkembangan ipm 5 tahun terakhir", "ind.ipm"),
        ("apa itu ipm", "ind.ipm"),
        ("ipm 78 termasuk apa", "ind.ipm"),
        ("kapan inflasi keluar", "ind.inflasi-yoy"),
    ]
    for question, key in cases:
        found = ask(question)
        assert found.cards and found.cards[0].page.key == key and not found.left_over, question
    informal = ask("jumlah pekerja informal")
    assert (informal.cards[0].page.key, informal.left_over) == ("ind.formal-informal", ("jumlah",)), (
        "a share, no number"
    )
    assert ask("kemiskinan peringkat berapa").left_over == ("peringkat",), "a rank is not a rate"
    assert ask("ipm 78 termasuk apa").meaning.label == "tinggi"
    assert ask("inflation march 2025").cards[0].shown.period == "2025-03"


def test_every_year_that_was_asked_has_a_row(ask):
    card = ask("ipm 2020 2021 2022 2023").cards[0]
    assert [row.figure.period for row in card.rows] == ["2020", "2021", "2022", "2023"]
    assert [card.region for card in ask("ipm kota provinsi nasional 2021 2022 2023").cards] == [
        "Kota Gorontalo", "Provinsi Gorontalo", "Indonesia",
    ]  # fmt: skip


def test_a_comparison_shows_the_city_beside_what_it_is_compared_with(ask):
    def shown(question):
        return [card.region for card in ask(question).cards]

    assert shown("inflasi gorontalo vs nasional september 2025") == ["Kota Gorontalo", "Indonesia"]
    assert shown("inflasi provinsi gorontalo dan nasional") == ["Provinsi Gorontalo", "Indonesia"]
    both = ask("ipm kota gorontalo 2023 dibanding kabupaten gorontalo")
    assert both.elsewhere == "Kabupaten Gorontalo" and [card.region for card in both.cards] == ["Kota Gorontalo"]
    assert shown("inflasi manado dan gorontalo") == ["Kota Gorontalo"]
    assert shown("ipm kabupaten gorontalo") == shown("ipm manado dan bitung") == []


def test_who_is_poor_is_refused_but_not_who_is_called_so(ask):
    assert ask("siapa saja yang miskin").is_refused
    assert not ask("siapa yang disebut miskin").is_refused


def test_a_place_below_the_city_alone_leads_to_what_there_is(ask):
    assert "con.di-bawah-kota" in [line.key for line in ask("dungingi").pages]
    assert ask("kemiskinan per kelurahan").cards[0].below == "tingkat kelurahan"
    assert ask("penduduk biawao").cards[0].below == "Kelurahan Biawao"


def test_a_desa_is_called_as_its_name_says_and_found_without_that_word(ask, cast):
    add_region(cast.editor, "7571999001", "Desa Modelomo", "kelurahan", "7571")
    assert ask("penduduk modelomo").cards[0].below == ask("penduduk desa modelomo").cards[0].below == "Desa Modelomo"


def test_the_city_s_name_means_the_city_whatever_else_is_called_so(ask, cast):
    change_region(cast.editor, "7502", "Gorontalo", "kota", "7500")
    add_region(cast.editor, "7571999002", "Gorontalo", "kelurahan", "7571")
    for question in ("ipm kota gorontalo", "ipm gorontalo", "penduduk gorontalo 2023"):
        found = ask(question)
        assert found.elsewhere is None and found.cards[0].region == "Kota Gorontalo", question
    assert ask("penduduk kelurahan gorontalo").cards[0].below == "Kelurahan Gorontalo"


def test_filled_but_unchecked_periods_are_waiting_and_not_missing(ask, cast):
    for period in ("2022",):
        check_value(cast.editor, value_id("ind.ipm", period), released_on=RELEASED)
    card = ask("ipm").cards[0]
    assert card.figure.period == "2022" and card.waiting == "2023" and "2023" not in (card.overdue or "")


def test_a_kecamatan_with_a_figure_of_its_own_needs_no_excuse(ask, cast):
    session().get_one(IndicatorValue, value_id("ind.penduduk", "2025")).region_code = "7571011"
    session().commit()
    check_page(cast.editor, "ind.penduduk")  # the library moves on
    card = ask("penduduk dungingi").cards[0]
    assert (card.region, card.not_at_city, card.below) == ("Kecamatan Dungingi", False, None)


def test_a_period_not_filled_is_said_and_never_guessed(ask):
    card = ask("miskin 2025").cards[0]
    assert card.shown is None and card.missing == "Angka Kota Gorontalo 2025 belum diisi."


def test_below_the_city_the_card_says_why_there_is_no_figure(ask):
    card = ask("orang miskin dungingi").cards[0]
    assert (card.page.key, card.below, card.region) == ("ind.p0", "Kecamatan Dungingi", "Kecamatan Dungingi")
    assert card.shown is None and card.missing == "Tidak ada angka untuk Kecamatan Dungingi."
    assert ask("ipm kecamatan kota barat").cards[0].below == "Kecamatan Kota Barat"


def test_what_is_not_bps_names_the_agency(ask):
    found = ask("umr gorontalo")
    assert found.referral.agency == "Dinas Tenaga Kerja" and not found.cards


def test_data_about_individuals_is_refused(ask):
    cases = ["data individu perusahaan X", "nama responden susenas", "omzet salah satu hotel"]
    for question in cases:
        found = ask(question)
        assert found.is_refused and not found.cards
        assert {line.kind for line in found.pages} <= {"conduct"}


def test_two_indicators_of_a_definition_question_both_answer(ask):
    assert [card.page.key for card in ask("beda p1 p2").cards] == ["ind.p1", "ind.p2"]


def test_nonsense_finds_nothing_and_offers_allstats(ask):
    found = ask("xyzzy")
    assert found.is_empty and "mfd=7571" in found.allstats_url


def test_no_typed_character_breaks_the_search(ask):
    cases = ['"', "gini 0,39", "a OR b", "'; DROP TABLE pages; --", "p0*", "inflasi:*", "\x00", "é" * 300]  # fmt: skip
    for question in cases:
        ask(question)


def test_an_unchecked_figure_cannot_be_copied_and_a_checked_one_carries_everything(ask, cast):
    before = ask("ipm kota 2023").cards[0]
    assert before.figure is None and before.copy_text == ""
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=RELEASED)
    after = ask("ipm kota 2023").cards[0]
    assert after.figure.text == "78,54"
    for part in ("Kota Gorontalo", "2023", "78,54", "Sumber:"):
        assert part in after.copy_text
    assert "persen" not in after.copy_text


def test_a_change_is_in_points_of_percent_and_never_across_a_break(ask, cast):
    for period in ("2021", "2022", "2023"):
        check_value(cast.editor, value_id("ind.ipm", period), released_on=RELEASED)
    assert ask("ipm 2023").cards[0].change == "Naik 0,32 poin dari 2022 (78,22)"
    assert ask("ipm 2022").cards[0].change is None
    assert "persen poin" in ask("p0 2023").cards[0].change


def test_who_entered_a_figure_does_not_check_it(ask, cast):
    wanted = value_id("ind.ipm", "2023")
    session().get_one(IndicatorValue, wanted).entered_by_id = cast.editor.person_id
    session().commit()
    with pytest.raises(NotAllowed):
        check_value(cast.editor, wanted, released_on=RELEASED)


def test_only_editors_of_this_office_check_and_only_once(ask, cast):
    wanted = value_id("ind.ipm", "2023")
    with pytest.raises(NotAllowed):
        check_value(cast.employee, wanted, released_on=RELEASED)
    with pytest.raises(NotFound):
        check_value(cast.stranger, wanted, released_on=RELEASED)
    check_value(cast.editor, wanted, released_on=RELEASED)
    with pytest.raises(Conflict):
        check_value(cast.editor, wanted, released_on=RELEASED)


def test_the_same_open_question_counts_up_without_a_person(cast):
    keep_question(cast.office_id, "Berapa UMKM di Dungingi?")
    keep_question(cast.office_id, "berapa umkm di dungingi")
    found = session().scalars(select(OpenQuestion)).all()
    assert [(q.text, q.asked_count) for q in found] == [("Berapa UMKM di Dungingi?", 2)]
    with pytest.raises(InvalidInput):
        keep_question(cast.office_id, " ? ")


def test_english_words_find_the_indicator(cast):
    cases = [
        ("population", "ind.penduduk"), ("unemployment rate", "ind.tpt"), ("poverty", "ind.p0"),
        ("poverty line", "ind.garis-kemiskinan"), ("inflation", "ind.inflasi-yoy"), ("gdp", "ind.pdrb-adhb"),
        ("gdp per capita", "ind.pdrb-per-kapita"), ("economic growth", "ind.pertumbuhan-ekonomi"),
        ("human development index", "ind.ipm"), ("life expectancy", "ind.uhh"), ("mean years of schooling", "ind.rls"),
        ("gini ratio", "ind.gini"), ("hotel occupancy", "ind.tpk"), ("exports", "ind.ekspor"),
        ("trade balance", "ind.neraca-perdagangan"), ("population density", "ind.kepadatan"),
        ("population growth", "ind.laju-penduduk"), ("labor force participation", "ind.tpak"),
        ("consumer price index", "ind.ihk"), ("rice production", "ind.produksi-padi"), ("tourists", "ind.wisman"),
        ("net enrollment", "ind.apm"), ("fertility", "ind.tfr"), ("deflation", "ind.inflasi-mtm"),
    ]  # fmt: skip
    for asked, key in cases:
        assert answer(configuration(cast.office_id), asked).cards[0].page.key == key


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


def test_a_card_beside_another_agency_says_what_it_is_not_of(ask):
    found = ask("inflasi cabe")
    assert found.referral and found.cards and found.left_over
    both = ask("harga beras hari ini dan ipm")
    assert both.referral and both.cards and not both.left_over


def test_a_time_to_come_is_not_answered_with_the_newest(ask):
    with clock.at(datetime(2026, 11, 28, 2, tzinfo=UTC)):
        assert ask("inflasi bulan depan").cards[0].missing == "Angka Kota Gorontalo Desember 2026 belum diisi."
        assert ask("ipm tahun depan").cards[0].missing == "Angka Kota Gorontalo 2027 belum diisi."


def test_every_period_that_is_missing_is_named(ask):
    assert ask("ipm 2015, 2016, 2017").cards[0].missing == "Angka Kota Gorontalo 2015, 2016 dan 2017 belum diisi."
    year = ask("apakah gorontalo deflasi tahun 2024").cards[0].missing
    assert year == "Angka Kota Gorontalo Januari 2024–Desember 2024 belum diisi."


def test_how_many_may_stand_behind_the_people(ask):
    for asked in ("torang pe kota depe orang miskin brapa skarang", "orang miskin berapa"):
        assert [card.page.key for card in ask(asked).cards] == ["ind.jumlah-penduduk-miskin", "ind.p0"]


def test_names_of_traders_are_kept_as_those_of_households_are(ask):
    assert ask("saya minta nama nama pedagang pasar sentral").is_refused
    assert not ask("jumlah pedagang pasar sentral").is_refused


def test_a_quarter_of_what_comes_monthly_is_not_called_unfilled(ask):
    card = ask("inflasi provinsi triwulan 1 2024").cards[0]
    assert card.missing == "Dihitung per bulan: tidak ada angka Triwulan I 2024." and card.does_not_exist


def test_a_rise_between_two_years_is_told_as_a_comparison(ask):
    card = ask("kenaikan ipm dari 2022 ke 2023").cards[0]
    assert [row.label for row in card.rows] == ["2022", "2023"]
