"""What is answered about a place: the city, what lies above and below it, and what it is compared with."""

from datetime import date

import pytest
from sqlalchemy import select

from pstku.answers.queries.answers import answer
from pstku.core.db import session
from pstku.library.models import IndicatorValue, Page
from pstku.library.operations.checking import check_page, check_value
from pstku.library.operations.regions import add_region, change_region
from pstku.library.rules.periods import period_text
from pstku.offices.queries import configuration
from tests.figures import value_id


@pytest.fixture
def ask(cast):
    return lambda text: answer(configuration(cast.office_id), text)


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


def test_a_comparison_shows_the_city_beside_what_it_is_compared_with(ask):
    def shown(question):
        return [card.region for card in ask(question).cards]

    assert shown("inflasi gorontalo vs nasional september 2025") == ["Kota Gorontalo", "Indonesia"]
    assert shown("inflasi provinsi gorontalo dan nasional") == ["Provinsi Gorontalo", "Indonesia"]
    both = ask("ipm kota gorontalo 2023 dibanding kabupaten gorontalo")
    assert both.elsewhere == "Kabupaten Gorontalo" and [card.region for card in both.cards] == ["Kota Gorontalo"]
    assert shown("inflasi manado dan gorontalo") == ["Kota Gorontalo"]
    assert shown("ipm kabupaten gorontalo") == shown("ipm manado dan bitung") == []


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


def test_a_kecamatan_with_a_figure_of_its_own_needs_no_excuse(ask, cast):
    session().get_one(IndicatorValue, value_id("ind.penduduk", "2025")).region_code = "7571011"
    session().commit()
    check_page(cast.editor, "ind.penduduk")  # the library moves on
    card = ask("penduduk dungingi").cards[0]
    assert (card.region, card.not_at_city, card.below) == ("Kecamatan Dungingi", False, None)


def test_below_the_city_the_card_says_why_there_is_no_figure(ask):
    card = ask("orang miskin dungingi").cards[0]
    assert (card.page.key, card.below, card.region) == ("ind.p0", "Kecamatan Dungingi", "Kecamatan Dungingi")
    assert card.shown is None and card.missing == "Tidak ada angka untuk Kecamatan Dungingi."
    assert ask("ipm kecamatan kota barat").cards[0].below == "Kecamatan Kota Barat"
