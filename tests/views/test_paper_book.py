"""The table for guests of a dark day, in a browser without JavaScript, and the page of paper it is typed from."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.models import Guest, Visit
from pstku.offices.models import ServiceType
from pstku.offices.operations.changing import changed
from pstku.offices.queries import configuration
from pstku.paperbook.models import PaperSheet
from pstku.paperbook.paper import paper_page_values
from pstku.paperbook.rules.sheets import FIELDS
from pstku.ratings.operations.cutting import lock_quarter
from pstku.rewards.operations.periods import lock_period, open_period
from tests.awards import award_address
from tests.factories import make_visit, make_vote

PAGE = "/meja/susulan"
NOW = datetime(2026, 11, 5, 2, 0, tzinfo=clock.UTC)  # Thursday, 10.00 WITA


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


def service_of(cast, code="konsultasi") -> str:
    return str(next(one.id for one in configuration(cast.office_id).services if one.code == code))


def row(cast, n=0, **typed) -> dict[str, str]:
    """The fields of one row as a browser sends them."""
    values = {"came": "9.15", "service": service_of(cast), "name": "Siti Rahma", "officer": str(cast.officer.person_id)}
    return {f"{n}-{name}": value for name, value in (values | {"outcome": "done_on_the_spot"} | typed).items()}


def send(browser, *rows, do="save", count=3, **fields):
    typed = {"rows": str(count), "do": do, "day": "2026-11-04", "cause": "power"}
    for one in rows:
        typed |= one
    return browser.post_form(PAGE, typed | fields, page=PAGE)


def value(page, name: str) -> str:
    control = page.select_one(f'[name="{name}"]')
    if control.name == "select":
        chosen = control.select_one("option[selected]")
        return chosen["value"] if chosen else ""
    return control.get("value", "")


def count(table) -> int:
    return session().scalar(select(func.count()).select_from(table))


def test_the_desk_leads_to_an_empty_table_of_yesterday(cast, officer):
    assert officer.get("/meja").page.select_one(f'a[href="{PAGE}"]')
    page = officer.get(PAGE).page
    assert value(page, "day") == "2026-11-04"
    assert len(page.select("fieldset.paper-row")) == 3
    assert value(page, "0-officer") == str(cast.officer.person_id)
    names = [control["name"].removeprefix("0-") for control in page.select('[name^="0-"]')]
    assert names == list(FIELDS), "the order of the printed page"


@pytest.mark.both_engines
def test_a_sheet_is_saved_and_empty_rows_are_left_out(cast, officer):
    answer = send(officer, row(cast), row(cast, 2, name="Budi", age_group="17_25", agency="Dinas Sosial"))
    assert answer.status_code == 303
    assert "2 tamu tercatat untuk Rabu, 4 November 2026." in officer.get(PAGE).page.get_text(" ")
    assert sorted(session().scalars(select(Guest.name))) == ["Budi", "Siti Rahma"]


def test_a_bad_row_keeps_everything_and_its_first_field_is_marked(cast, officer):
    bad = row(cast, 1, came="25.00", name="", phone="0812 3456 7890", begun="9.30")
    answer = send(officer, row(cast, what="peta", obtained="no"), bad)
    page = answer.page
    assert answer.status_code == 422 and count(Visit) == 0
    first = page.select_one('[aria-invalid="true"]')
    assert [control["name"] for control in page.select("[autofocus]")] == ["1-came"]
    assert first["name"] == "1-came" and "Ketik jam seperti 9.15." in page.get_text(" ")
    assert value(page, "0-what") == "peta" and value(page, "0-obtained") == "no"
    assert value(page, "1-came") == "25.00" and value(page, "1-phone") == "0812 3456 7890"
    assert page.select_one('[name="1-phone"]')["aria-invalid"] == "true", "without the tick"
    assert page.select_one('[name="1-phone"]').find_parent("details").has_attr("open")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"came": ""}, "came", "Jam datang belum terisi"),
        ({"name": ""}, "name", "Nama belum terisi"),
        ({"service": ""}, "service", "Pilih layanannya"),
        ({"officer": ""}, "officer", "Pilih yang melayani"),
        ({"begun": "9.00", "ended": "9.10"}, "begun", "sebelum datang"),
        ({"begun": "9.30", "ended": "9.20"}, "ended", "Selesai sebelum mulai"),
        ({"party_size": "dua"}, "party_size", "angka saja"),
        ({"party_size": "1", "party_male": "2"}, "party_size", "melebihi jumlah"),
        ({"phone": "0812", "follow_up": "y"}, "phone", "belum lengkap"),
        ({"phone": "0812 3456 7890"}, "phone", "mencentangnya di kertas"),
        ({"follow_up": "y"}, "phone", "hapus centangnya"),
        ({"age_group": "under_17", "email": "a@b.id", "follow_up": "y"}, "email", "di bawah 17"),
        ({"obtained": "no"}, "what", "Tulis data apa"),
        ({"sex": "lain"}, "sex", "tidak ada lagi"),
        ({"dtsen_kind": "decile"}, "dtsen_kind", "Hanya untuk layanan Konsultasi DTSEN"),
        ({"dtsen_result": "not_found"}, "dtsen_result", "Hanya untuk layanan Konsultasi DTSEN"),
        ({"dtsen_kind": "lain"}, "dtsen_kind", "tidak ada lagi"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(cast, officer, typed, field, words):
    page = send(officer, row(cast, **typed)).page
    control = page.select_one(f'[name="0-{field}"]')
    assert words in page.select_one(f"#{control['aria-describedby']}").get_text()
    assert count(Visit) == 0


@pytest.mark.both_engines
def test_a_row_of_dtsen_asks_its_kind_and_result(cast, officer, sign_in):
    service = service_of(cast, "konsultasi_dtsen")
    page = officer.get(PAGE).page
    assert page.select_one('[name="0-service"] option[data-mark]')["value"] == service
    assert "Keberatan" in page.select_one('[name="0-dtsen_kind"]').get_text()
    page = send(officer, row(cast, service=service, dtsen_result="not_found")).page
    control = page.select_one('[name="0-dtsen_kind"]')
    assert "Pilih dahulu apa yang ditanyakan" in page.select_one(f"#{control['aria-describedby']}").get_text()
    pasted = "Jam\tLayanan\tNama\tYang ditanyakan\tHasil DTSEN\n8\tKonsultasi DTSEN\tSiti\tCek desil\tTidak ditemukan"
    page = send(officer, do="paste", text=pasted).page
    assert (value(page, "0-dtsen_kind"), value(page, "0-dtsen_result")) == ("decile", "not_found")
    assert send(officer, row(cast, service=service, dtsen_kind="decile", dtsen_result="not_found")).status_code == 303
    section = sign_in("head").get("/ringkasan?masa=2026-Q4").page.select_one("section[aria-labelledby=dtsen]")
    assert "Cek desil 0 0 1" in section.get_text(" ", strip=True)


def test_an_office_without_dtsen_is_not_asked_about_it(cast, officer):
    with atomic() as s:
        s.execute(update(ServiceType).where(ServiceType.code == "konsultasi_dtsen").values(is_active=False))
        changed(cast.office_id)
    assert not officer.get(PAGE).page.select('[name="0-dtsen_kind"]')
    assert "dtsen_kind" not in paper_page_values(configuration(cast.office_id))["boxes"]


@pytest.mark.both_engines
def test_a_child_needs_no_name(cast, officer):
    assert send(officer, row(cast, name="", age_group="under_17")).status_code == 303
    assert session().scalars(select(Guest.is_minor)).one()


def test_an_hour_of_today_that_is_still_to_come_stands_beside_its_field(cast, officer):
    page = send(officer, row(cast, came="11.00"), day="2026-11-05").page
    assert page.select_one('[name="0-came"]')["aria-invalid"] == "true"


@pytest.mark.parametrize("day", ["", "2026-10-01", "2026-11-06"])
def test_a_day_that_cannot_be_is_refused_and_the_rows_stay(cast, officer, day):
    answer = send(officer, row(cast), day=day)
    assert answer.status_code == 422 and answer.page.select_one("#day")["aria-invalid"] == "true"
    assert value(answer.page, "0-name") == "Siti Rahma"


@pytest.mark.both_engines
def test_rows_are_added_without_a_script_and_nothing_is_lost(cast, officer):
    page = send(officer, row(cast, 1, officer=str(cast.officer2.person_id)), row(cast, 2, officer=""), do="more").page
    assert len(page.select("fieldset.paper-row")) == 8 and value(page, "1-name") == "Siti Rahma"
    assert page.select_one("[autofocus]")["name"] == "3-came"
    assert value(page, "3-officer") == str(cast.officer2.person_id)


def test_enter_in_a_field_only_looks(cast, officer):
    page = officer.get(PAGE).page
    assert page.select_one("form.stack button")["value"] == "look", "the first button is the one that Enter presses"
    answer = send(officer, row(cast), do="look")
    assert answer.status_code == 200 and "Belum disimpan" in answer.page.get_text(" ") and count(Visit) == 0


def test_nothing_written_says_so(cast, officer):
    answer = send(officer)
    assert answer.status_code == 422 and "paling sedikit satu tamu" in answer.page.get_text(" ")


SHEET = """Nama\tJam\tLayanan\tJK\tUmur\tPekerjaan\tPetugas\tData yang dicari\tDiperoleh?
Siti Rahma\t09:15\tKonsultasi statistik\tP\t21\tMahasiswa\tRahmat\tdata UMKM\tTidak diperoleh
Budi\t10.05\tKonsultasi statistik\tL\t40\tcalon PNS\t\t\t
"""


def test_a_sheet_is_pasted_with_its_headings_and_what_is_unsure_is_marked(cast, officer):
    page = send(officer, row(cast, 1, name="Hapsa"), do="paste", text=SHEET).page
    assert [value(page, f"{n}-name") for n in range(3)] == ["Hapsa", "Siti Rahma", "Budi"]
    assert (value(page, "1-came"), value(page, "1-sex"), value(page, "1-age_group")) == ("09:15", "female", "17_25")
    assert (value(page, "1-service"), value(page, "1-obtained")) == (service_of(cast), "no")
    assert value(page, "1-officer") == str(cast.officer2.person_id)
    assert value(page, "2-officer") == str(cast.officer.person_id)
    assert page.select_one('[aria-invalid="true"]')["name"] == "2-occupation"
    assert "“calon PNS” tidak dikenali" in page.get_text(" ")
    assert count(Visit) == 0


@pytest.mark.both_engines
def test_without_headings_the_order_is_that_of_the_page(cast, officer):
    page = send(officer, do="paste", text="9.15\tKonsultasi statistik\tSiti\t21\tP\n8\tKonsultasi statistik\tBudi").page
    assert (value(page, "0-came"), value(page, "0-name"), value(page, "0-sex")) == ("9.15", "Siti", "female")
    assert value(page, "1-name") == "Budi"


@pytest.mark.both_engines
def test_a_paste_beyond_the_sheet_is_kept_and_none_of_it_lost(cast, officer):
    text = "\n".join(f"9.15\tKonsultasi statistik\tTamu {n}" for n in range(40))
    answer = send(officer, row(cast), do="paste", text=text)
    assert answer.status_code == 422 and "paling banyak 40 tamu" in answer.page.get_text(" ")
    assert value(answer.page, "0-name") == "Siti Rahma" and "Tamu 39" in answer.page.select_one("#text").get_text()
    assert send(officer, do="paste", text=text).status_code == 200


def test_a_paste_that_is_no_table_is_refused_and_kept(cast, officer):
    answer = send(officer, row(cast), do="paste", text="")
    assert answer.status_code == 422 and value(answer.page, "0-name") == "Siti Rahma"


@pytest.mark.both_engines
def test_the_same_sheet_again_asks_before_it_counts_twice(cast, officer):
    send(officer, row(cast))
    answer = send(officer, row(cast), row(cast, 1, name="Budi"))
    assert answer.status_code == 422 and count(Visit) == 1
    assert "09.15, Siti Rahma" in answer.page.select_one(".fault").get_text(" ")
    assert send(officer, row(cast), row(cast, 1, name="Budi"), repeats="skip").status_code == 303
    assert count(Visit) == 2
    assert send(officer, row(cast), repeats="skip").status_code == 303 and count(Visit) == 2
    assert send(officer, row(cast), repeats="keep").status_code == 303 and count(Visit) == 3


@pytest.mark.both_engines
def test_a_form_sent_twice_is_one_sheet(cast, officer):
    sheet_id = value(officer.get(PAGE).page, "sheet_id")
    for _press in range(2):
        assert send(officer, row(cast), sheet_id=sheet_id).status_code == 303
    assert (count(PaperSheet), count(Visit)) == (1, 1)


def test_a_card_number_is_taken_out_and_said(cast, officer):
    send(officer, row(cast, name="Ani / NIK 7571010101010007"))
    assert session().scalars(select(Guest.name)).one() == "Ani"
    assert "Nomor identitas" in officer.get(PAGE).page.get_text(" ")


def test_a_sheet_is_taken_back_by_its_writer(cast, officer, sign_in):
    send(officer, row(cast), day="2026-11-01")
    page = officer.get(PAGE).page
    assert "hari tutup" in page.select_one(".paper-sheets").get_text(" ")
    form = page.select_one(".paper-sheets form")
    colleague = sign_in("officer2")
    assert colleague.get(PAGE).page.select_one(".paper-sheets form") is None
    colleague.post_form(form["action"], {}, page=PAGE)
    assert count(Visit) == 1
    officer.post_form(form["action"], {}, page=PAGE)
    assert (count(Visit), count(Guest)) == (0, 0)
    assert "1 tamu dihapus" in officer.get(PAGE).page.get_text(" ")


def test_a_sheet_for_a_closed_quarter_says_what_it_changes(cast, officer):
    lock_quarter(cast.office_id, 2026, 4)
    send(officer, row(cast))
    text = officer.get(PAGE).page.get_text(" ")
    assert "data penghargaan yang dikunci tidak berubah" in text and "setelah triwulan ditutup" in text


def test_the_desk_offers_no_link_and_no_invitation_for_a_guest_from_paper(cast, officer):
    send(officer, row(cast, came="9.00"), day="2026-11-05")
    visit = session().scalars(select(Visit)).one()
    page = officer.get("/meja").page
    assert "SU-001" in page.get_text(" ") and "Tautan penilaian" not in page.get_text(" ")
    listed = officer.get("/meja/kunjungan?jalur=paper").page.get_text(" ")
    assert "Siti Rahma" in listed and "Susulan dari kertas" in listed
    assert "0 menit" not in page.get_text(" "), "an unknown time is no time"
    assert officer.get(f"/kunjungan/{visit.id}/tautan", check=False).status_code == 404


@pytest.mark.both_engines
def test_the_overview_counts_guests_from_paper_apart(cast, officer, sign_in):
    make_visit(cast.office_id, state="done", at=NOW - timedelta(days=2), officer_id=cast.officer.person_id)
    send(officer, row(cast))
    text = " ".join(sign_in("head").get("/ringkasan?masa=2026-Q4").page.get_text().split())
    assert "Susulan dari kertas 1." in text and "0 dari 1 tamu di konter" in text


def test_the_page_of_paper_is_a_pdf_with_the_fields_of_the_table(cast, officer):
    answer = officer.get("/meja/susulan/lembar.pdf")
    assert answer.mimetype == "application/pdf" and answer.get_data().startswith(b"%PDF")
    assert b"/Pages/Count 1/" in answer.get_data(), "two guests of the shipped lists stand on one sheet"
    values = paper_page_values(configuration(cast.office_id))
    assert list(values["labels"]) == list(FIELDS) and len(values["notice"]) == 2
    assert values["boxes"]["dtsen_result"] == ["Selesai di tempat", "Tindak lanjut", "Tidak ditemukan", "Syarat kurang"]
    assert values["boxes"]["sex"] == ["Laki-laki", "Perempuan"] and "Pengaduan" not in values["boxes"]["service"]


def test_a_decision_and_ones_own_results_say_how_many_came_on_paper(cast, officer, sign_in):
    send(officer, row(cast))
    make_vote(make_visit(cast.office_id, state="done", at=NOW - timedelta(days=2), officer_id=cast.officer.person_id))
    period = open_period(cast.admin, 2026, 4, "desk")
    with clock.at(NOW + timedelta(days=70)):
        lock_period(cast.admin, period.id)
        page = sign_in("head").get(award_address(period)).page
        assert "+ 1 di kertas" in page.select_one(".cand").get_text(" ")
        assert "1 tamu masa ini ditulis di kertas" in page.get_text(" ") and not page.select("a[href='/admin/susulan']")
        assert sign_in("admin").get(award_address(period)).page.select("a[href='/admin/susulan']")
        assert "Lembar" not in page.select_one("p.foot").get_text(" ")
        with atomic() as s:  # as a sheet is that comes when the quarter is locked (tests/operations/test_paper_book.py)
            s.execute(update(PaperSheet).values(is_after_lock=True))
        told = " ".join(sign_in("head").get(award_address(period)).page.select_one("p.foot").get_text(" ").split())
        assert "1 dari lembar yang masuk setelah data dikunci. Lembar" in told and "dicatat Nurain Lestari, SST" in told
        mine = sign_in("officer").get("/hasil-saya").page.get_text(" ")
        assert "1 tamu yang Anda layani ditulis di kertas" in mine
        assert "ditulis di kertas" not in sign_in("officer2").get("/hasil-saya").page.get_text(" ")


def test_other_staff_may_not(sign_in):
    assert sign_in("employee").get(PAGE).status_code == 403
    assert date(2026, 11, 4) < NOW.date()


def test_the_admin_sees_how_many_a_month_and_which_sheets(cast, officer, sign_in):
    admin = sign_in("admin")
    assert "Belum ada tamu susulan." in admin.get("/admin/susulan").page.get_text(" ")
    send(officer, row(cast), row(cast, 1, name="Budi"), day="2026-10-30")
    lock_quarter(cast.office_id, 2026, 4)
    send(officer, row(cast))
    assert admin.get("/admin/").page.select_one('a[href="/admin/susulan"]')
    page = admin.get("/admin/susulan").page
    months = [line.get_text(" ", strip=True) for line in page.select("section[aria-labelledby=bulan] tbody tr")]
    assert months == ["Nov 2026 1 1 1", "Okt 2026 1 2 0"]
    assert "Nurain Lestari, SST" in page.get_text(" ") and "Listrik padam" in page.get_text(" ")
    officer.post_form(officer.get(PAGE).page.select_one(".paper-sheets form")["action"], {}, page=PAGE)
    assert "dibatalkan Nurain" in admin.get("/admin/susulan").page.get_text(" ")
