"""Kebocoran data, from the first entry to the letters and the close."""

import re
from datetime import UTC, datetime

import pytest

from pstku.breaches.queries import breaches, open_breaches
from pstku.core import clock

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 09.00 WITA
FACTS = {
    "known_on": "2026-11-29",
    "known_time": "16:30",
    "happened": "29 November, sore",
    "data": ["contact", "copy"],
    "people_count": "1200",
    "cause": "Cadangan tertinggal di flashdisk yang hilang.",
    "measures": "Kunci diganti; flashdisk dicari.",
}


@pytest.fixture(autouse=True)
def at_nine():
    with clock.at(NOW):
        yield


def test_a_breach_is_recorded_told_of_and_closed(cast, sign_in):
    admin = sign_in("admin")
    assert "Belum ada kebocoran" in admin.get("/admin/kebocoran").page.get_text()
    kept = admin.post_form("/admin/kebocoran/baru", FACTS | {"cause": "Hilang"})
    assert (kept.status_code, kept.page.select_one("#happened")["value"]) == (422, "29 November, sore")
    assert kept.page.select_one("#cause-error")
    assert [box["value"] for box in kept.page.select("#data input[checked]")] == ["contact", "copy"]
    answer = admin.post_form("/admin/kebocoran/baru", FACTS)
    path = answer.headers["Location"]
    page = admin.get(path).page.get_text()
    assert "Sisa 55 jam" in page and "Paling lambat 2 Desember 2026, 16.30 WITA" in page and "1.200" in page
    assert "beri tahu paling lambat" in admin.get("/admin/").page.get_text()
    letter = admin.get(f"{path}/surat/persons").page.get_text()
    assert "Pasal 46" in letter and "Kunci diganti" in letter and "1.200" not in letter
    assert "1.200" in admin.get(f"{path}/surat/authority").page.get_text()
    early = {"authority-told_on": "2026-11-29", "authority-told_time": "16:00", "authority-how": "Surat lewat surel."}
    refused = admin.post_form(f"{path}/beri-tahu/authority", early, page=path)
    assert refused.status_code == 422 and refused.page.select_one("#authority-told_on-error")
    closing = {"outcome": "handled", "lesson": "Cadangan tidak lagi disalin ke flashdisk."}
    assert admin.post_form(f"{path}/tutup", closing, page=path).status_code == 422
    for whom in ("authority", "persons"):
        told = {name.replace("authority", whom): value for name, value in early.items()}
        told[f"{whom}-told_time"] = "17:00"
        assert admin.post_form(f"{path}/beri-tahu/{whom}", told, page=path).status_code == 303
    assert "belum ditutup: 1" in admin.get("/admin/").page.get_text()
    assert admin.post_form(f"{path}/tutup", closing, page=path).status_code == 303
    assert open_breaches(cast.office_id).count == 0
    assert re.search("Selesai ditangani", sign_in("head").get("/admin/kebocoran").page.get_text())
    assert not admin.get(path).page.select("form[action*='/kebocoran/']")


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_far_away_is_refused_beside_its_field(cast, sign_in, day):
    admin, odd = sign_in("admin"), {"known_on": day, "known_time": "00:00"}
    refused = admin.post_form("/admin/kebocoran/baru", FACTS | odd)
    assert refused.status_code == 422 and refused.page.select_one("#known_on-error")
    path = admin.post_form("/admin/kebocoran/baru", FACTS).headers["Location"]
    told = {"authority-told_on": day, "authority-told_time": "00:00", "authority-how": "Surat lewat surel."}
    for act, fields, field in (
        ("perbaiki", FACTS | odd, "known_on"),
        ("beri-tahu/authority", told, "authority-told_on"),
    ):
        answer = admin.post_form(f"{path}/{act}", fields, page=path)
        assert answer.status_code == 422 and answer.page.select_one(f"#{field}-error")


def test_an_unknown_side_and_an_unknown_breach_are_not_found(cast, sign_in):
    admin = sign_in("admin")
    admin.post_form("/admin/kebocoran/baru", FACTS)
    path = f"/admin/kebocoran/{breaches(cast.admin)[0].id}"
    assert admin.get(f"{path}/surat/press").status_code == 404
    assert admin.get("/admin/kebocoran/00000000-0000-7000-8000-000000000000").status_code == 404
    assert sign_in("stranger").get(path).status_code in (403, 404)


def test_the_head_finds_the_log_from_the_overview_and_no_way_into_the_admins_rooms(cast, sign_in):
    sign_in("admin").post_form("/admin/kebocoran/baru", FACTS)
    head = sign_in("head")
    waiting = head.get("/ringkasan").page.select_one("ul.awaits")
    assert "Kebocoran data belum ditutup: 1" in waiting.get_text() and waiting.select("a[href='/admin/kebocoran']")
    one = f"/admin/kebocoran/{breaches(cast.admin)[0].id}"
    for path in ("/admin/kebocoran", one, "/admin/kebocoran/baru", "/admin/masa-simpan", "/admin/persetujuan"):
        page = head.get(path).page
        assert not page.select("a[href='/admin/']"), path
    assert sign_in("admin").get(one).page.select("nav.crumb a[href='/admin/']")
