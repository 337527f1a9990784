"""The admin's other rooms: each works, keeps what was typed, and answers a bad id."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.queries import get_complaint
from pstku.core import clock
from pstku.core.tokens import uuid7
from pstku.devices.operations import request_pairing
from pstku.devices.queries import devices, find_pairing
from pstku.officers.queries.desks import desks
from pstku.officers.queries.duties import plans
from pstku.officers.rules import monday_of
from pstku.offices.operations import hours
from pstku.offices.queries import code_items, configuration, improvements
from pstku.reports.attention import attention
from tests.factories import make_device, make_guest, make_visit
from tests.people import PASSWORD

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raise %}",
    "javascript:alert(1)",
    "' OR 1=1 --",
    "\u202egnirts",
]


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def monday(cast):
    """The Monday of next week."""
    return monday_of(clock.local_day(clock.now(), configuration(cast.office_id).tz)) + timedelta(weeks=1)


def selected(page, name):
    return page.select_one(f"#{name} option[selected]")["value"]


# ---- home ----


def test_the_home_page_says_what_needs_attention(cast, admin):
    words = admin.get("/admin/").page.get_text(" ")
    assert "Belum ada tablet" in words and "Tanpa HTTPS" in words and "Hari tanpa petugas piket" in words
    file_complaint(cast.office_id, uuid7(), text="Antre terlalu lama.")
    make_device(cast.office_id)
    words = admin.get("/admin/").page.get_text(" ")
    assert "Pengaduan belum dijawab: 1" in words and "Belum ada penangan: 1" in words
    assert "Belum ada tablet" not in words


def test_a_silent_tablet_is_red_only_while_the_counter_is_open(cast, monday):
    make_device(cast.office_id)
    office = configuration(cast.office_id)
    for hour, is_told in ((10, True), (22, False)):
        with clock.at(datetime.combine(monday, time(hour), office.tz)):
            assert bool(attention(office, cast.admin).lost_tablets) is is_told


# ---- roster ----


def week_fields(cast, monday, person, backup=""):
    desk = desks(cast.office_id)[0]
    fields = {"minggu": monday.isoformat()}
    for n in range(5):
        day = (monday + timedelta(days=n)).isoformat()
        fields |= {f"desk_{day}_{desk.id}": person, f"backup_{day}": backup}
    return fields


def test_a_week_is_planned_and_shown(cast, admin, monday):
    fields = week_fields(cast, monday, cast.officer.person_id, cast.officer2.person_id)
    assert admin.post_form("/admin/piket", fields, page="/saya").status_code == 303
    page = admin.get(f"/admin/piket?minggu={monday.isoformat()}").page
    desk = desks(cast.office_id)[0]
    assert selected(page, f"desk_{monday.isoformat()}_{desk.id}") == str(cast.officer.person_id)
    assert selected(page, f"backup_{monday.isoformat()}") == str(cast.officer2.person_id)
    assert "Belum ada petugas" not in page.get_text()


def test_one_person_twice_is_told_and_the_grid_kept(cast, admin, monday):
    fields = week_fields(cast, monday, cast.officer.person_id, cast.officer.person_id)
    answer = admin.post_form("/admin/piket", fields, page="/saya")
    assert answer.status_code == 422
    assert "hanya satu tempat" in answer.page.get_text()
    assert selected(answer.page, f"backup_{monday.isoformat()}") == str(cast.officer.person_id)
    assert plans(cast.office_id, monday, monday) == {}


def test_the_month_ahead_is_filled_from_one_week(cast, admin, monday):
    admin.post_form("/admin/piket", week_fields(cast, monday, cast.officer.person_id), page="/saya")
    fields = {"minggu": monday.isoformat(), "arah": "depan"}
    assert admin.post_form("/admin/piket/salin", fields, page="/saya").status_code == 303
    last = monday + timedelta(weeks=4)
    assert plans(cast.office_id, last, last + timedelta(days=6))


def test_odd_weeks_and_odd_people_are_taken_calmly(cast, admin, monday):
    assert admin.get("/admin/piket?minggu=kemarin").status_code == 200
    fields = week_fields(cast, monday, cast.stranger.person_id)
    assert admin.post_form("/admin/piket", fields, page="/saya").status_code == 422
    fields = week_fields(cast, monday, "abc")
    assert admin.post_form("/admin/piket", fields, page="/saya").status_code == 303


def test_a_holiday_has_no_duty_to_fill(cast, admin, monday):
    hours.add_holiday(cast.admin, monday, "Hari Bumi")
    page = admin.get(f"/admin/piket?minggu={monday.isoformat()}").page
    assert "Hari Bumi" in page.get_text()
    assert not page.select_one(f"#backup_{monday.isoformat()}")


# ---- services, lists, hours, settings ----

SERVICE = {
    "name": "Konsultasi peta",
    "guest_label": "Tanya peta",
    "icon": "globe",
    "queue_letter": "B",
    "counts_as": "pst",
    "standard_minutes": "15",
    "is_active": "y",
}


def test_a_service_is_added_changed_and_moved(cast, admin):
    assert admin.post_form("/admin/layanan/tambah", SERVICE).status_code == 303
    added = configuration(cast.office_id).services[-1]
    assert (added.guest_label, added.standard_minutes, added.is_example) == ("Tanya peta", 15, False)
    path = f"/admin/layanan/{added.id}"
    assert admin.get(path).page.select_one("#guest_label")["value"] == "Tanya peta"
    admin.post_form(path, SERVICE | {"guest_label": "Peta", "is_active": ""}, page="/saya")
    admin.post_form(f"{path}/pindah", {"arah": "naik"}, page="/admin/layanan")
    services = configuration(cast.office_id).services
    assert (services[-2].guest_label, services[-2].is_active) == ("Peta", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [("guest_label", ""), ("standard_minutes", "lima"), ("queue_letter", "7"), ("icon", "x"), ("counts_as", "lain")],
)
def test_a_wrong_service_field_is_told_in_indonesian(admin, field, value):
    answer = admin.post_form("/admin/layanan/tambah", SERVICE | {field: value})
    assert answer.status_code == 422
    words = answer.page.select_one(f"#{field}-error").get_text()
    assert "Not a valid" not in words and words.strip()
    assert answer.page.select_one("#name")["value"] == "Konsultasi peta"


def test_a_list_takes_a_value_renames_and_retires_it(cast, admin):
    assert admin.post_form("/admin/daftar/education", {"label": "Pesantren"}).status_code == 303
    item = code_items(cast.office_id, "education")[-1]
    path = f"/admin/daftar/education/{item.id}"
    admin.post_form(path, {"label": "Pondok pesantren"}, page="/admin/daftar/education")
    admin.post_form(f"{path}/tawarkan", {"offer": "0"}, page="/admin/daftar/education")
    admin.post_form(f"{path}/pindah", {"arah": "naik"}, page="/admin/daftar/education")
    office = configuration(cast.office_id)
    assert office.label("education", "pesantren") == "Pondok pesantren"
    assert "pesantren" not in dict(office.choices("education"))
    assert admin.post_form("/admin/daftar/education", {"label": ""}).status_code == 422
    assert admin.get("/admin/daftar/zodiac").status_code == 404


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


def test_a_week_that_is_all_holidays_is_saved_calmly(cast, admin, monday):
    hours.add_holiday(cast.admin, monday, "Cuti bersama", monday + timedelta(days=6))
    answer = admin.post_form("/admin/piket", {"minggu": monday.isoformat()}, page="/saya")
    assert answer.status_code == 303
    assert "libur semua" in admin.get(f"/admin/piket?minggu={monday.isoformat()}").page.get_text()


def settings_fields(page):
    fields = {
        tag["name"]: tag["value"]
        for tag in page.select("main input[type=text], main input[type=number], main input[type=url]")
    }
    return fields | {"mode": page.select_one("input[name=mode][checked]")["value"]}


def test_the_office_goes_over_to_queue_mode_and_other_settings_stay(cast, admin):
    fields = settings_fields(admin.get("/admin/aturan").page)
    assert admin.post_form("/admin/aturan", fields | {"mode": "queue", "ring_minutes": "5"}).status_code == 303
    now = configuration(cast.office_id).settings
    assert (now.mode, now.ring_minutes, now.voting_days) == ("queue", 5, 7)


def test_a_setting_out_of_its_limits_says_which(cast, admin):
    fields = settings_fields(admin.get("/admin/aturan").page)
    answer = admin.post_form("/admin/aturan", fields | {"ring_minutes": "0", "voting_days": "9"})
    assert answer.status_code == 422
    assert "1 sampai 30" in answer.page.select_one("#ring_minutes-error").get_text()
    assert answer.page.select_one("#voting_days")["value"] == "9"
    assert configuration(cast.office_id).settings.voting_days == 7


def test_the_profile_is_corrected(cast, admin):
    page = admin.get("/admin/kantor").page
    fields = {tag["name"]: tag["value"] for tag in page.select("main .input")}
    admin.post_form("/admin/kantor", fields | {"address": "Jalan Baru 1"})
    assert configuration(cast.office_id).address == "Jalan Baru 1"
    assert admin.post_form("/admin/kantor", fields | {"address": ""}).status_code == 422


# ---- tablets ----


def test_a_tablet_is_paired_placed_and_revoked(cast, admin):
    code = find_pairing(request_pairing(cast.office_id, address="::1")).code
    desk = desks(cast.office_id)[0]
    fields = {"code": code.lower(), "name": "Tablet depan", "desk_id": desk.id}
    assert admin.post_form("/admin/tablet", fields).status_code == 303
    tablet = devices(cast.office_id)[0]
    assert (tablet.name, tablet.desk_id) == ("Tablet depan", desk.id)
    path = f"/admin/tablet/{tablet.id}"
    admin.post_form(f"{path}/loket", {"desk_id": ""}, page="/admin/tablet")
    assert devices(cast.office_id)[0].desk_id is None
    admin.post_form(f"{path}/cabut", {}, page="/admin/tablet")
    assert devices(cast.office_id)[0].revoked_at
    assert admin.post_form(f"{path}/loket", {"desk_id": ""}, page="/admin/tablet").status_code == 404


def test_a_wrong_code_keeps_the_name_of_the_tablet(cast, admin):
    answer = admin.post_form("/admin/tablet", {"code": "XXXXXX", "name": "Tablet depan", "desk_id": ""})
    assert answer.status_code == 422
    assert answer.page.select_one("#code-error")
    assert answer.page.select_one("#name")["value"] == "Tablet depan"
    foreign = desks(cast.other_office_id)[0].id
    assert admin.post_form("/admin/tablet", {"code": "X", "name": "T1", "desk_id": foreign}).status_code == 422


# ---- improvements, agencies, audit ----


def test_an_improvement_is_written_hidden_and_removed(cast, admin):
    admin.post_form("/admin/perbaikan", {"text": "Kursi ditambah."})
    told = improvements(cast.office_id)[0]
    admin.post_form(f"/admin/perbaikan/{told.id}/tampil", {"shown": "0"}, page="/admin/perbaikan")
    assert improvements(cast.office_id)[0].published_at is None
    admin.post_form(f"/admin/perbaikan/{told.id}/hapus", {}, page="/admin/perbaikan")
    assert improvements(cast.office_id) == []
    assert admin.post_form("/admin/perbaikan", {"text": "x" * 141}).status_code == 422


def test_desks_are_added_and_a_repeat_refused(admin):
    assert admin.post_form("/admin/loket", {"name": "Loket 3"}).status_code == 303
    assert admin.post_form("/admin/loket", {"name": "Loket 3"}).status_code == 422


def test_the_trail_pages_and_filters(cast, admin):
    for n in range(60):
        admin_of = cast.admin if n % 2 else cast.admin2
        hours.add_holiday(admin_of, date(2028, 1, 1) + timedelta(days=n), "Libur")
    page = admin.get("/admin/jejak").page
    assert len(page.select(".trail li")) == 50
    older = page.find("a", string=lambda text: text and "lebih lama" in text) or page.select_one("a[href*=sebelum]")
    rest = admin.get(older["href"]).page.select(".trail li")
    assert rest and not {li.text for li in rest} & {li.text for li in page.select(".trail li")}
    only = admin.get(f"/admin/jejak?tindakan=add_holiday&orang={cast.admin2.person_id}").page.select(".trail li")
    assert len(only) == 30


def test_a_changed_trail_is_told(app, cast, admin, own_folder):
    from sqlalchemy import update

    from pstku.audit.models import AuditEntry
    from pstku.core.db import atomic

    with atomic() as s:
        s.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(action="tidak_terjadi"))
    app.test_cli_runner().invoke(args=["pstku", "check-audit"])
    words = admin.get("/admin/pekerjaan").page.get_text()
    assert "TIDAK utuh" in words and "baris 2 diubah" in words


# ---- complaints ----


@pytest.fixture
def complaint_id(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    return complaint_id


def test_a_complaint_goes_from_the_list_to_its_answer(cast, admin, sign_in, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    assert path in str(admin.get("/admin/pengaduan").page)
    fields = {"handler_id": cast.editor.person_id, "about_person_id": cast.officer.person_id}
    assert admin.post_form(f"{path}/penangan", fields, page=path).status_code == 303
    handler, concerned = sign_in("editor"), sign_in("officer")
    assert concerned.get(path).status_code == 404
    assert "menunggu: 1" in handler.get("/saya").page.get_text()
    assert "menunggu" not in concerned.get("/saya").page.get_text()
    assert "+6281234567890" in handler.get(path).page.get_text()
    assert "+6281234567890" not in admin.get(path).page.get_text()
    words = {"answer": "Kami minta maaf atas sikap itu.", "finding": "upheld", "reason": "Ada dua saksi."}
    assert admin.post_form(f"{path}/jawab", words, page=path).status_code == 403
    answer = handler.post_form(f"{path}/jawab", words | {"reason": ""}, page=path)
    assert (answer.status_code, answer.page.select_one("#answer").get_text().strip()) == (422, words["answer"])
    assert handler.post_form(f"{path}/jawab", words, page=path).status_code == 303
    assert get_complaint(cast.admin, complaint_id).finding == "upheld"
    assert handler.post_form(f"{path}/jawab", words, page=path).status_code == 409


def test_a_handler_who_is_concerned_is_refused_beside_the_field(cast, admin, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    fields = {"handler_id": cast.officer.person_id, "about_person_id": cast.officer.person_id}
    answer = admin.post_form(f"{path}/penangan", fields, page=path)
    assert answer.status_code == 422
    assert answer.page.select_one("#handler_id-error")


# ---- personal data ----


@pytest.fixture
def guest(cast):
    guest = make_guest(cast.office_id, name="Rahmawati Pontoh")
    make_visit(cast.office_id, state="done", guest=guest)
    return guest


def test_nothing_personal_is_shown_without_the_password(admin, guest):
    wrong = admin.post_form("/admin/data-pribadi", {"sought": "Pontoh", "password": "salah"})
    assert wrong.status_code == 422
    assert "Rahmawati" not in wrong.page.get_text()
    assert wrong.page.select_one("#sought")["value"] == "Pontoh"
    right = admin.post_form("/admin/data-pribadi", {"sought": "Pontoh", "password": PASSWORD})
    assert "Rahmawati Pontoh" in right.page.get_text()


def test_a_guests_data_is_exported_corrected_and_erased(cast, admin, guest):
    path = f"/admin/data-pribadi/{guest.id}"
    proof = {"password": PASSWORD}
    exported = admin.post_form(f"{path}/ekspor", proof, page="/admin/data-pribadi")
    assert "attachment" in exported.headers["Content-Disposition"]
    assert json.loads(exported.data)["name"] == "Rahmawati Pontoh"
    right = {"name": "Rahmawati", "salutation": "Ibu", "phone": "0822 1111 2222", "email": ""}
    assert admin.post_form(f"{path}/perbaiki", right | proof, page="/admin/data-pribadi").status_code == 303
    assert admin.post_form(f"{path}/hapus", proof, page="/admin/data-pribadi").status_code == 303
    assert admin.post_form(f"{path}/ekspor", proof, page="/admin/data-pribadi").status_code == 404


@pytest.mark.parametrize("act", ["ekspor", "perbaiki", "hapus"])
def test_a_wrong_password_does_nothing_and_keeps_what_was_typed(cast, admin, guest, act):
    fields = {"name": "Budi", "salutation": "", "phone": "081234567890", "email": "", "password": "salah"}
    answer = admin.post_form(f"/admin/data-pribadi/{guest.id}/{act}", fields, page="/admin/data-pribadi")
    assert answer.status_code == 422
    assert "Rahmawati" not in answer.page.get_text()
    assert act != "perbaiki" or answer.page.select_one("#name")["value"] == "Budi"


# ---- words of others ----


@pytest.mark.parametrize("words", CORPUS)
def test_typed_words_come_back_as_words(cast, admin, words):
    admin.post_form("/admin/pegawai/tambah", {"username": "korpus", "name": words, "call_name": words, "roles": []})
    admin.post_form("/admin/layanan/tambah", SERVICE | {"name": words, "guest_label": words, "fee": words})
    admin.post_form("/admin/daftar/education", {"label": words})
    admin.post_form("/admin/loket", {"name": words})
    admin.post_form("/admin/perbaikan", {"text": words})
    admin.post_form("/admin/jam/libur", {"first": "2027-03-20", "name": words}, page="/admin/jam")
    file_complaint(cast.office_id, uuid7(), text=f"{words} mengadu", name=words)
    pages = ("pegawai", "layanan", "daftar", "daftar/education", "loket", "perbaikan", "jam", "pengaduan", "jejak")
    for name in pages:
        page = admin.get(f"/admin/{name}").page
        assert not page.select("[onerror], main script, img[src=x]"), name
        assert not page.select("a[href^=javascript]"), name
        assert "49{%" not in page.get_text() and "\u202e" not in page.get_text(), name
    shown = admin.get("/admin/perbaikan").page.select_one(".trail").get_text()
    assert words.replace("\u202e", "") in shown
