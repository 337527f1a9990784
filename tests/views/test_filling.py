"""Isi angka and Periksa cepat, as editors walk them."""

import io
from datetime import UTC, date, datetime

import pytest
from flask import get_flashed_messages
from openpyxl import load_workbook
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.intranet.filling.previewing import SheetForm
from pstku.library.models import IndicatorValue
from pstku.library.operations.checking import check_value
from tests.editors import another_editor
from tests.figures import figure_count, value_id

HEAD = "Kode indikator\tKode wilayah\tPeriode\tAngka\tSumber\tTanggal rilis\n"

GOOD = "ind.ipm\t7571\t2024\t78,95\tBRS IPM\t5/11/2025\n"

BAD = "ind.ipm\t7571\tkemarin\t79\tBRS IPM\t5/11/2025\n"

HERE = "/belajar/isi"


def test_paste_preview_save_and_a_second_editor_makes_it_quotable(sign_in, cast):
    editor, before = sign_in("editor"), figure_count()
    preview = editor.post_form(f"{HERE}/pratinjau", {"text": HEAD + GOOD}, page=HERE)
    assert "78,95" in preview.page.get_text() and figure_count() == before
    assert editor.post_form(f"{HERE}/simpan", {"text": HEAD + GOOD}, page=HERE).status_code == 303
    assert figure_count() == before + 1
    assert "78,95" in sign_in("employee").get("/jawab?q=ipm+2024").page.select_one(".big.unverified").get_text()
    check_value(another_editor(cast), value_id("ind.ipm", "2024"))
    assert sign_in("employee").get("/jawab?q=ipm+2024").page.select_one(".big").get_text(strip=True) == "78,95"


def test_a_faulty_row_keeps_everything_back_until_it_is_left_out_on_purpose(sign_in):
    editor, before = sign_in("editor"), figure_count()
    answer = editor.post_form(f"{HERE}/simpan", {"text": HEAD + GOOD + BAD}, page=HERE)
    assert answer.status_code == 422 and figure_count() == before
    assert "Baris 3, Periode" in " ".join(answer.page.get_text().split())
    assert "kemarin" in answer.page.select_one("textarea").get_text()
    assert answer.page.select_one(".error-summary[tabindex='-1']"), "the faults get the focus"
    assert answer.page.select_one("#skip[aria-invalid][aria-describedby='skip-error']")
    fields = {"text": HEAD + GOOD + BAD, "skip": "1"}
    assert editor.post_form(f"{HERE}/simpan", fields, page=HERE).status_code == 303
    assert figure_count() == before + 1


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


@pytest.mark.parametrize(
    "path", [HERE, f"{HERE}/sosial.xlsx", "/belajar/indikator/ipm/angka", "/belajar/periksa/cepat"]
)
def test_these_rooms_are_for_editors(sign_in, client, path):
    assert sign_in("employee").get(path).status_code == 403
    assert client.get(path).status_code == 303


@pytest.mark.both_engines
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
    row = next(
        row
        for row in page.select("table.ind tbody tr")
        if row.select_one("th").get_text(strip=True) == "Inflasi y-on-y"
    )
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
    editor, before = sign_in("editor"), figure_count()
    told = editor.post_form(f"{HERE}/simpan", {"text": HEAD + ODD}, page=HERE)
    assert told.status_code == 422 and figure_count() == before and "Jauh dari" in told.page.get_text()
    assert told.page.select_one(".note.fault"), "what kept it back is said above the table"
    fields = {"text": HEAD + ODD, "seen": told.page.select_one("input[name=seen]")["value"]}
    changed = fields | {"text": HEAD + ODD.replace("780", "790")}
    assert editor.post_form(f"{HERE}/simpan", changed, page=HERE).status_code == 422
    assert editor.post_form(f"{HERE}/simpan", fields, page=HERE).status_code == 303
    assert figure_count() == before + 1


def test_the_preview_refuses_what_saving_refuses_and_the_rest_is_saved(sign_in):
    editor, before = sign_in("editor"), figure_count()
    text = HEAD + FUTURE + GOOD + GOOD.replace("78,95", "79,00")
    told = editor.post_form(f"{HERE}/pratinjau", {"text": text}, page=HERE).page
    faults = [" ".join(item.get_text().split()) for item in told.select(".faults li")]
    assert faults == [
        "Baris 2, Periode: 2099 belum mulai. Periksa lagi periodenya.",
        "Baris 4: Sama dengan baris 3. Hapus salah satunya.",
    ]
    assert "Simpan 1 angka" in told.get_text()
    assert editor.post_form(f"{HERE}/simpan", {"text": text, "skip": "1"}, page=HERE).status_code == 303
    assert figure_count() == before + 1


def test_back_from_the_preview_keeps_what_was_pasted_and_the_preview_fits_a_phone(sign_in):
    editor = sign_in("editor")
    page = editor.post_form(f"{HERE}/pratinjau", {"text": HEAD + GOOD}, page=HERE).page
    assert page.select_one("button[formaction='/belajar/isi']")
    assert page.select_one("table.stacked td[data-label]")
    back = editor.post_form(HERE, {"text": HEAD + GOOD}, page=HERE)
    assert back.status_code == 200 and "78,95" in back.page.select_one("textarea").get_text()


@pytest.mark.both_engines
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


@pytest.mark.both_engines
def test_a_dash_is_a_zero_only_where_a_person_says_so(sign_in):
    editor, before = sign_in("editor"), figure_count()
    text = HEAD + "ind.penduduk\t7571\t2025\t–\tBRS\t\n"
    assert editor.post_form(f"{HERE}/simpan", {"text": text}, page=HERE).status_code == 422 and figure_count() == before
    page = editor.post_form(f"{HERE}/pratinjau", {"text": text, "dash": "y"}, page=HERE).page
    fields = {"text": text, "dash": "y", "seen": page.select_one("input[name=seen]")["value"]}
    assert editor.post_form(f"{HERE}/simpan", fields, page=HERE).status_code == 303
    row = session().scalars(select(IndicatorValue).order_by(IndicatorValue.id.desc()).limit(1)).one()
    assert (row.scaled, row.note) == (0, "Di sumbernya tertulis – (nol atau tidak ada).")


def test_functions_without_indicators_offer_no_sheet(sign_in):
    offered = {link["href"] for link in sign_in("editor").get(HERE).page.select("a[href$='.xlsx']")}
    assert f"{HERE}/sosial.xlsx" in offered and f"{HERE}/umum.xlsx" not in offered


def test_a_refusal_that_names_no_field_of_the_form_is_said_above_the_page(app, cast):
    with app.test_request_context("/belajar/isi", method="POST"):
        form = SheetForm()
        with form.refusals():
            raise InvalidInput("nowhere", "Angkanya tidak dapat disimpan.")
        assert get_flashed_messages() == ["Angkanya tidak dapat disimpan."]
