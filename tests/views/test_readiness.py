"""The room Kesiapan."""

from datetime import UTC, datetime

import pytest

from pstku.complaints.operations.filing import file_complaint
from pstku.core import clock
from pstku.core.tokens import uuid7
from pstku.readiness.evidences import EVIDENCES
from pstku.readiness.operations.duties import DutyWords, save_duty
from pstku.readiness.rules import FIRST_DUTIES

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@pytest.mark.parametrize("who", ["admin", "head"])
def test_every_evidence_opens_with_its_paper_and_only_doors_this_person_may_open(app, sign_in, who):
    browser = sign_in(who)
    page = browser.get("/kesiapan").page
    links = [a["href"] for a in page.select("tbody th a")]
    assert len(links) == len(EVIDENCES)
    for link in links:
        one = browser.get(link).page
        for source in one.select(".sheet-head a.btn"):
            answer = browser.get(source["href"], check=False)
            assert answer.status_code == 200, source["href"]
    assert browser.get("/kesiapan/bukti/jam.pdf").data.startswith(b"%PDF")
    assert browser.get("/kesiapan/daftar.pdf?untuk=ombudsman").data.startswith(b"%PDF")
    assert browser.get("/kesiapan/bukti/nilai", check=False).status_code == 404
    assert browser.get("/kesiapan?tahun=x&untuk=burung").status_code == 200


def test_a_version_of_the_standard_is_noted_and_put_right(cast, sign_in):
    head = sign_in("head")
    typed = {"name": "SK 12/2026", "effective_on": "2026-02-01", "reviewed_on": "2026-03-01", "media": "Papan\nSitus"}
    refused = head.post_form("/kesiapan/standar", typed)
    assert refused.status_code == 422 and refused.page.select_one("#name")["value"] == "SK 12/2026"
    assert refused.page.select_one("#reviewed_on-error")
    assert head.post_form("/kesiapan/standar", typed | {"reviewed_on": ""}).status_code == 303
    page = head.get("/kesiapan/standar").page
    assert "Sama dengan yang dibaca tamu" in page.get_text()
    edit = next(a["href"] for a in page.select("a.btn") if "/standar/" in a["href"])
    assert head.post_form(edit, typed | {"reviewed_on": "", "pledged_on": "2026-02-02"}).status_code == 303
    assert "2 Februari 2026" in head.get("/kesiapan/standar").page.get_text()
    again = head.post_form("/kesiapan/standar", typed | {"reviewed_on": ""})
    assert again.status_code == 409 and "sudah dicatat" in again.page.get_text()


def test_duties_are_taken_changed_done_and_remind_where_staff_look(cast, sign_in):
    admin = sign_in("admin")
    page = "/kesiapan/kewajiban"
    assert admin.post_form(f"{page}/awal", {}, page=page).status_code == 303
    shown = admin.get(page).page
    assert len(shown.select("section.card")) == len(FIRST_DUTIES) + 1 and shown.get_text().count("Periksa") >= len(
        FIRST_DUTIES
    )
    for room in ("/ringkasan", "/admin/", "/kesiapan"):
        assert "Kirim berkas zona integritas" in admin.get(room).page.select_one("main").get_text(), room
    assert "Kirim berkas zona integritas" in sign_in("head").get("/ringkasan").page.select_one("ul.awaits").get_text()
    late = next(card for card in shown.select("section.card") if "Kirim berkas" in card.get_text())
    act = late.select_one("form")["action"]
    prefix = act.split("/")[3]
    early = admin.post_form(act, {f"{prefix}-done_on": "2026-11-24"}, page=page)
    assert early.status_code == 422 and "belum tiba" in early.page.get_text()
    assert (
        admin.post_form(act, {f"{prefix}-done_on": "2026-06-01", f"{prefix}-note": "B-1"}, page=page).status_code == 303
    )
    assert "Kirim berkas zona integritas" not in admin.get("/ringkasan").page.select_one("main").get_text()
    edit = f"{page}/{prefix}"
    assert admin.post_form(edit, {"title": "Berkas ZI", "month": "2", "day": "30"}).status_code == 422
    assert admin.post_form(edit, {"title": "Berkas ZI", "month": "5", "day": "15"}).status_code == 303
    done = admin.get(page).page
    assert "15 Mei 2026" in done.get_text() and "Selesai 1 Juni 2026" in done.get_text()
    kept = admin.post_form(f"{edit}/hapus", {}, page=edit)
    assert kept.status_code == 303 and "tetap tersimpan" in admin.get(page).page.get_text()
    assert admin.post_form(f"{edit}/belum", {}, page=page).status_code == 303
    assert admin.post_form(f"{edit}/hapus", {}, page=edit).status_code == 303
    assert "Berkas ZI" not in admin.get(page).page.select_one("main").get_text().replace("dihapus", "")


def test_an_entry_is_added_and_what_was_typed_is_kept(sign_in):
    head = sign_in("head")
    refused = head.post_form("/kesiapan/kewajiban", {"title": "Laporan tahunan", "month": "4", "day": ""})
    assert refused.status_code == 422 and refused.page.select_one("#title")["value"] == "Laporan tahunan"
    assert head.post_form("/kesiapan/kewajiban", {"title": "Laporan <b>", "month": "4", "day": "7"}).status_code == 303
    assert "7 April 2026" in head.get("/kesiapan/kewajiban").page.get_text()
    assert head.get("/kesiapan/kewajiban?tahun=2027").status_code == 200
    assert head.get("/kesiapan/kewajiban?tahun=99999").status_code == 200


def test_a_duty_of_another_office_or_of_none_cannot_be_finished_however_it_is_sent(cast, sign_in):
    theirs = save_duty(cast.stranger, None, DutyWords(title="Survei"))
    admin = sign_in("admin")
    for duty_id in (theirs, 99):
        answer = admin.post_form(f"/kesiapan/kewajiban/{duty_id}/selesai", {}, page="/kesiapan/kewajiban")
        assert answer.status_code == 404


def test_the_paper_says_whose_complaints_it_leaves_out(cast, sign_in):
    file_complaint(cast.office_id, uuid7(), text="Petugas tidak di tempat.", about_person_id=cast.officer.person_id)
    page = sign_in("head").get("/kesiapan/bukti/pengaduan").page
    assert "Pengaduan tentang pembaca sendiri tidak terhitung" in page.select_one("table").get_text(" ", strip=True)
