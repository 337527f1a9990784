"""Isi angka and Periksa cepat, as editors walk them."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import get_flashed_messages
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from pstku.accounts.models import PersonRole
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput
from pstku.filling.queries.mapping import find_table_map
from pstku.filling.rules.pasted import cells_of
from pstku.filling.rules.published import layout_of
from pstku.intranet.filling.previewing import SheetForm
from pstku.library.models import CheckPass, IndicatorValue
from pstku.library.operations.checking import check_value
from pstku.library.operations.values import enter_values
from pstku.library.queries.checks import next_to_check
from pstku.library.rules.entries import NewValue
from pstku.offices.queries import configuration
from tests.operations.test_answers import value_id
from tests.operations.test_values import another_editor

HEAD = "Kode indikator\tKode wilayah\tPeriode\tAngka\tSumber\tTanggal rilis\n"
GOOD = "ind.ipm\t7571\t2024\t78,95\tBRS IPM\t5/11/2025\n"
BAD = "ind.ipm\t7571\tkemarin\t79\tBRS IPM\t5/11/2025\n"
HERE = "/belajar/isi"


def count() -> int:
    session().rollback()
    return session().scalar(select(func.count(IndicatorValue.id)))


def test_paste_preview_save_and_a_second_editor_makes_it_quotable(sign_in, cast):
    editor, before = sign_in("editor"), count()
    preview = editor.post_form(f"{HERE}/pratinjau", {"text": HEAD + GOOD}, page=HERE)
    assert "78,95" in preview.page.get_text() and count() == before
    assert editor.post_form(f"{HERE}/simpan", {"text": HEAD + GOOD}, page=HERE).status_code == 303
    assert count() == before + 1
    assert "78,95" in sign_in("employee").get("/jawab?q=ipm+2024").page.select_one(".big.unverified").get_text()
    check_value(another_editor(cast), value_id("ind.ipm", "2024"))
    assert sign_in("employee").get("/jawab?q=ipm+2024").page.select_one(".big").get_text(strip=True) == "78,95"


def test_a_faulty_row_keeps_everything_back_until_it_is_left_out_on_purpose(sign_in):
    editor, before = sign_in("editor"), count()
    answer = editor.post_form(f"{HERE}/simpan", {"text": HEAD + GOOD + BAD}, page=HERE)
    assert answer.status_code == 422 and count() == before
    assert "Baris 3, Periode" in " ".join(answer.page.get_text().split())
    assert "kemarin" in answer.page.select_one("textarea").get_text()
    assert answer.page.select_one(".error-summary[tabindex='-1']"), "the faults get the focus"
    assert answer.page.select_one("#skip[aria-invalid][aria-describedby='skip-error']")
    fields = {"text": HEAD + GOOD + BAD, "skip": "1"}
    assert editor.post_form(f"{HERE}/simpan", fields, page=HERE).status_code == 303
    assert count() == before + 1


def test_nothing_pasted_and_a_wrong_file_get_a_sentence(sign_in):
    editor = sign_in("editor")
    answer = editor.post_form(f"{HERE}/pratinjau", {"text": " "}, page=HERE)
    assert answer.status_code == 422 and "Tempel isi tabelnya" in answer.page.get_text()
    fields = {"text": "", "file": (io.BytesIO(b"a\0b"), "isian.xlsx")}
    answer = editor.post_form(f"{HERE}/pratinjau", fields, page=HERE)
    assert answer.status_code == 422 and "Berkas ini tidak terbaca" in answer.page.get_text()


def test_the_sheet_of_a_function_lists_what_is_missing_and_comes_back_filled(sign_in):
    editor = sign_in("editor")
    book = load_workbook(io.BytesIO(editor.get(f"{HERE}/sosial.xlsx").data))
    sheet = book["Isian"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    place = next(n for n, row in enumerate(rows, 1) if row[0] == "ind.ipm" and row[4] == "2024")
    for column, value in ((6, "78,95"), (10, "BRS IPM"), (12, date(2025, 11, 5))):
        sheet.cell(place, column, value)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    answer = editor.post_form(f"{HERE}/pratinjau", {"text": "", "file": (out, "isian.xlsx")}, page=HERE)
    assert "78,95" in answer.page.get_text()
    assert editor.get(f"{HERE}/lain.xlsx").status_code == 404


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


def test_a_checker_opens_one_given_figure_which_nothing_pushes_away(sign_in, cast):
    fresh = [NewValue("ind.tpt", "7571", f"{year}-08", "month", Decimal("5.1"), "BRS") for year in (2011, 2012)]
    wanted, later = enter_values(cast.office_id, fresh, actor=another_editor(cast), origin="typed").added
    editor, here = sign_in("editor"), f"/belajar/periksa/cepat/{wanted}"
    row = next(row for row in editor.get("/belajar/indikator/tpt/angka").page.select("tr") if "2011" in row.get_text())
    assert row.select_one("a[href]")["href"] == here, "no day of release yet: opened alone"
    page = editor.get(here).page
    assert page.select_one(".quick-check form")["action"] == here
    skip = page.find("a", string="Lewati dulu")["href"]
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


@pytest.mark.parametrize(
    "path", [HERE, f"{HERE}/sosial.xlsx", "/belajar/indikator/ipm/angka", "/belajar/periksa/cepat"]
)
def test_these_rooms_are_for_editors(sign_in, client, path):
    assert sign_in("employee").get(path).status_code == 403
    assert client.get(path).status_code == 303


def test_a_kelurahan_is_added_renamed_and_found_in_the_answers(sign_in, cast):
    editor, here = sign_in("editor"), "/belajar/wilayah"
    form = {"code": "7571010099", "name": "Tenda Baru", "level": "kelurahan", "parent_code": "7571010"}
    assert editor.post_form(here, form, page=here).status_code == 303
    again = editor.post_form(here, form | {"name": "Tenda Lama"}, page=here)
    assert again.status_code == 422 and "sudah dipakai Tenda Baru" in again.page.get_text()
    its_own = f"{here}/7571010099"
    shown = editor.get(its_own).page
    assert shown.select_one("select[name=parent_code] option[selected]")["value"] == "7571010"
    assert editor.post_form(its_own, {"name": "Tenda Lama", "level": "kelurahan"}, page=its_own).status_code == 303
    text = editor.get(here).page.select_one("table").get_text()
    assert "Tenda Lama" in text and "Tenda Baru" not in text
    assert "Tenda Lama" in sign_in("employee").get("/jawab?q=miskin+tenda+lama").page.get_text()
    answer = editor.post_form(here, form | {"code": "75x"}, page=here)
    assert answer.status_code == 422 and answer.page.select_one("input[name=code]")["value"] == "75x"
    assert editor.post_form(here, form | {"parent_code": ""} | {"name": " "}, page=here).status_code == 422
    assert sign_in("employee").get(here).status_code == 403


def test_what_should_be_out_and_is_not_filled_in_stands_beside_each_headline_figure(sign_in, cast):
    with clock.at(datetime(2026, 3, 20, 3, tzinfo=UTC)):
        page = sign_in("editor").get(HERE).page
    row = next(row for row in page.select("table.ind tbody tr") if row.th.get_text(strip=True) == "Inflasi y-on-y")
    assert "Februari 2026" in row.get_text() and "Januari 2026" in row.get_text()
    assert "Maret 2026" not in row.get_text(), "the month is not over"


def test_a_quotation_mark_that_is_never_closed_gets_a_sentence_and_keeps_what_was_pasted(sign_in):
    editor = sign_in("editor")
    text = HEAD + '"' + "ind.ipm\t7571\t2024\t78,95\tBRS\t\n" * 5000
    for action in ("pratinjau", "simpan"):
        answer = editor.post_form(f"{HERE}/{action}", {"text": text}, page=HERE)
        assert answer.status_code == 422 and "tanda kutip" in answer.page.get_text()
        assert len(answer.page.select_one("textarea").get_text()) > 100_000


ODD = "ind.ipm\t7571\t2025\t780\tBRS IPM\t5/11/2025\n"
FUTURE = "ind.ipm\t7571\t2099\t79\tBRS IPM\t\n"


def test_what_is_doubted_is_shown_before_it_is_saved(sign_in):
    editor, before = sign_in("editor"), count()
    told = editor.post_form(f"{HERE}/simpan", {"text": HEAD + ODD}, page=HERE)
    assert told.status_code == 422 and count() == before and "Jauh dari" in told.page.get_text()
    assert told.page.select_one(".note.fault"), "what kept it back is said above the table"
    fields = {"text": HEAD + ODD, "seen": told.page.select_one("input[name=seen]")["value"]}
    changed = fields | {"text": HEAD + ODD.replace("780", "790")}
    assert editor.post_form(f"{HERE}/simpan", changed, page=HERE).status_code == 422
    assert editor.post_form(f"{HERE}/simpan", fields, page=HERE).status_code == 303
    assert count() == before + 1


def test_the_preview_refuses_what_saving_refuses_and_the_rest_is_saved(sign_in):
    editor, before = sign_in("editor"), count()
    text = HEAD + FUTURE + GOOD + GOOD.replace("78,95", "79,00")
    told = editor.post_form(f"{HERE}/pratinjau", {"text": text}, page=HERE).page
    faults = [" ".join(item.get_text().split()) for item in told.select(".faults li")]
    assert faults == [
        "Baris 2, Periode: 2099 belum mulai. Periksa lagi periodenya.",
        "Baris 4: Sama dengan baris 3. Hapus salah satunya.",
    ]
    assert "Simpan 1 angka" in told.get_text()
    assert editor.post_form(f"{HERE}/simpan", {"text": text, "skip": "1"}, page=HERE).status_code == 303
    assert count() == before + 1


def test_back_from_the_preview_keeps_what_was_pasted_and_the_preview_fits_a_phone(sign_in):
    editor = sign_in("editor")
    page = editor.post_form(f"{HERE}/pratinjau", {"text": HEAD + GOOD}, page=HERE).page
    assert page.select_one("button[formaction='/belajar/isi']")
    assert page.select_one("table.stacked td[data-label]")
    back = editor.post_form(HERE, {"text": HEAD + GOOD}, page=HERE)
    assert back.status_code == 200 and "78,95" in back.page.select_one("textarea").get_text()


def test_marks_and_signs_of_a_table_are_shown_as_what_they_were_read_as(sign_in):
    editor = sign_in("editor")
    rows = ["ind.ipm\t7571\t2024*\t78,95\tBRS\t\n", "ind.p0\t7571\t2025-S1\t5,21r\tBRS\t\n"]
    rows += ["ind.gini\t7571\t2025-S1\t–\tBRS\t\n", "ind.penduduk\t7571\t2025\t…\tBRS\t\n"]
    page = editor.post_form(f"{HERE}/pratinjau", {"text": HEAD + "".join(rows)}, page=HERE).page
    shown = " ".join(page.select_one("table").get_text(" ").split())
    assert "status: sementara dibaca dari “2024*”" in shown and "status: direvisi dibaca dari “5,21r”" in shown
    signs = " ".join(page.select_one("section:has(#tanda)").get_text().split())
    assert "nol atau tidak ada: baris atau sel 4" in signs and "data belum tersedia: baris atau sel 5" in signs
    assert editor.post_form(f"{HERE}/simpan", {"text": HEAD + "".join(rows)}, page=HERE).status_code == 303
    rows_by_status = select(IndicatorValue.status).where(IndicatorValue.period == "2024")
    assert "sementara" in session().scalars(rows_by_status.where(IndicatorValue.indicator_key == "ind.ipm")).all()


def test_a_dash_is_a_zero_only_where_a_person_says_so(sign_in):
    editor, before = sign_in("editor"), count()
    text = HEAD + "ind.penduduk\t7571\t2025\t–\tBRS\t\n"
    assert editor.post_form(f"{HERE}/simpan", {"text": text}, page=HERE).status_code == 422 and count() == before
    page = editor.post_form(f"{HERE}/pratinjau", {"text": text, "dash": "y"}, page=HERE).page
    fields = {"text": text, "dash": "y", "seen": page.select_one("input[name=seen]")["value"]}
    assert editor.post_form(f"{HERE}/simpan", fields, page=HERE).status_code == 303
    row = session().scalars(select(IndicatorValue).order_by(IndicatorValue.id.desc()).limit(1)).one()
    assert (row.scaled, row.note) == (0, "Di sumbernya tertulis – (nol atau tidak ada).")


def test_a_mark_beside_one_typed_figure_becomes_its_status(sign_in):
    editor, here = sign_in("editor"), "/belajar/indikator/ipm/angka"
    typed = {"region_code": "7571", "period": "2024*", "value": "78,95", "source": "BRS", "released_on": "5/11/2025"}
    assert editor.post_form(here, typed, page=here).status_code == 303
    assert "78,95 (sementara) untuk 2024" in editor.get(here).page.get_text()
    clash = editor.post_form(here, typed | {"status": "tetap"}, page=here)
    assert clash.status_code == 422 and "Pilih salah satunya" in clash.page.select_one("#status-error").get_text()


def test_one_typed_figure_that_looks_wrong_is_asked_about_once(sign_in):
    editor, here, before = sign_in("editor"), "/belajar/indikator/ipm/angka", count()
    odd = {"region_code": "7571", "period": "2025", "value": "780", "source": "BRS IPM", "released_on": "5/11/2025"}
    told = editor.post_form(here, odd, page=here)
    assert told.status_code == 422 and "Jauh dari" in told.page.get_text() and count() == before
    assert editor.post_form(here, odd | {"sure": "1"}, page=here).status_code == 303
    bad = odd | {"region_code": "9999", "sure": "1"}
    assert "tidak ada di pustaka" in editor.post_form(here, bad, page=here).page.select_one("p.error").get_text()


def test_functions_without_indicators_offer_no_sheet(sign_in):
    offered = {link["href"] for link in sign_in("editor").get(HERE).page.select("a[href$='.xlsx']")}
    assert f"{HERE}/sosial.xlsx" in offered and f"{HERE}/umum.xlsx" not in offered


def test_a_checked_figure_is_withdrawn_by_two_and_never_at_another_indicators_address(sign_in, cast):
    second = replace_roles(cast)
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


def replace_roles(cast):
    """admin2 becomes an editor; returns a third editor as an actor."""
    with atomic() as s:
        s.add(PersonRole(person_id=cast.admin2.person_id, role=Role.EDITOR))
    return another_editor(cast)


def test_a_refusal_that_names_no_field_of_the_form_is_said_above_the_page(app, cast):
    with app.test_request_context("/belajar/isi", method="POST"):
        form = SheetForm()
        with form.refusals():
            raise InvalidInput("nowhere", "Angkanya tidak dapat disimpan.")
        assert get_flashed_messages() == ["Angkanya tidak dapat disimpan."]


PUBLISHED = """Jumlah Penduduk menurut Kecamatan di Kota Gorontalo, 2022–2024
Kecamatan\tJumlah Penduduk\t\t
\t2022\t2023\t2024*
(1)\t(2)\t(3)\t(4)
Kota Barat\t23 456\t23 789\t24 012
Dungingi\t26.111\t26.400 1\t…
Sumber: BPS Kota Gorontalo, Proyeksi Penduduk
"""


def chosen(page) -> dict[str, str]:
    """What the form holds as it stands."""
    form = page.select_one("form[action='/belajar/isi/tabel']")
    fields = {box["name"]: box.get("value", "") for box in form.select("input[name]") if box["name"] != "csrf_token"}
    for box in form.select("select"):
        option = box.select_one("option[selected]") or box.select_one("option")
        fields[box["name"]] = option["value"]
    return fields


def test_a_published_table_is_mapped_once_checked_like_any_other_and_known_next_year(sign_in, cast):
    editor, before = sign_in("editor"), count()
    page = editor.post_form(f"{HERE}/pratinjau", {"text": PUBLISHED}, page=HERE).page
    assert page.h1.get_text(strip=True) == "Arti tabel ini" and count() == before
    fields = chosen(page)
    assert fields["source"] == "BPS Kota Gorontalo, Proyeksi Penduduk"
    assert (fields["column-0"], fields["row-0"], fields["row-1"]) == ("i:ind.penduduk", "r:7571010", "r:7571011")
    refused = editor.post_form(f"{HERE}/tabel", fields | {"source": ""}, page=HERE)
    assert refused.status_code == 422 and refused.page.select_one("#source-error") and chosen(refused.page)["row-0"]
    mapped = editor.post_form(f"{HERE}/tabel", fields, page=HERE).page
    told = " ".join(mapped.get_text(" ").split())
    assert "sel C6" in told and "bukan pemisah ribuan" in told and "data belum tersedia: baris atau sel D6" in told
    assert "D5" in mapped.select_one("table").get_text() and "24.012" in mapped.select_one("table").get_text()
    form = {"text": mapped.select_one("textarea").get_text().lstrip("\n"), "skip": "y"}
    form["seen"] = mapped.select_one("input[name=seen]")["value"]
    assert editor.post_form(f"{HERE}/simpan", form, page=HERE).status_code == 303
    assert count() == before + 4
    saved = select(IndicatorValue).where(IndicatorValue.region_code == "7571010", IndicatorValue.period == "2024")
    row = session().scalars(saved.order_by(IndicatorValue.id.desc())).first()
    assert (row.status, row.origin, row.checked_at) == ("sementara", "sheet", None)
    later = PUBLISHED.replace("2024", "2025").replace("2022\t2023", "2023\t2024")
    again = editor.post_form(f"{HERE}/pratinjau", {"text": later}, page=HERE).page
    assert "pernah dipetakan" in again.get_text()


def test_a_mapping_belongs_to_its_office_and_keeps_what_an_editor_chose(sign_in, cast):
    editor = sign_in("editor")
    page = editor.post_form(f"{HERE}/pratinjau", {"text": PUBLISHED}, page=HERE).page
    editor.post_form(f"{HERE}/tabel", chosen(page) | {"row-1": ""}, page=HERE)
    again = editor.post_form(f"{HERE}/pratinjau", {"text": PUBLISHED}, page=HERE).page
    assert chosen(again)["row-1"] == ""
    layout = layout_of(cells_of(PUBLISHED))
    assert find_table_map(cast.office_id, layout.signature).rows["dungingi"] == ""
    assert find_table_map(cast.other_office_id, layout.signature) is None
    assert sign_in("employee").post_form(f"{HERE}/tabel", {}, page="/jawab").status_code == 403
