"""What the office answers: the shipped content, asked as guests ask; the same on both engines."""

import pytest
from sqlalchemy import select

from pstku.answers.queries.answers import answer
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.editing.models import OpenQuestion
from pstku.editing.operations.questions import keep_question
from pstku.offices.queries import configuration


@pytest.fixture
def ask(cast):
    return lambda text: answer(configuration(cast.office_id), text)


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


def test_who_is_poor_is_refused_but_not_who_is_called_so(ask):
    assert ask("siapa saja yang miskin").is_refused
    assert not ask("siapa yang disebut miskin").is_refused


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


def test_a_card_beside_another_agency_says_what_it_is_not_of(ask):
    found = ask("inflasi cabe")
    assert found.referral and found.cards and found.left_over
    both = ask("harga beras hari ini dan ipm")
    assert both.referral and both.cards and not both.left_over


def test_how_many_may_stand_behind_the_people(ask):
    for asked in ("torang pe kota depe orang miskin brapa skarang", "orang miskin berapa"):
        assert [card.page.key for card in ask(asked).cards] == ["ind.jumlah-penduduk-miskin", "ind.p0"]


def test_names_of_traders_are_kept_as_those_of_households_are(ask):
    assert ask("saya minta nama nama pedagang pasar sentral").is_refused
    assert not ask("jumlah pedagang pasar sentral").is_refused
