"""Periksa: figures are confirmed one by one, each by somebody who did not enter it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.library.models import CheckPass, IndicatorValue
from pstku.library.operations.checking import check_value
from pstku.library.operations.values import enter_values
from pstku.library.queries.checks import next_to_check
from pstku.library.rules.entries import NewValue
from pstku.offices.queries import configuration
from tests.editors import another_editor
from tests.figures import value_id

HERE = "/belajar/isi"


def test_quick_check_asks_for_the_day_of_release_and_goes_on(sign_in, cast):
    editor, here = sign_in("editor"), "/belajar/periksa/cepat"
    page = editor.get(here).page
    address = page.select_one(".quick-check form")["action"]
    answer = editor.post_form(address, {"released_on": "kemarin"}, page=here)
    assert answer.status_code == 422 and answer.page.select_one("input[name=released_on]")["value"] == "kemarin"
    assert editor.post_form(address, {"released_on": "5/12/2023"}, page=here).status_code == 303
    following = editor.get(here).page.select_one(".quick-check form")["action"]
    assert following != address
    assert editor.post_form(following, {"pass": "1"}, page=here).status_code == 303
    assert editor.get(here).page.select_one(".quick-check form")["action"] not in (address, following)


@pytest.mark.both_engines
def test_a_checker_opens_one_given_figure_which_nothing_pushes_away(sign_in, cast):
    fresh = [NewValue("ind.tpt", "7571", f"{year}-08", "month", Decimal("5.1"), "BRS") for year in (2011, 2012)]
    wanted, later = enter_values(cast.office_id, fresh, actor=another_editor(cast), origin="typed").added
    editor, here = sign_in("editor"), f"/belajar/periksa/cepat/{wanted}"
    row = next(row for row in editor.get("/belajar/indikator/tpt/angka").page.select("tr") if "2011" in row.get_text())
    assert row.select_one("a[href]")["href"] == here, "no day of release yet: opened alone"
    page = editor.get(here).page
    assert page.select_one(".quick-check form")["action"] == here
    skip = page.with_text("a", "Lewati dulu")["href"]
    assert skip == f"/belajar/periksa/cepat/{later}", "what colleagues entered comes first, as it came"
    assert session().scalar(select(func.count(CheckPass.value_id))) == 0, "skipping hands nothing over"
    refused = editor.post_form(here, {"released_on": "kemarin"}, page=here)
    assert refused.status_code == 422 and refused.page.select_one(".quick-check form")["action"] == here
    from_list = editor.post_form(f"/belajar/periksa/angka/{wanted}", {"released_on": "kemarin"}, page=here)
    assert from_list.page.select_one("input[name=released_on]")["value"] == "kemarin"
    done = editor.post_form(here, {"released_on": "5/11/2011"}, page=here)
    assert done.location == skip
    assert editor.get(here).location == "/belajar/periksa/cepat", "checked by now"


def test_a_figure_with_its_day_of_release_is_confirmed_on_its_row(sign_in, cast):
    fresh = NewValue("ind.tpt", "7571", "2011-08", "month", Decimal("5.1"), "BRS", released_on=date(2011, 11, 5))
    (wanted,) = enter_values(cast.office_id, [fresh], actor=another_editor(cast), origin="typed").added
    editor, here = sign_in("editor"), "/belajar/indikator/tpt/angka"
    form = editor.get(here).page.select_one(f"form[action^='/belajar/periksa/angka/{wanted}']")
    done = editor.post_form(form["action"], {}, page=here)
    assert done.status_code == 303 and done.location == here
    assert session().get_one(IndicatorValue, wanted).checked_by_id == cast.editor.person_id


def test_the_own_function_comes_first_and_what_one_typed_oneself_never(sign_in, cast):
    office = configuration(cast.office_id)
    assert next_to_check(office, cast.editor, "distribusi").page.function == "distribusi"
    item = next_to_check(office, cast.editor, "sosial")
    with atomic() as s:
        s.get_one(IndicatorValue, item.figure.id).entered_by_id = cast.editor.person_id
    assert next_to_check(office, cast.editor, "sosial").figure.id != item.figure.id


@pytest.mark.both_engines
def test_a_figure_is_checked_beside_the_nearest_ones_and_mended_with_all_it_has(sign_in, cast):
    old = [
        NewValue(
            "ind.ipm", "7571", str(year), "year", Decimal("75.10"), "BRS", date(year + 1, 5, 1), "sementara", "lama"
        )
        for year in range(2001, 2009)
    ]
    enter_values(cast.office_id, [replace(old[0], series="awal"), *old[1:]], actor=None, origin="sheet")
    others = (IndicatorValue.indicator_key != "ind.ipm") | (IndicatorValue.period != "2002")
    with atomic() as s:
        s.execute(update(IndicatorValue).where(others).values(checked_at=clock.now()))
    page = sign_in("editor").get("/belajar/periksa/cepat").page
    shown = [" ".join(line.get_text().split()) for line in page.select(".neighbours dt")]
    assert shown == ["2001 deret lain: awal", "2003", "2004", "2005", "2006"]
    mended = sign_in("editor").get(page.select_one(".quick-check a.btn")["href"]).page
    assert mended.select_one("input[name=released_on]")["value"] == "1 Mei 2003"
    assert mended.select_one("select[name=status] option[selected]")["value"] == "sementara"


def test_a_colleague_who_was_faster_is_a_sentence_and_the_next_figure(sign_in, cast):
    editor, here = sign_in("editor"), "/belajar/periksa/cepat"
    address = editor.get(here).page.select_one(".quick-check form")["action"]
    figure = int(address.rsplit("/", 1)[1])
    check_value(another_editor(cast), figure, released_on=date(2026, 10, 1))
    for answer in ({"released_on": ""}, {"refuse": "1", "why": "Bukan kota"}):
        told = editor.post_form(address, answer, page=here)
        assert told.status_code == 303 and told.location.startswith(here)
    assert "rekan lain" in editor.get(here).page.select_one(".flash").get_text()
    mine = value_id("ind.ipm", "2023")
    with atomic() as s:
        s.get_one(IndicatorValue, mine).entered_by_id = cast.editor.person_id
    told = editor.post_form(f"/belajar/periksa/angka/{mine}", {"released_on": "5/12/2023"}, page="/belajar/periksa")
    assert told.status_code == 303
    assert "Anda yang mengisi" in editor.get("/belajar/periksa").page.get_text()
