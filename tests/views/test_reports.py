"""The room Laporan."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from pstku.core import clock
from pstku.core.db import atomic
from pstku.offices.models import Office, ServiceType
from pstku.offices.operations.hours import set_opening_hours
from pstku.offices.queries import configuration
from tests.factories import make_visit
from tests.people import PASSWORD

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)  # Thursday, 10.00 WITA
SIGNED = {"nama": "Hasan Botutihe", "tanda": "an", "jabatan": "Koordinator PST"}


def test_every_figure_of_the_overview_opens_what_it_means(cast, sign_in):
    with clock.at(NOW):
        for fields in ({"channel": "field"}, {"channel": "paper"}, {"channel": "desk"}, {"follow_up": True}, {}):
            make_visit(cast.office_id, state="done", party_size=3, **fields)
        head = sign_in("head")
        meanings = {element["id"] for element in head.get("/laporan/ukuran").page.select(".meaning")}
        links = [link["href"] for link in head.get("/ringkasan").page.select("a.meant")]
    assert len(links) >= 14
    assert {link.split("#")[0] for link in links} == {"/laporan/ukuran"}
    assert {link.split("#")[1] for link in links} <= meanings


def month_of(cast) -> None:
    """October: five guests at the counter, one in the field with a party, and one of another office."""
    for day in (1, 2, 5, 6, 7):
        make_visit(cast.office_id, state="done", at=datetime(2026, 10, day, 2, tzinfo=UTC), sex="female")
    party = {"channel": "field", "party_size": 4, "party_male": 1, "party_female": 2}
    make_visit(cast.office_id, state="done", at=datetime(2026, 10, 8, 2, tzinfo=UTC), **party)
    service = configuration(cast.other_office_id).services[0].id
    make_visit(cast.other_office_id, at=datetime(2026, 10, 8, 2, tzinfo=UTC), service_type_id=service)


def row(page, name: str) -> list[str]:
    """The cells of the first row that begins with these words."""
    found = next(each for each in page.select("tr") if " ".join(each.select_one("th").get_text().split()) == name)
    return [" ".join(cell.get_text().split()) for cell in found.select("td")]


def test_a_month_on_screen_as_xlsx_and_as_pdf(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        head = sign_in("head")
        page = head.get("/laporan?masa=2026-10").page
        assert row(page, "Total") == ["6", "9", "1", "7", "1"]
        assert row(page, "Di luar kantor") == ["1", "4", "1", "2", "1"]
        assert row(page, "Waktu tunggu") == ["2", "menit"]
        assert row(page, "Okt 2026") == ["6"]
        sheet = load_workbook(BytesIO(head.get("/laporan/laporan.xlsx?masa=2026-10").data))
        made = head.post_form("/laporan/laporan.pdf?masa=2026-10", SIGNED, page="/laporan?masa=2026-10")
    told = {cells[0].value: [cell.value for cell in cells[1:6]] for cells in sheet["Laporan"].iter_rows()}
    assert told["Total"] == [6, 9, 1, 7, 1]
    assert sheet["Laporan"].freeze_panes and "Kunjungan" in [c.value for c in sheet["Arti angka"]["A"]]
    assert made.data.startswith(b"%PDF") and b"pdfuaid:part" in made.data


def test_a_filter_narrows_every_table_and_the_chart(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        page = sign_in("admin").get("/laporan?masa=2026-10&jalur=field").page
        days = sign_in("admin").get("/laporan?masa=pilih&dari=2026-10-02&sampai=2026-10-06").page
    assert row(page, "Total") == ["1", "4", "1", "2", "1"] and row(page, "Okt 2026") == ["1"]
    assert row(page, "Waktu tunggu") == ["–", "menit"], "no time is not zero"
    assert row(days, "Total")[0] == "3"


@pytest.mark.parametrize(
    "asked",
    [
        "masa=2026-13",
        "masa=20٢٦-10",
        "masa=2026-12",
        "masa=2099-01",
        "masa=pilih&dari=2026-10-06&sampai=2026-10-02",
        "masa=pilih&dari=2026-11-06&sampai=2026-11-07",
        "masa=pilih&dari=0001-01-01&sampai=0001-01-02",
        "masa=pilih&dari=9999-12-31&sampai=9999-12-31",
        "masa=0001-01-01..0001-01-02",
        "masa=9999-12-31..9999-12-31",
        "jalur=burung",
        "layanan=999999",
    ],
)
def test_what_cannot_be_asked_is_said_and_not_counted(cast, sign_in, asked):
    with clock.at(NOW):
        head = sign_in("head")
        answer, sheet = head.get(f"/laporan?{asked}"), head.get(f"/laporan/laporan.xlsx?{asked}")
        rows = head.get(f"/laporan/register?{asked}")
    assert answer.status_code == 422 and not answer.page.select("table")
    assert answer.page.select(".error") and rows.page.select(".error"), "a sentence says why"
    assert (sheet.status_code, rows.status_code) == (422, 422)


@pytest.mark.parametrize("period", ["0001-01-01..0001-01-02", "9999-12-31..9999-12-31", "2027-06"])
def test_an_odd_period_in_another_address_is_refused_too(cast, sign_in, period):
    with clock.at(NOW):
        head = sign_in("head")
        assert head.get(f"/ringkasan?masa={period}").status_code == 422
        assert head.get(f"/laporan/tutup/{period}").status_code == 422


@pytest.mark.parametrize("typed", ["", "&dari=&sampai=", "&dari=2026-10-02&sampai=", "&sampai=2026-10-02"])
def test_days_can_be_typed_before_anything_is_refused(cast, sign_in, typed):
    with clock.at(NOW):
        answer = sign_in("head").get(f"/laporan?masa=pilih{typed}")
    assert answer.status_code == 200 and not answer.page.select(".error, table")
    assert [answer.page.select_one(f"#{name}")["type"] for name in ("dari", "sampai")] == ["date", "date"]


@pytest.mark.parametrize("foreign", ["endpoint=x", "_method=POST", "_external=1", "_anchor=x", "filename=x"])
def test_links_are_built_from_what_the_filter_knows(cast, sign_in, foreign):
    with clock.at(NOW):
        month_of(cast)
        head = sign_in("head")
        for page in ("/laporan", "/laporan/register"):
            answer = head.get(f"{page}?masa=2026-10&{foreign}")
            assert answer.status_code == 200
            assert not [a["href"] for a in answer.page.select("main a") if "=x" in a["href"] or "#x" in a["href"]]


def test_the_way_back_from_the_rows_of_a_group_is_the_whole_report(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        head = sign_in("head")
        rows = head.get("/laporan/register?masa=2026-10&jalur=field&kelompok=luar_kantor").page
        back = next(a["href"] for a in rows.select("a") if a["href"].startswith("/laporan?"))
        assert "kelompok" not in back and "jalur=field" in back
        assert row(head.get(back).page, "Total")[0] == "1"
        assert head.get("/laporan?masa=2026-10&kelompok=luar_kantor").status_code == 200
        export = rows.select_one("form[action^='/laporan/register']")["action"]
    assert "kelompok=luar_kantor" in export


def test_an_office_with_one_service_names_it_in_its_table(cast, sign_in):
    with atomic() as s:
        mine = ServiceType.office_id == cast.office_id
        s.execute(update(ServiceType).where(mine, ServiceType.code != "konsultasi").values(is_active=False))
        s.execute(update(Office).where(Office.id == cast.office_id).values(config_version=Office.config_version + 1))
    service = next(one for one in configuration(cast.office_id).services if one.code == "konsultasi")
    with clock.at(NOW):
        make_visit(cast.office_id, state="done", at=datetime(2026, 10, 1, 2, tzinfo=UTC), service_type_id=service.id)
        head = sign_in("head")
        page = head.get("/laporan?masa=2026-10").page
        sheet = load_workbook(BytesIO(head.get("/laporan/laporan.xlsx?masa=2026-10").data))["Laporan"]
        made = head.post_form("/laporan/laporan.pdf?masa=2026-10", SIGNED, page="/laporan?masa=2026-10")
    assert row(page, service.name)[0] == "1" and row(page, "Waktu tunggu")[1] == "menit"
    assert [service.name, 1] in [[cell.value for cell in cells[:2]] for cells in sheet.iter_rows()]
    assert made.data.startswith(b"%PDF")


def test_a_paper_on_behalf_names_the_post_of_who_signs(cast, sign_in):
    fields, page = SIGNED | {"jabatan": ""}, "/laporan?masa=2026-10"
    answer = sign_in("head").post_form("/laporan/laporan.pdf?masa=2026-10", fields, page=page)
    assert answer.status_code == 422 and "Ketik jabatan" in answer.page.get_text()


def test_no_name_of_the_office_becomes_a_formula(cast, sign_in):
    hostile = '=HYPERLINK("http://x","klik")'
    with atomic() as s:
        s.execute(update(ServiceType).where(ServiceType.office_id == cast.office_id).values(name=hostile))
        s.execute(update(Office).where(Office.id == cast.office_id).values(config_version=Office.config_version + 1))
    with clock.at(NOW):
        head = sign_in("head")
        sheet = load_workbook(BytesIO(head.get("/laporan/laporan.xlsx?masa=2026-10").data))["Laporan"]
        assert hostile in head.get("/laporan?masa=2026-10").page.get_text()
    cells = [cell for cells in sheet.iter_rows() for cell in cells if cell.value == hostile]
    assert cells and {cell.data_type for cell in cells} == {"s"}


def test_a_month_is_completed_closed_and_revised_on_screen(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        admin = sign_in("admin")
        assert "Oktober 2026 siap ditutup" in admin.get("/ringkasan").page.get_text()
        page = admin.get("/laporan/tutup/2026-10").page
        assert "Belum lengkap: 6 kunjungan" in page.get_text()
        tap = page.select("form[action*='/lengkap/']")[0]["action"]
        done = admin.post_form(tap, {}, page="/laporan/tutup/2026-10")
        assert done.status_code == 303
        assert "Belum lengkap: 5 kunjungan" in admin.get("/laporan/tutup/2026-10").page.get_text()
        assert admin.post_form("/laporan/tutup/2026-10", {}).status_code == 303
        assert "siap ditutup" not in admin.get("/ringkasan").page.get_text()
        make_visit(cast.office_id, state="done", at=datetime(2026, 10, 9, 2, tzinfo=UTC), channel="paper")
        report = admin.get("/laporan?masa=2026-10").page
        assert row(report, "Total")[0] == "6" and "Ditutup 5 November 2026" in report.get_text()
        narrowed = admin.get("/laporan?masa=2026-10&jalur=paper").page
        assert row(narrowed, "Total")[0] == "1" and "Bukan angka resmi" in narrowed.get_text()
        assert "Bukan angka resmi" not in report.get_text()
        sheet = load_workbook(BytesIO(admin.get("/laporan/laporan.xlsx?masa=2026-10&jalur=paper").data))["Laporan"]
        assert "Bukan angka resmi" in " ".join(str(cell.value) for cell in sheet["A"])
        november = admin.get("/laporan?masa=2026-11").page
        assert "Susulan dari bulan yang sudah ditutup" in november.get_text()
        sheet = load_workbook(BytesIO(admin.get("/laporan/laporan.xlsx?masa=2026-11").data))["Laporan"]
        assert ["Oktober 2026", "Total", "Kunjungan", 6, 7] in [
            [c.value for c in cells[:5]] for cells in sheet.iter_rows()
        ]
        short = admin.post_form("/laporan/tutup/2026-10/revisi", {"reason": "ya"}, page="/laporan/tutup/2026-10")
        assert short.status_code == 422 and "Tulis alasan revisi" in short.page.get_text()
        fields = {"reason": "Satu tamu di kertas tertinggal"}
        admin.post_form("/laporan/tutup/2026-10/revisi", fields, page="/laporan/tutup/2026-10")
        assert row(admin.get("/laporan?masa=2026-10").page, "Total")[0] == "7"
        assert not admin.get("/laporan?masa=2026-11").page.select("section[aria-labelledby=susulan]")
        made = admin.post_form("/laporan/laporan.pdf?masa=2026-10", SIGNED, page="/laporan?masa=2026-10")
    assert made.data.startswith(b"%PDF")


def test_no_page_of_a_closed_month_differs_without_a_word(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        admin = sign_in("admin")
        admin.post_form("/laporan/tutup/2026-10", {}, page="/laporan/tutup/2026-10")
        other = "Bulan ini sudah ditutup dengan angka lain"
        assert other not in admin.get("/ringkasan?masa=2026-10").page.get_text()
        make_visit(cast.office_id, state="done", at=datetime(2026, 10, 9, 2, tzinfo=UTC), channel="paper")
        summary = admin.get("/ringkasan?masa=2026-10").page
        assert other in summary.get_text() and summary.select("a[href='/laporan?masa=2026-10']")
        assert "juga dari bulan yang sudah ditutup" in admin.get("/ringkasan?masa=2026").page.get_text()
        assert "sudah ditutup" not in admin.get("/ringkasan?masa=2026-Q3").page.get_text()
        report = admin.get("/laporan?masa=2026-10").page
        assert (row(report, "Total")[0], row(report, "Okt 2026")) == ("6", ["6 saat ditutup"])
        assert row(admin.get("/laporan?masa=2026-10&jalur=paper").page, "Okt 2026") == ["1"]
        assert "menurut keadaan hari ini" in admin.get("/laporan/register?masa=2026-10").page.get_text()
        assert "menurut keadaan hari ini" not in admin.get("/laporan/register?masa=2026-09").page.get_text()


def test_the_paper_of_an_open_month_shows_what_its_closing_would_carry(cast, sign_in):
    with clock.at(datetime(2026, 12, 5, 2, tzinfo=UTC)):
        for month in (9, 10, 11):
            make_visit(cast.office_id, state="done", at=datetime(2026, month, 1, 2, tzinfo=UTC))
        admin = sign_in("admin")
        for month in ("2026-09", "2026-11"):
            admin.post_form(f"/laporan/tutup/{month}", {}, page=f"/laporan/tutup/{month}")
        make_visit(cast.office_id, state="done", at=datetime(2026, 9, 2, 2, tzinfo=UTC))
        before = admin.get("/laporan?masa=2026-10").page.select_one("section[aria-labelledby=susulan]")
        admin.post_form("/laporan/tutup/2026-10", {}, page="/laporan/tutup/2026-10")
        after = admin.get("/laporan?masa=2026-10").page.select_one("section[aria-labelledby=susulan]")
    assert before and after and before.get_text() == after.get_text()


def test_a_changed_rule_is_told_as_such(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        admin = sign_in("admin")
        admin.post_form("/laporan/tutup/2026-10", {}, page="/laporan/tutup/2026-10")
        set_opening_hours(cast.admin, [])
        page = admin.get("/laporan/tutup/2026-10").page.get_text()
    assert "Jam layanan bulan ini diubah sesudah ditutup" in page and "Tidak ada yang berbeda" in page


def test_only_an_admin_closes_and_no_other_word_is_a_month(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        head = sign_in("head")
        page = head.get("/laporan/tutup/2026-10").page
        assert not [form for form in page.select("form") if form["action"].startswith("/laporan/")]
        assert head.get("/laporan/tutup").status_code == 200
        assert head.post_form("/laporan/tutup/2026-10", {}, page="/laporan?masa=2026-10").status_code == 403
        assert head.get("/laporan/tutup/2026-Q3").status_code == 404
        answer = sign_in("admin").post_form("/laporan/tutup/2026-11", {}, page="/laporan/tutup/2026-10")
        assert answer.status_code == 409


def test_a_figure_is_a_link_where_its_rows_are_its_visits(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        head = sign_in("head")
        page = head.get("/laporan?masa=2026-10").page
        linked = [(a["href"], a.get_text(strip=True)) for a in page.select("a.meant[href*='/laporan/register']")]
        assert len(linked) > 20 and all("kelompok=" in href for href, _figure in linked)
        for href, figure in linked:
            if "kelompok=total" in href or "kelompok=luar_kantor" in href:
                rows = head.get(href).page.select("tbody tr")
                people = sum(int(line.select("td")[5].get_text()) for line in rows)
                assert int(figure) in (len(rows), people), href
    for name in ("Waktu tunggu", "Dilayani di luar jam"):
        found = next(each for each in page.select("tr") if " ".join(each.select_one("th").get_text().split()) == name)
        assert not found.select("td a"), name
    whole = next(each for each in page.select("tr.total"))
    assert [bool(cell.select("a")) for cell in whole.select("td")] == [True, True, False, False, False]


def test_each_figure_leads_to_its_rows_and_names_leave_after_the_password(cast, sign_in):
    with clock.at(NOW):
        month_of(cast)
        admin = sign_in("admin")
        page = admin.get("/laporan?masa=2026-10").page
        link = next(a["href"] for a in page.select("a.meant") if "kelompok=luar_kantor" in a["href"])
        rows = admin.get(link).page
        assert "1 kunjungan" in rows.get_text() and len(rows.select("tbody tr")) == 1
        assert "Rahmawati" not in rows.get_text()
        here = "/laporan/register?masa=2026-10"
        refused = admin.post_form(here, {"berkas": "xlsx", "nama": "y", "password": ""})
        wrong = admin.post_form(here, {"berkas": "xlsx", "nama": "y", "password": "bukan sandi saya"})
        assert (refused.status_code, wrong.status_code) == (422, 422)
        given = admin.post_form(here, {"berkas": "xlsx", "nama": "y", "password": PASSWORD})
        cells = [cell.value for row in load_workbook(BytesIO(given.data)).active.iter_rows() for cell in row]
        assert cells.count("Rahmawati") == 6
        head = sign_in("head")
        assert head.post_form(here, {"berkas": "xlsx", "nama": "y", "password": PASSWORD}).status_code == 403
        assert head.post_form(here, {"berkas": "pdf"}).data.startswith(b"%PDF")
        assert head.get("/laporan/register?masa=2026-10&kelompok=burung").status_code == 422
