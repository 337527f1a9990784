"""Kartu dan bawa pulang: only checked figures leave the house, by print, by QR, by link."""

from datetime import date

import pytest
from sqlalchemy import select

from pstku.core.db import atomic, session
from pstku.library.models import Page
from pstku.library.operations.checking import check_value
from tests.figures import value_id


@pytest.fixture
def checked(cast):
    for key, period in (("ind.ipm", "2022"), ("ind.ipm", "2023"), ("ind.gini", "2023-S1")):
        check_value(cast.editor, value_id(key, period), released_on=date(2023, 12, 5))


def test_a_guest_opens_a_checked_figure_without_a_sign_in(client, checked):
    page = client.get("/angka?k=ipm:7571:2023").page
    text = page.get_text(" ")
    for words in ("78,54", "Kota Gorontalo", "2023", "5 Desember 2023", "Naik 0,32 poin"):
        assert words in text


def test_names_in_a_misreading_keep_their_capitals(client, checked, cast):
    check_value(cast.editor, value_id("ind.p0", "2023-S1"), released_on=date(2023, 12, 5))
    page = session().scalar(select(Page).where(Page.key == "ind.p0", Page.office_id == cast.office_id))
    with atomic():
        page.facts = page.facts | {"misreadings": ["P0 dikira P1"]}
    assert "P0 dikira P1." in client.get("/angka?k=p0:7571:2023-S1").page.get_text()


def test_what_readers_should_know_of_a_figure_goes_home_with_it(client, cast):
    check_value(cast.editor, value_id("ind.penduduk", "2025"), released_on=date(2026, 2, 27))
    card = client.get("/angka?k=penduduk:7571:2025").page.select_one(".home-figure").get_text(" ")
    assert "Dibulatkan ke puluhan" in card and "Pastikan" not in card, "not what an editor had to check"
    assert "jumlah KTP" in card, "abbreviations stay as they are written"


def test_several_figures_stand_on_one_page(client, checked):
    page = client.get("/angka?k=ipm:7571:2022&k=gini:7571:2023-S1").page
    assert [node.get_text() for node in page.select(".home-figure .value b")] == ["78,22", "0,390"]


@pytest.mark.parametrize(
    "query", ["", "?k=", "?k=ipm", "?k=ipm:7571:2021", "?k=ipm:7500:2023", "?k=tidak-ada:7571:2023", "?k=a:b:c:d"]
)
def test_what_is_not_checked_or_not_there_is_404(client, checked, query):
    assert client.get(f"/angka{query}").status_code == 404


@pytest.mark.both_engines
def test_a_colleague_prints_the_counter_card_with_its_qr(sign_in, checked):
    browser = sign_in("employee")
    page = browser.get("/kartu/ipm/7571/2023").page
    assert page.select_one(".home-sheet.a6 svg.qr") and "angka?k=ipm" in page.select_one("#alamat").get_text()
    page = browser.get("/kartu?k=ipm:7571:2023&ukuran=a5").page
    assert page.select_one(".home-sheet.a5")
    assert browser.get("/kartu/ipm/7571/2021").status_code == 404


@pytest.mark.both_engines
def test_a_stranger_gets_no_counter_card(client, checked):
    assert client.get("/kartu/ipm/7571/2023").status_code == 303
