"""What a phone takes along: the published pages and the checked figures of one office, and nothing else."""

import gzip
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from pstku.answers.queries.answers import answer
from pstku.answers.queries.snapshot import snapshot, whole_library
from pstku.core import clock
from pstku.core.db import session
from pstku.library.models import IndicatorValue, Page
from pstku.library.operations.checking import check_page, check_value
from pstku.offices.queries import configuration
from pstku.packs.reading.pages import read_pack
from pstku.packs.taking import import_pack
from tests.listening import statements
from tests.packs import write_pack

TODAY = date(2026, 11, 24)
RELEASED = date(2024, 3, 20)
CITY = "7571"


@pytest.fixture
def kept(cast):
    """The library as a phone of the test office would get it now."""
    return lambda: whole_library(configuration(cast.office_id), TODAY)


def check(cast, key: str, *periods: str) -> None:
    for period in periods:
        cell = (IndicatorValue.indicator_key == key) & (IndicatorValue.period == period)
        wanted = session().scalar(select(IndicatorValue.id).where(cell, IndicatorValue.region_code == CITY))
        check_value(cast.editor, wanted, released_on=RELEASED)


def test_an_unchecked_figure_never_goes_to_a_phone(kept, cast):
    assert session().scalars(select(IndicatorValue)).first() and kept()["figures"] == {}
    check(cast, "ind.ipm", "2022")
    assert [figure["period"] for figure in kept()["figures"]["ind.ipm"][CITY]["figures"]] == ["2022"]
    assert "78,54" not in json.dumps(kept()["figures"])  # 2023 waits to be checked
    assert kept()["waiting"]["ind.ipm"][CITY] == ["2019", "2020", "2021", "2023"]
    assert "78.54" not in json.dumps(kept()["waiting"])


def test_a_figure_says_on_the_phone_what_its_card_says(kept, cast):
    check(cast, "ind.ipm", "2022", "2023")
    newest = kept()["figures"]["ind.ipm"][CITY]["figures"][-1]
    card = answer(configuration(cast.office_id), "ipm 2023").cards[0]
    assert (newest["value"], newest["change"], newest["copy"]) == ("78,54", card.change, card.copy_text)
    assert newest["change"] == "Naik 0,32 poin dari 2022 (78,22)"
    assert newest["released"] == "20 Mar 2024" and newest["source"] in newest["copy"]


def test_an_index_says_on_the_phone_what_it_is_100_for(kept, cast):
    check(cast, "ind.ihk", "2023-10")
    index = kept()["figures"]["ind.ihk"][CITY]["figures"][0]
    assert index["unit"] == "indeks, 2018=100" and "114,36 (2018=100)" in index["copy"]


def test_a_source_says_on_the_phone_whether_anybody_looked_it_up(kept):
    named = {page["key"]: [source["name"] for source in page["sources"]] for page in kept()["pages"]}
    assert named["srv.podes"] == ["Pengetahuan umum · perlu dicocokkan"]
    assert "Dokumentasi WebAPI BPS" in named["med.webapi"]


def test_an_editors_working_note_stays_in_the_office(kept, cast):
    check(cast, "ind.ipm", "2022")
    assert "periksa" not in kept()["figures"]["ind.ipm"][CITY]["figures"][0]["note"]


def test_every_published_page_is_there_and_no_draft(kept, cast):
    published = set(session().scalars(select(Page.key).where(Page.office_id == cast.office_id)))
    assert {page["key"] for page in kept()["pages"]} == published
    session().scalar(select(Page).where(Page.key == "ind.gini")).state = "draft"
    session().commit()
    check_page(cast.editor, "ind.ipm")  # any change moves the library on
    assert {page["key"] for page in kept()["pages"]} == published - {"ind.gini"}


def test_no_person_is_named(kept, cast):
    check_page(cast.editor, "ind.ipm")
    assert "Fitri" not in json.dumps(kept())


def test_what_another_office_wrote_stays_there(kept, cast, tmp_path):
    folder = write_pack(tmp_path / "away", pages={"rahasia": {"key": "ind.rahasia", "title": "Rahasia kami"}})
    import_pack(cast.other_office_id, read_pack(folder))
    assert "Rahasia kami" not in json.dumps(kept())
    away = whole_library(configuration(cast.other_office_id), TODAY)
    assert [page["title"] for page in away["pages"]] == ["Rahasia kami"]


def test_more_pages_take_no_more_statements(app, cast, tmp_path):
    office = configuration(cast.office_id)

    def count() -> int:
        with statements() as seen:
            whole_library(office, TODAY)
        return len(seen)

    whole_library(office, TODAY)  # the index of the search is read once
    before = count()
    pages = {f"uji-{n}": {"key": f"ind.uji-{n}", "title": f"Uji {n}"} for n in range(20)}
    import_pack(cast.office_id, read_pack(write_pack(tmp_path / "more", pages=pages)))
    office = configuration(cast.office_id)
    whole_library(office, TODAY)
    assert count() == before <= 5


def test_the_mark_changes_with_the_content_and_not_with_the_hour(cast):
    first = snapshot(configuration(cast.office_id))
    check_page(cast.editor, "ind.ipm")
    second = snapshot(configuration(cast.office_id))
    assert first.etag != second.etag
    with clock.at(clock.now() + timedelta(hours=1)):
        assert snapshot(configuration(cast.office_id)).etag == second.etag
    assert json.loads(gzip.decompress(second.packed))["as_of"].endswith("+00:00")
    assert len(second.packed) < 150_000  # a phone with one bar of signal
