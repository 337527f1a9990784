"""One figure by hand: typed, doubted, corrected, withdrawn by two."""

from datetime import date

import pytest

from pstku.core.db import atomic, session
from pstku.library.models import IndicatorValue
from pstku.library.operations.checking import check_value
from tests.editors import make_editors
from tests.figures import figure_count, value_id

HERE = "/belajar/isi"


def test_one_figure_typed_corrected_and_withdrawn(sign_in, cast):
    editor, here = sign_in("editor"), "/belajar/indikator/ipm/angka"
    good = {"region_code": "7571", "period": "2024", "value": "78,95", "status": "", "series": "", "source": "BRS IPM"}
    good |= {"source_url": "", "released_on": "5/11/2025", "note": ""}
    assert editor.post_form(here, good, page=here).status_code == 303
    bad = editor.post_form(here, good | {"value": "tujuh", "source": "BRS baru"}, page=here)
    assert bad.status_code == 422 and bad.page.select_one("input[name=source]")["value"] == "BRS baru"
    wanted = value_id("ind.ipm", "2024")
    assert editor.post_form(f"{here}/{wanted}/tarik", {"why": "Angka provinsi"}, page=here).status_code == 303
    assert "Angka provinsi" in editor.get(here).page.get_text()
    assert editor.get("/belajar/indikator/tidak-ada/angka").status_code == 404


def test_a_mark_beside_one_typed_figure_becomes_its_status(sign_in):
    editor, here = sign_in("editor"), "/belajar/indikator/ipm/angka"
    typed = {"region_code": "7571", "period": "2024*", "value": "78,95", "source": "BRS", "released_on": "5/11/2025"}
    assert editor.post_form(here, typed, page=here).status_code == 303
    assert "78,95 (sementara) untuk 2024" in editor.get(here).page.get_text()
    clash = editor.post_form(here, typed | {"status": "tetap"}, page=here)
    assert clash.status_code == 422 and "Pilih salah satunya" in clash.page.select_one("#status-error").get_text()


@pytest.mark.both_engines
def test_one_typed_figure_that_looks_wrong_is_asked_about_once(sign_in):
    editor, here, before = sign_in("editor"), "/belajar/indikator/ipm/angka", figure_count()
    odd = {"region_code": "7571", "period": "2025", "value": "780", "source": "BRS IPM", "released_on": "5/11/2025"}
    told = editor.post_form(here, odd, page=here)
    assert told.status_code == 422 and "Jauh dari" in told.page.get_text() and figure_count() == before
    assert editor.post_form(here, odd | {"sure": "1"}, page=here).status_code == 303
    bad = odd | {"region_code": "9999", "sure": "1"}
    assert "tidak ada di pustaka" in editor.post_form(here, bad, page=here).page.select_one("p.error").get_text()


@pytest.mark.both_engines
def test_a_checked_figure_is_withdrawn_by_two_and_never_at_another_indicators_address(sign_in, cast):
    second = make_editors(cast)
    editor, here = sign_in("editor"), "/belajar/indikator/ipm/angka"
    wanted = value_id("ind.ipm", "2023")
    with atomic() as s:
        s.get_one(IndicatorValue, wanted).released_on = date(2023, 12, 5)
    check_value(second, wanted)
    assert (
        editor.post_form(f"/belajar/indikator/tpt/angka/{wanted}/tarik", {"why": "Ragu"}, page=here).status_code == 404
    )
    editor.post_form(f"{here}/{wanted}/tarik", {"why": "Angka provinsi"}, page=here)
    page = editor.get(here).page
    assert "Diminta ditarik" in page.get_text() and not page.select_one("button[value=agree]")
    editor.post_form(f"{here}/{wanted}/tarik/putusan", {"do": "agree"}, page=here)
    assert "Rekan lain yang memutuskan" in editor.get(here).page.get_text()
    other = sign_in("admin2")
    assert "Angka provinsi" in other.get("/belajar/sunting").page.select_one("section:has(#ditarik)").get_text()
    assert other.get(here).page.select_one("button[value=agree]")
    other.post_form(f"{here}/{wanted}/tarik/putusan", {"do": "agree"}, page=here)
    assert session().get_one(IndicatorValue, wanted).withdrawn_by_id == cast.admin2.person_id
    assert other.get(here).page.select_one("table.stacked td[data-label]")
