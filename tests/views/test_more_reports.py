"""The reports beside the monthly one, on screen, as workbooks and on paper; each figure opens what it means."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed
from pstku.returns.columns.known import NEEDS, shipped
from pstku.skm.operations.rounds import close_round
from tests.awards import AFTER, serve_and_rate
from tests.factories import make_visit
from tests.surveys import answer_often, open_quarter

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)  # Thursday, 10.00 WITA
SIGNED = {"nama": "Hasan Botutihe", "tanda": "kepala"}
HOSTILE = '=cmd|" /C calc"!A0 <b>R&D</b>'


def october(cast, what: str = "jumlah becak") -> None:
    """Two guests of October with three needs in the same words."""
    for day, results in ((1, ("no", "no")), (2, ("yes_fits",))):
        at = datetime(2026, 10, day, 2, tzinfo=UTC)
        visit = make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id, letter="Z")
        common = {"office_id": cast.office_id, "visit_id": visit.id, "created_at": at, "what": what}
        with atomic() as s:
            s.add_all(DataNeed(id=uuid7(), obtained=obtained, **common) for obtained in results)


def row(page, name: str) -> list[str]:
    """The cells of the first row that begins with these words."""
    found = next(each for each in page.select("tr") if " ".join(each.select_one("th").get_text().split()) == name)
    return [" ".join(cell.get_text().split()) for cell in found.select("td")]


def meant(page) -> set[str]:
    return {link["href"] for link in page.select("a.meant") if link["href"].startswith("/laporan/ukuran")}


@pytest.mark.both_engines
def test_what_was_sought_leads_from_the_topic_to_its_rows(cast, sign_in):
    with clock.at(NOW):
        october(cast, HOSTILE)
        head = sign_in("head")
        page = head.get("/laporan?jenis=data&masa=2026-10").page
        assert row(page, HOSTILE) == ["3", "1", "0", "2"] and row(page, "Total") == ["3", "1", "0", "2", "0"]
        topic = next(link["href"] for link in page.select("#topik ~ .table-wrap a.meant") if "seperti" in link["href"])
        assert len(head.get(topic).page.select("tbody tr")) == 3
        figure = next(link["href"] for link in page.select("a.meant") if "perolehan=no" in link["href"])
        rows = head.get(figure).page
        assert len(rows.select("tbody tr")) == 2 and "Rahmawati" not in rows.get_text()
        assert head.get("/laporan/kebutuhan?masa=2026-10&perolehan=burung").status_code == 422
        assert head.get("/laporan?jenis=burung").status_code == 422
        narrowed = head.get("/laporan?jenis=data&masa=2026-10&jalur=tablet").page
        sheet = load_workbook(BytesIO(head.get("/laporan/laporan.xlsx?jenis=data&masa=2026-10").data))["Laporan"]
        paper = head.post_form("/laporan/laporan.pdf?jenis=data&masa=2026-10", SIGNED, page="/laporan")
    assert "Topik dihitung untuk seluruh kantor" in narrowed.get_text()
    cells = {cell.value: cell for line in sheet.iter_rows() for cell in line}
    assert cells[HOSTILE].data_type == "s" and paper.data.startswith(b"%PDF")


def test_times_stand_by_division_way_and_service(cast, sign_in):
    with clock.at(NOW):
        october(cast)
        page = sign_in("head").get("/laporan?jenis=waktu&masa=2026-10").page
    assert row(page, "Tablet")[:3] == ["2", "10", "0"] and row(page, "Okt 2026") == ["2"]
    assert page.select_one("h1").get_text().strip() == "Waktu layanan"


def test_officers_of_a_quarter_with_their_rows(cast, sign_in):
    with clock.at(AFTER):
        serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
        head = sign_in("head")
        page = head.get("/laporan/petugas").page
        rows = next(link["href"] for link in page.select("a.meant") if "petugas=" in link["href"])
        register = head.get(rows).page
        sheet = load_workbook(BytesIO(head.get("/laporan/petugas.xlsx?masa=2026-Q3").data))
        paper = head.post_form("/laporan/petugas.pdf?masa=2026-Q3", SIGNED, page="/laporan/petugas")
        assert sign_in("officer").get("/laporan/petugas").status_code == 403
        assert head.get("/laporan/petugas?masa=2026-08").status_code == 404
    assert "Triwulan III 2026" in page.get_text() and "Skor tampil sesudah triwulan dikunci" in page.get_text()
    assert "12 kunjungan" in register.get_text() and "Selesai dilayani" in register.get_text()
    told = {line[0].value: [cell.value for cell in line[1:9]] for line in sheet["Laporan"].iter_rows()}
    assert told["Nurain Lestari, SST"] == [12, 12, 0, 0, 0, 12, "100 %", 12]
    assert paper.data.startswith(b"%PDF")


def test_unsur_of_a_year_for_those_who_keep_the_survey(cast, sign_in):
    head = sign_in("head")
    assert "Belum ada jawaban survei" in head.get("/laporan/unsur").page.get_text()
    round_id = open_quarter(cast)
    answer_often(cast, [4] * 30)
    close_round(cast.admin, round_id)
    page = head.get("/laporan/unsur").page
    assert "Rentang 95 %" in page.get_text() and "%%" not in page.get_text()
    sheet = load_workbook(BytesIO(head.get("/laporan/unsur.xlsx").data))["Laporan"]
    paper = head.post_form("/laporan/unsur.pdf", SIGNED, page="/laporan/unsur")
    assert "100,00" in page.get_text() and len(page.select("svg.chart")) == 1
    assert [line[1].value for line in sheet.iter_rows() if line[1].number_format == "0.00"][-9:] == [4] * 9
    assert paper.data.startswith(b"%PDF") and sign_in("officer").get("/laporan/unsur").status_code == 403


def test_the_review_of_a_month_on_one_sheet_each_sentence_with_its_page(cast, sign_in):
    with clock.at(NOW):
        october(cast)
        admin = sign_in("admin")
        answer = admin.get("/laporan/tinjauan")
        links = [link["href"] for link in answer.page.select(".said a")]
        assert [admin.get(link).status_code for link in links] == [200] * len(links) and len(links) >= 4
        paper = admin.get("/laporan/tinjauan.pdf?masa=2026-10")
        assert admin.get("/laporan/tinjauan?masa=2026-11").status_code == 422, "it is not over"
        assert admin.get("/laporan/tinjauan?masa=2026-Q3").status_code == 422
    assert "Oktober 2026" in answer.page.get_text() and "Terlalu sedikit angka untuk" in answer.page.get_text()
    assert paper.data.startswith(b"%PDF") and paper.data.count(b"/Type /Page\n") <= 1


@pytest.mark.parametrize(
    "address",
    ["/laporan?jenis=data", "/laporan?jenis=waktu", "/laporan/petugas", "/laporan/unsur", "/laporan/tinjauan"],
)
def test_every_word_of_a_figure_has_its_meaning(cast, sign_in, address):
    with clock.at(NOW):
        october(cast)
        head = sign_in("head")
        known = {f"/laporan/ukuran#{one['id']}" for one in head.get("/laporan/ukuran").page.select(".meaning")}
        assert meant(head.get(address).page) <= known


def test_an_admin_edits_the_columns_and_the_files_follow(cast, sign_in):
    with clock.at(NOW):
        october(cast, HOSTILE)
        admin, page = sign_in("admin"), "/laporan/kolom"
        made = admin.post_form(page, {"kind": "kebutuhan", "name": "Formulir pusat"}, page=page)
        here = made.headers["Location"]
        assert len(admin.get(here).page.select("table.columns tbody tr")) == len(shipped(NEEDS)) + 3
        lines = {"place": ["2", "1", ""], "key": ["tanggal", "rincian", ""], "title": ["Tgl", HOSTILE, ""]}
        saved = admin.post_form(here, {"name": "Pusat 2026", **lines}, page=here)
        shown = admin.get(here).page
        twice = lines | {"key": ["rincian", "rincian", ""]}
        refused = admin.post_form(here, {"name": "Pusat 2026", **twice}, page=here)
        chosen = {"bentuk": "kebutuhan", "kolom": here.rsplit("/", 1)[1]}
        file = admin.post_form("/laporan/responden?masa=2026-10", chosen, page="/laporan/responden?masa=2026-10")
        other = {"bentuk": "responden", "kolom": here.rsplit("/", 1)[1]}
        wrong = admin.post_form("/laporan/responden?masa=2026-10", other, page="/laporan/responden")
        named = admin.post_form("/laporan/responden?masa=2026-10", chosen | {"nama": "y"}, page="/laporan/responden")
        assert sign_in("head").get(page).status_code == 403 and sign_in("stranger").get(here).status_code == 404
        admin.post_form(f"{here}/hapus", {}, page=here)
        assert admin.get(here).status_code == 404
    assert made.status_code == saved.status_code == 303
    assert [head.get_text() for head in shown.select("#contoh ~ .table-wrap thead th")] == [HOSTILE, "Tgl"]
    assert refused.status_code == 422 and "dipilih dua kali" in refused.page.get_text()
    assert [item["value"] for item in refused.page.select("input[name=title]")][:2] == ["Tgl", HOSTILE], (
        "nothing typed is lost"
    )
    sheet = load_workbook(BytesIO(file.data)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [HOSTILE, "Tgl"] and sheet["A1"].data_type == "s" and sheet.max_row == 4
    assert wrong.status_code == 422 and named.status_code == 422 and "kata sandi" in named.page.get_text()
