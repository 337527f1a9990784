"""values.csv and regions.csv: every row is checked as a typed figure is, and what is wrong is named by line and column."""

import time

import pytest
from sqlalchemy import func, select

from pstku.core.db import session
from pstku.library.models import IndicatorValue, Page
from pstku.packs.faults import PackFaultyError
from pstku.packs.reading.pages import read_pack
from pstku.packs.reading.tables import VALUE_COLUMNS
from pstku.packs.taking import import_pack
from tests.operations.test_packs import ROW, TPT
from tests.packs import write_pack

HEAD = "code,name,level,parent_code,note\n"


def with_cell(**cells: str) -> str:
    """The usual row with other cells."""
    row = dict(zip(VALUE_COLUMNS, ROW.strip().split(","), strict=True)) | cells
    return ",".join(row.values()) + "\n"


def told(folder, office_id: int | None = None) -> list[tuple[str, str]]:
    with pytest.raises(PackFaultyError) as caught:
        pack = read_pack(folder)
        import_pack(office_id, pack)
    return [(fault.file, fault.where) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("value", "1e30"),
        ("value", "1e400"),
        ("value", "1" * 16),
        ("value", f"0.{'1' * 40}"),
        ("value", "123456789012345.678"),
        ("value", "6,52"),
        ("value", "²"),
        ("vintage", "²"),
        ("vintage", "٣"),
        ("vintage", "0"),
        ("vintage", "9" * 20),
        ("vintage", "-1"),
        ("period", "20٢٣-08"),
        ("region_code", "<b>abc"),
        ("region_code", "٧٥٧١"),
        ("indicator_id", "a b"),
        ("source_url", "javascript:alert(1)"),
        ("status", "<script>"),
        ("source", "s" * 301),
        ("source", "a\x00b"),
        ("note", "n" * 501),
        ("series", "s" * 81),
    ],
)
def test_a_cell_nobody_could_type_is_named(tmp_path, column, text):
    row = with_cell(**{column: f'"{text}"'})
    assert ("values.csv", f"baris 2, {column}") in told(write_pack(tmp_path, pages=TPT, values=row))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicator_id": "ind.tidak-ada"}, "indicator_id"),
        ({"region_code": "9999"}, "region_code"),
        ({"release_date": "2039-01-01"}, "release_date"),
    ],
)
def test_what_this_office_does_not_know_or_may_not_have_yet_is_named(cast, tmp_path, cells, column):
    folder = write_pack(tmp_path, pages=TPT, values=ROW + with_cell(period="2020-07", **cells))
    assert told(folder, cast.other_office_id) == [("values.csv", f"baris 3, {column}")]
    for table in (Page, IndicatorValue):
        mine = select(func.count()).where(table.office_id == cast.other_office_id)
        assert session().scalar(mine) == 0
    session().commit()


def test_a_survey_is_no_indicator(cast, tmp_path):
    folder = write_pack(tmp_path, values=with_cell(indicator_id="srv.sakernas"))
    assert told(folder, cast.office_id) == [("values.csv", "baris 2, indicator_id")]


def test_the_offices_own_places_need_no_regions_csv(cast, tmp_path):
    rows = "".join(with_cell(region_code=code) for code in ("0000", "1300", "1371"))
    folder = write_pack(tmp_path, pages=TPT, values=rows)
    (folder / "regions.csv").unlink()
    assert len(import_pack(cast.other_office_id, read_pack(folder)).values_added) == 3


@pytest.mark.parametrize("file", ["values.csv", "regions.csv"])
@pytest.mark.parametrize(
    ("content", "where"),
    [
        (ROW, "baris 1, judul kolom"),
        ("", "baris 1, judul kolom"),
        (",".join(VALUE_COLUMNS) + ",code,name,level,warna\n", "baris 1, judul kolom"),
        (b"code,name\xff\n", "berkas"),
    ],
)
def test_a_file_needs_its_header(tmp_path, file, content, where):
    folder = write_pack(tmp_path, pages=TPT)
    (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert set(told(folder)) == {(file, where)}


def test_a_table_saved_with_semicolons_is_told_so(tmp_path):
    folder = write_pack(tmp_path, pages=TPT, values=ROW)
    file = folder / "values.csv"
    file.write_text(file.read_text().replace(",", ";"))
    with pytest.raises(PackFaultyError, match="dipisahkan koma"):
        read_pack(folder)


def test_a_row_longer_than_its_header_is_named(tmp_path):
    folder = write_pack(tmp_path, pages=TPT, values=ROW + with_cell(note="satu,dua"))
    assert told(folder) == [("values.csv", "baris 3")]


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ("7571,Kota,kota,\n7571,Kota lagi,kota,\n", "baris 3, code"),
        ("²,Kota,kota,\n", "baris 2, code"),
        ("7571,Kota,kota,abc\n", "baris 2, parent_code"),
        ("7571,Kota,kota,7571\n", "baris 2, parent_code"),
        (f"7571,{'k' * 81},kota,\n", "baris 2, name"),
        ("7571,Kota,[kota],\n", "baris 2, level"),
    ],
)
def test_a_place_that_cannot_be_is_named(tmp_path, rows, where):
    folder = write_pack(tmp_path, pages=TPT)
    (folder / "regions.csv").write_text(HEAD + rows.replace(",\n", ",,\n").replace(",7571\n", ",7571,\n"))
    assert told(folder) == [("regions.csv", where)]


def test_thirty_thousand_rows_are_read_in_seconds(tmp_path):
    rows = [with_cell(vintage=str(n % 9999 + 1), region_code=f"{7000 + n // 9999}") for n in range(30_000)]
    folder = write_pack(tmp_path, pages=TPT, values="".join(rows))
    begun = time.process_time()
    assert len(read_pack(folder).values) == 30_000
    assert time.process_time() - begun < 15
