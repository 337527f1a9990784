"""The admin's other rooms: each works, keeps what was typed, and answers a bad id."""

import pytest

from pstku.complaints.operations.filing import file_complaint
from pstku.core.tokens import uuid7
from pstku.devices.operations import Pulse, heartbeat, request_pairing
from pstku.devices.queries import devices, find_pairing
from pstku.officers.queries.desks import desks
from pstku.offices.queries import code_items, configuration, improvements
from tests.factories import make_device

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


def test_the_home_page_says_what_needs_attention(cast, admin):
    words = admin.get("/admin/").page.get_text(" ")
    assert "Belum ada tablet" in words and "Tanpa HTTPS" in words and "Hari tanpa petugas piket" in words
    file_complaint(cast.office_id, uuid7(), text="Antre terlalu lama.")
    make_device(cast.office_id)
    words = admin.get("/admin/").page.get_text(" ")
    assert "Pengaduan belum dijawab: 1" in words and "Belum ada penangan: 1" in words
    assert "Belum ada tablet" not in words


SERVICE = {
    "name": "Konsultasi peta",
    "guest_label": "Tanya peta",
    "icon": "globe",
    "queue_letter": "B",
    "counts_as": "pst",
    "standard_minutes": "15",
    "is_active": "y",
}


@pytest.mark.both_engines
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


@pytest.mark.both_engines
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


def test_a_tablet_that_is_nearly_full_says_so(cast, admin):
    device_id = make_device(cast.office_id)
    for count, is_warned in ((449, False), (450, True)):
        heartbeat(device_id, Pulse(outbox_count=count, outbox_age_seconds=600))
        assert ("hampir penuh" in admin.get("/admin/tablet").text) is is_warned


@pytest.mark.both_engines
def test_the_key_of_the_outbox_is_changed_and_a_lost_tablet_written_off(cast, admin):
    device_id, page = make_device(cast.office_id), "/admin/tablet"
    assert "dengan kunci 1." in admin.get(page).text
    admin.post_form("/admin/tablet/kunci", {}, page=page)
    assert "dengan kunci 2." in admin.get(page).text and "Kunci 1 dan sesudahnya masih diterima" in admin.get(page).text
    why = {"reason": "lost"}
    admin.post_form(f"/admin/tablet/{device_id}/hilang", why, page=page)
    assert "masih dipakai" in admin.get(page).text
    heartbeat(device_id, Pulse(outbox_count=3, outbox_age_seconds=600))
    admin.post_form(f"/admin/tablet/{device_id}/cabut", {}, page=page)
    assert "3 isian belum terkirim saat terakhir melapor" in admin.get(page).text
    admin.post_form(f"/admin/tablet/{device_id}/hilang", {"reason": ""}, page=page)
    assert "Pilih mengapa" in admin.get(page).text
    admin.post_form(f"/admin/tablet/{device_id}/hilang", why, page=page)
    text = admin.get(page).page.get_text(" ")
    assert f"oleh {cast.admin.name}" in text and "Tablet hilang atau dicuri" in text and "Dianggap hilang " in text
    assert "dengan kunci sebelumnya tidak diterima lagi" in text


def test_the_list_of_tablets_says_which_numbers_each_gives(cast, admin):
    for token in ("a", "b"):
        make_device(cast.office_id, token=token)
    assert [f"T{n} ·" in admin.get("/admin/tablet").text for n in (1, 2, 3)] == [True, True, False]


def test_the_list_of_tablets_says_what_each_lacks_without_the_server(cast, admin):
    device_id = make_device(cast.office_id)
    row = "main tbody tr"
    assert "belum diuji" in admin.get("/admin/tablet").page.select_one(row).get_text()
    heartbeat(device_id, Pulse(lacks="camera,nonsense"))
    words = admin.get("/admin/tablet").page.select_one(row).get_text()
    assert "Siap luring" in words and "Tidak ada kamera" in words and "nonsense" not in words
    heartbeat(device_id, Pulse(lacks="codes,secure"))
    words = admin.get("/admin/tablet").page.select_one(row).get_text()
    assert "Belum siap luring" in words and "Kode kunjungan kurang dari 20" in words and "http biasa" in words


@pytest.mark.both_engines
def test_what_lies_on_a_tablet_for_two_weeks_turns_red(cast, admin):
    device_id = make_device(cast.office_id)
    for days, is_red in ((13.9, False), (14.1, True)):
        heartbeat(device_id, Pulse(outbox_count=3, aside_count=2, outbox_age_seconds=int(days * 86400)))
        page = admin.get("/admin/tablet")
        assert ("lebih dari 14 hari" in page.text) is is_red and "disisihkan: 2" in page.text
        assert bool(page.page.select("main .badge.bad")) is is_red


@pytest.mark.both_engines
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
