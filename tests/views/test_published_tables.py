"""A published table: its columns and rows are mapped once and known next year."""

import pytest
from sqlalchemy import select

from pstku.core.db import session
from pstku.filling.queries.mapping import find_table_map
from pstku.filling.rules.pasted import cells_of
from pstku.filling.rules.published import layout_of
from pstku.library.models import IndicatorValue
from tests.figures import figure_count

HERE = "/belajar/isi"


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


@pytest.mark.both_engines
def test_a_published_table_is_mapped_once_checked_like_any_other_and_known_next_year(sign_in, cast):
    editor, before = sign_in("editor"), figure_count()
    page = editor.post_form(f"{HERE}/pratinjau", {"text": PUBLISHED}, page=HERE).page
    assert page.select_one("h1").get_text(strip=True) == "Arti tabel ini" and figure_count() == before
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
    assert figure_count() == before + 4
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
