"""Hours, holidays and stretches with hours of their own."""

from datetime import UTC, date, datetime

import pytest

from pstku.core import clock
from pstku.offices.operations import hours
from pstku.offices.queries import configuration


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


def test_hours_are_kept_as_typed_until_they_fit(cast, admin):
    fields = {"opens_4": "8.00", "closes_4": "16:00", "break_from_4": "11.30", "break_to_4": "13.30"}
    assert admin.post_form("/admin/jam", fields).status_code == 303
    assert [str(h.opens) for h in configuration(cast.office_id).hours] == ["08:00:00"]
    assert admin.get("/admin/jam").page.select_one("[name=break_from_4]")["value"] == "11.30"
    answer = admin.post_form("/admin/jam", fields | {"closes_4": "25.00", "opens_1": "07.30"})
    assert answer.status_code == 422
    assert answer.page.select_one("[name=opens_1]")["value"] == "07.30"


def test_holidays_come_and_go(cast, admin):
    admin.post_form("/admin/jam/libur", {"first": "2027-03-22", "name": "Pindah gedung"}, page="/admin/jam")
    assert configuration(cast.office_id).holidays[date(2027, 3, 22)] == "Pindah gedung"
    path = "/admin/jam/libur/2027-03-22/hapus"
    assert admin.post_form(path, {}, page="/admin/jam").status_code == 303
    assert admin.post_form(path, {}, page="/admin/jam").status_code == 404
    assert admin.post_form("/admin/jam/libur/besok/hapus", {}, page="/admin/jam").status_code == 404
    answer = admin.post_form("/admin/jam/libur", {"first": "", "name": "Nyepi"}, page="/admin/jam")
    assert (answer.status_code, answer.page.select_one("#name")["value"]) == (422, "Nyepi")


@pytest.mark.both_engines
def test_a_range_of_days_stands_in_one_row_and_goes_at_once(cast, admin):
    fields = {"first": "2027-04-05", "last": "2027-04-09", "name": "Pindah gedung", "service": "closed"}
    admin.post_form("/admin/jam/libur", fields, page="/admin/jam")
    row = next(row for row in admin.get("/admin/jam").page.select("tbody tr") if "Pindah gedung" in row.get_text())
    assert "5 April 2027" in row.get_text() and "9 April 2027" in row.get_text()
    path = row.select_one("form")["action"]
    admin.post_form(path, {"last": row.select_one("[name=last]")["value"]}, page="/admin/jam")
    assert configuration(cast.office_id).works_on(date(2027, 4, 9))
    backwards = fields | {"last": "2027-04-01"}
    answer = admin.post_form("/admin/jam/libur", backwards, page="/admin/jam")
    assert (answer.status_code, answer.page.select_one("#first")["value"]) == (422, "2027-04-05")


def test_a_national_day_names_its_decree_and_can_be_kept_open(cast, sign_in):
    with clock.at(datetime(2026, 11, 24, 2, tzinfo=UTC)):
        admin = sign_in("admin")
        page = admin.get("/admin/jam").page
        assert [title for title in page.select("h3") if "2026" in title.get_text() and "1497/2025" in title.get_text()]
        rows = page.select("tbody tr")
        eve = next(row for row in rows if "24 Desember 2026" in row.get_text())
        assert "cuti bersama" in eve.get_text()
        sunday = next(row for row in rows if "26 Desember 2027" in row.get_text())
        assert not sunday.select("form"), "a Sunday is closed anyway"
        assert [row for row in rows if "10 Maret 2027" in row.get_text() and "perkiraan" in row.get_text()]
        fields = {tag["name"]: tag["value"] for tag in eve.select("input")}
        admin.post_form("/admin/jam/libur", fields, page="/admin/jam")
    assert configuration(cast.office_id).works_on(date(2026, 12, 24))


def test_a_stretch_with_short_hours_is_added_changed_and_removed(cast, admin):
    week = {f"{part}_{day}": text for day in range(5) for part, text in (("opens", "08.00"), ("closes", "15.00"))}
    fields = {"name": "Ramadan", "first": "2027-02-08", "last": "2027-03-09"} | week
    assert admin.get("/admin/jam/masa").page.select_one("[name=opens_0]")["value"] == "08.00"
    answer = admin.post_form("/admin/jam/masa", fields | {"closes_0": "07.00"})
    assert (answer.status_code, answer.page.select_one("#name")["value"]) == (422, "Ramadan")
    assert admin.post_form("/admin/jam/masa", fields).status_code == 303
    assert "Senin–Jumat 08.00–15.00" in admin.get("/admin/jam").page.get_text()
    changed = "/admin/jam/masa?mulai=2027-02-08"
    assert admin.get(changed).page.select_one("#last")["value"] == "2027-03-09"
    admin.post_form(changed, fields | {"last": "2027-03-05"})
    assert [p.last for p in configuration(cast.office_id).hours_periods] == [date(2027, 3, 5)]
    assert admin.post_form("/admin/jam/masa/2027-02-08/hapus", {}, page="/admin/jam").status_code == 303
    assert admin.get("/admin/jam/masa?mulai=2027-02-08").status_code == 404


def test_next_years_holidays_are_asked_for_from_november_on(cast, sign_in):
    words = "Hari libur 2028 belum diisi"
    with clock.at(datetime(2027, 10, 30, 2, tzinfo=UTC)):
        assert words not in sign_in("admin").get("/admin/").page.get_text()
    with clock.at(datetime(2027, 11, 2, 2, tzinfo=UTC)):
        admin = sign_in("admin")
        for path in ("/admin/", "/admin/jam", "/ringkasan"):
            assert words in admin.get(path).page.get_text(), path
        hours.add_holiday(cast.admin, date(2028, 1, 1), "Libur", date(2028, 1, 20))
        assert words not in admin.get("/admin/").page.get_text()
