"""A complaint from the list to its answer."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.audit.queries import entries
from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint
from pstku.complaints.queries import get_complaint, handling_mark
from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.tokens import uuid7


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def complaint_id(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    return complaint_id


def test_a_complaint_goes_from_the_list_to_its_answer(cast, admin, sign_in, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    assert path in str(admin.get("/admin/pengaduan").page)
    fields = {"handler_id": cast.editor.person_id, "about_person_id": cast.officer.person_id, "kind": "breach"}
    opened = admin.post_form(path, {}, page=path).page.select_one("input[name=opened]")["value"]
    assert admin.post_form(f"{path}/penangan", fields | {"opened": opened}, page=path).status_code == 303
    assert admin.post_form(f"{path}/penangan", fields | {"opened": opened}, page=path).status_code == 409
    handler, concerned = sign_in("editor"), sign_in("officer")
    assert concerned.get(path).status_code == 404
    assert "1 pengaduan menunggu Anda" in handler.get("/saya").page.get_text()
    assert "menunggu" not in concerned.get("/saya").page.get_text()
    assert "tidak ramah" not in str(handler.get(path).page)
    read = handler.post_form(path, {}, page=path).page.get_text()
    assert "+6281234567890" in read and "tidak ramah" in read
    assert "+6281234567890" not in admin.post_form(path, {}, page=path).page.get_text()
    words = {"answer": "Kami minta maaf atas sikap itu.", "finding": "upheld", "reason": "Ada dua saksi."}
    assert admin.post_form(f"{path}/jawab", words, page=path).status_code == 403
    answer = handler.post_form(f"{path}/jawab", words | {"reason": ""}, page=path)
    assert (answer.status_code, answer.page.select_one("#answer").get_text().strip()) == (422, words["answer"])
    assert handler.post_form(f"{path}/jawab", words, page=path).status_code == 303
    assert get_complaint(cast.admin, complaint_id).finding == "upheld"
    assert handler.post_form(f"{path}/jawab", words, page=path).status_code == 409


def test_whom_the_words_name_is_lifted_by_a_box_and_somebody_who_left_stays_on_offer(cast, sign_in):
    complaint_id, about = uuid7(), cast.officer.person_id
    file_complaint(cast.office_id, complaint_id, text="Bu Aminah dan rekannya menolak saya.", about_person_id=about)
    with atomic() as s:
        s.execute(update(Person).where(Person.id == about).values(is_active=False))
    colleague, path = sign_in("admin2"), f"/admin/pengaduan/{complaint_id}"
    page = colleague.post_form(path, {}, page=path).page
    assert page.select_one("#about_person_id option[selected]")["value"] == str(about)
    box, opened = page.select_one("input[name=lifted]"), page.select_one("input[name=opened]")["value"]
    assert box["value"] == str(cast.admin.person_id) and not box.has_attr("checked")
    fields = {"handler_id": "", "about_person_id": about, "kind": "breach", "opened": opened}
    assert colleague.post_form(f"{path}/penangan", fields | {"lifted": box["value"]}, page=path).status_code == 303
    found = get_complaint(cast.admin, complaint_id)
    assert (found.about_person_id, found.kind) == (about, "breach")


def test_who_handles_an_old_answer_may_be_unknown_and_one_who_left_is_named_only_there(cast, admin, complaint_id):
    other = uuid7()
    file_complaint(cast.office_id, other, text="Atap ruang tunggu bocor sekali.")
    assign_complaint(cast.admin, other, handler_id=cast.editor.person_id, kind="plain")
    with atomic() as s:
        s.execute(update(Complaint).where(Complaint.id == complaint_id).values(answered_at=clock.now()))
        s.execute(update(Person).where(Person.id == cast.editor.person_id).values(is_active=False))
    shown = admin.get("/admin/pengaduan").page.select("tbody tr")
    assert ["Belum ditunjuk" in row.get_text() for row in shown] == [True, True]
    assert all(
        "belum ditunjuk" in admin.get(f"/admin/pengaduan/{key}").page.get_text() for key in (other, complaint_id)
    )
    with atomic() as s:
        change = update(Complaint).where(Complaint.id == complaint_id).values(handler_id=cast.editor.person_id)
        s.execute(change)
    shown = admin.get("/admin/pengaduan").page.select("tbody tr")
    assert ["Belum ditunjuk" in row.get_text() for row in shown] == [True, False]


def test_the_handler_says_that_a_word_is_no_name(cast, sign_in):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah.", name="Indah Fitri")
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, kind="plain")
    handler, path = sign_in("editor"), f"/admin/pengaduan/{complaint_id}"
    words = {"first_word": "Kami jawab sesudah Idul Fitri."}
    refused = handler.post_form(f"{path}/kabar", words, page=path)
    box = refused.page.select_one("input[name=no_names]")
    assert (refused.status_code, box["value"]) == (422, "Fitri")
    assert handler.post_form(f"{path}/kabar", words | {"no_names": "Fitri"}, page=path).status_code == 303


@pytest.mark.both_engines
def test_a_handler_who_is_concerned_is_refused_beside_the_field(cast, admin, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    fields = {"handler_id": cast.officer.person_id, "about_person_id": cast.officer.person_id, "kind": "breach"}
    fields["opened"] = handling_mark(get_complaint(cast.admin, complaint_id))
    answer = admin.post_form(f"{path}/penangan", fields, page=path)
    assert answer.status_code == 422
    assert answer.page.select_one("#handler_id-error")


def test_who_reads_stands_in_the_trail_and_looking_at_the_list_does_not(cast, admin, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    admin.get("/admin/pengaduan")
    admin.get(path)
    assert entries(cast.office_id, action="read_complaint") == []
    admin.post_form(path, {}, page=path)
    (read,) = entries(cast.office_id, action="read_complaint")
    assert (read.actor_id, read.entity_id) == (cast.admin.person_id, str(complaint_id))


def test_a_handler_finds_what_waits_where_they_look_and_nobody_else_is_called(cast, admin, sign_in, complaint_id):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.officer.person_id, kind="plain")
    handler, colleague = sign_in("officer"), sign_in("officer2")
    assert "1 pengaduan menunggu Anda" in handler.get("/meja").page.get_text()
    assert handler.get("/meja").page.select_one("nav a[href='/admin/pengaduan'] .count").get_text() == "1"
    assert not colleague.get("/meja").page.select("a[href='/admin/pengaduan']")
    counted = "nav a[href='/admin/pengaduan'] .count"
    assert not admin.get("/admin/").page.select(counted)  # a colleague is on it, in time
    late = uuid7()
    with clock.at(clock.now() - timedelta(days=20)):
        file_complaint(cast.office_id, late, text="Sudah lama menunggu jawaban.")
        assign_complaint(cast.admin, late, handler_id=cast.editor.person_id, kind="plain")
    assert admin.get("/admin/").page.select_one(counted).get_text() == "1"


def test_the_first_word_is_offered_ready_and_goes_with_one_press(cast, sign_in, complaint_id):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, kind="plain")
    handler, path = sign_in("editor"), f"/admin/pengaduan/{complaint_id}"
    ready = handler.post_form(path, {}, page=path).page.select_one("#first_word").get_text().strip()
    refused = handler.post_form(f"{path}/kabar", {"first_word": "ya"}, page=path)
    assert (refused.status_code, bool(refused.page.select_one("#first_word-error"))) == (422, True)
    assert handler.post_form(f"{path}/kabar", {"first_word": ready}, page=path).status_code == 303
    assert get_complaint(cast.editor, complaint_id).first_word == ready
    assert handler.post_form(f"{path}/kabar", {"first_word": ready}, page=path).status_code == 409


def test_the_register_counts_a_year_and_names_nobody(cast, sign_in, complaint_id):
    with clock.at(clock.now() + timedelta(minutes=1)):
        assign_complaint(cast.admin, complaint_id, handler_id=cast.officer.person_id, kind="plain")
        answer_complaint(
            cast.officer, complaint_id, answer="Kami minta maaf.", finding="upheld", reason="Ada dua saksi."
        )
    other = uuid7()
    file_complaint(cast.office_id, other, text="Atap ruang tunggu bocor sekali.", about_person_id=cast.head.person_id)
    page = sign_in("admin").get("/admin/pengaduan/register").page
    row = [cell.get_text(strip=True) for cell in page.select("#tabel-1 + * tr:last-child td")]
    assert row == ["2", "1", "0", "1", "0", "1", "0", "1", "0"]
    assert "Nurain" not in page.select_one("main").get_text() and "Atap" not in str(page)
    mine = sign_in("head").get("/admin/pengaduan/register").page
    assert mine.select_one("#tabel-1 + * tr:last-child td").get_text(strip=True) == "1"
    assert sign_in("officer").get("/admin/pengaduan/register").status_code == 403
    book = load_workbook(BytesIO(sign_in("admin").get("/admin/pengaduan/register.xlsx").data))
    year = next(row for row in book["Laporan"].iter_rows(values_only=True) if row[0] == "Setahun")
    assert year[1:] == (2, 1, 0, 1, 0, 1, 0, 1, 0)
    paper = sign_in("admin").get("/admin/pengaduan/register.pdf")
    assert paper.data.startswith(b"%PDF") and "register-pengaduan" in paper.headers["Content-Disposition"]
    assert sign_in("officer").get("/admin/pengaduan/register.pdf").status_code == 403
    empty = sign_in("admin").get(f"/admin/pengaduan/register?tahun={clock.now().year - 1}").page
    assert empty.select_one("#tabel-1 + * tr:last-child td").get_text(strip=True) == "0"
