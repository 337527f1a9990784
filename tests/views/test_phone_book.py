"""The guest book on the guest's own phone, from the QR at the counter to the visit, without JavaScript."""

from datetime import timedelta
from io import BytesIO

import pytest

from pstku.arrivals.operations.deciding import confirm_arrival, discard_arrival
from pstku.arrivals.queries import sealed_entry
from pstku.core import clock
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.operations.recognising import recognise_guest
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from tests.arrivals import CLOSED, OPEN, count, kept, qr_token, send
from tests.desk import poll, shown_by
from tests.page import PageClient
from tests.views.test_throttles import at


@pytest.fixture(autouse=True)
def _at_the_counter():
    with clock.at(OPEN):
        yield


def typed(cast, **fields) -> dict:
    service = configuration(cast.office_id).services[1]
    return {"id": str(uuid7()), "service": str(service.id), "name": "Budi Santoso"} | fields


def fill_in(browser, cast, token, address="10.0.0.7", **fields):
    return browser.post_form(f"/n/isi/{token}", typed(cast, **fields), **at(address))


def words(answer) -> str:
    return " ".join(answer.page.select_one("main").get_text(" ").split())


def test_a_guest_fills_it_in_shows_the_sign_and_the_page_becomes_the_visit(app, cast, client):
    token = qr_token(cast)
    page = client.get(f"/n/isi/{token}")
    assert page.status_code == 200 and "tunjukkan layar HP kepada petugas" in words(page)
    sent = fill_in(client, cast, token, sex="female", consent="follow_up", phone="0812 3456 7890")
    assert sent.status_code == 303 and sent.location.startswith("/n/tunggu/")
    waiting = client.get(sent.location)
    (row,) = kept()
    assert row.sign in words(waiting) and "Tunjukkan layar ini" in words(waiting)
    assert "Budi" not in waiting.get_data(as_text=True)
    assert client.get(f"{sent.location}/keadaan").status_code == 204
    visit = confirm_arrival(cast.officer, row.id, desk_id=None)
    assert client.get(f"{sent.location}/keadaan").get_json() == {"changed": True}
    turned = client.get(sent.location, follow_redirects=True)
    assert "Anda sudah tercatat Petugas akan memanggil Anda." in words(turned)
    assert visit.code in words(turned) and f"-{visit.number:03d}" in words(turned)


def test_what_was_typed_stays_when_something_is_wrong(app, cast, client):
    token = qr_token(cast)
    answer = fill_in(client, cast, token, name="", agency="Dinas Pertanian", phone="0812", consent="follow_up")
    assert answer.status_code == 422 and kept() == []
    assert answer.page.select_one("input[name=agency]")["value"] == "Dinas Pertanian"
    assert answer.page.select_one("[role=alert]")


@pytest.mark.both_engines
def test_a_strangers_phone_recognises_nobody(app, cast, client):
    token = qr_token(cast)
    first = send(cast, token, phone="081234567890", consents=("recognition",))
    confirm_arrival(cast.officer, first, desk_id=None)
    page = client.get(f"/n/isi/{token}").get_data(as_text=True)
    assert "Pernah ke sini" not in page and "returning" not in page
    known = recognise_guest(cast.office_id, "081234567890", tried_by="tablet")
    fill_in(client, cast, token, name="Orang Lain", returning=known.token, question="Siapa?", help_note="catatan")
    (row,) = kept()
    entry = sealed_entry(row.entry_sealed)
    assert (entry.returning, entry.question, entry.help_note) == ("", "", "")
    confirm_arrival(cast.officer, row.id, desk_id=None)
    assert count(Guest) == 2 and count(Visit, Visit.follow_up.is_(True)) == 0


def test_the_language_is_chosen_on_the_phone_and_kept_with_the_visit(app, cast, client):
    token = qr_token(cast)
    shown = client.post_form(f"/n/isi/{token}?bahasa=en", typed(cast, agency="Dinas", do="language"))
    assert (
        shown.status_code == 200 and shown.page.select_one("h1").get_text() == "Fill in the guest book" and kept() == []
    )
    assert shown.page.select_one("input[name=agency]")["value"] == "Dinas"
    sent = client.post_form(f"/n/isi/{token}?bahasa=en", typed(cast))
    assert "Show this screen to our officer" in words(client.get(sent.location))
    (row,) = kept()
    confirm_arrival(cast.officer, row.id, desk_id=None)
    assert Visit.query.one().language == "en"


def test_a_young_guest_needs_no_name_and_a_card_number_is_taken_out(app, cast, client):
    token = qr_token(cast)
    assert fill_in(client, cast, token, name="", minor="y").status_code == 303
    sent = fill_in(client, cast, token, name="Sari 7571012345678901")
    assert "Nomor identitas dihapus" in words(client.get(sent.location))
    assert "7571012345678901" not in repr([sealed_entry(row.entry_sealed) for row in kept()])


def test_each_way_in_that_is_no_way_has_its_sentence(app, cast, client):
    old = qr_token(cast)
    token = qr_token(cast)
    replaced, unknown = client.get(f"/n/isi/{old}"), client.get("/n/isi/bukan-milik-kami")
    assert (replaced.status_code, unknown.status_code) == (409, 404)
    assert "QR ini sudah diganti" in words(replaced) and "QR ini tidak dikenal" in words(unknown)
    with clock.at(CLOSED):
        shut = client.get(f"/n/isi/{token}")
        assert "Buka lagi Selasa, 24 November 2026 pukul 08.00" in words(shut)
        assert "form" not in words(shut) and not shut.page.select("form")


def test_who_typed_while_it_closed_or_changed_reads_why_and_loses_nothing(app, cast, client):
    old = qr_token(cast)
    form = client.get(f"/n/isi/{old}").page.select_one("input[name=csrf_token]")["value"]
    fields = typed(cast, agency="Dinas Pertanian") | {"csrf_token": form}
    with clock.at(CLOSED):
        late = client.post(f"/n/isi/{old}", data=fields)
    qr_token(cast)
    replaced = client.post(f"/n/isi/{old}", data=fields)
    assert (late.status_code, replaced.status_code) == (409, 409)
    assert "Layanan sedang tutup" in words(late) and "QR ini sudah diganti" in words(replaced)
    for answer in (late, replaced):
        assert answer.page.select_one("input[name=agency]")["value"] == "Dinas Pertanian"


def test_what_became_of_an_entry_that_was_not_confirmed(app, cast, client):
    token = qr_token(cast)
    discarded, left = (fill_in(client, cast, token).location for _ in range(2))
    discard_arrival(cast.officer, kept()[0].id)
    answer = client.get(discarded)
    assert answer.status_code == 410 and "Petugas belum menemukan Anda" in words(answer)
    with clock.at(CLOSED):
        assert client.get(f"{left}/keadaan").get_json() == {"changed": True}
        assert "Tidak ada yang kami simpan" in words(client.get(left))
    with clock.at(CLOSED + timedelta(days=2)):
        assert client.get(left).status_code == 404
    assert client.get("/n/tunggu/karangan").status_code == 404


@pytest.mark.both_engines
def test_one_network_is_throttled_and_the_next_one_is_not(app, cast, client):
    token = qr_token(cast)
    change_settings(cast.admin, {"phone_per_address": 3})
    wrong = [fill_in(client, cast, token, name="").status_code for _ in range(4)]
    sent = [fill_in(client, cast, token).status_code for _ in range(4)]
    assert (wrong, sent) == ([422] * 4, [303] * 3 + [429])
    refused = fill_in(client, cast, token)
    assert "Terlalu banyak isian dari jaringan ini" in words(refused)
    assert refused.page.select_one("input[name=name]")["value"] == "Budi Santoso"
    assert fill_in(client, cast, token, address="10.0.0.8").status_code == 303


def test_a_browser_of_staff_is_no_guests_phone(app, cast, sign_in):
    answer = sign_in("officer").get(f"/n/isi/{qr_token(cast)}")
    assert answer.status_code == 403 and "pegawai pernah masuk" in words(answer)


def test_the_desk_shows_sign_and_masked_name_and_one_tap_confirms(app, cast, client, sign_in):
    token = qr_token(cast)
    location = fill_in(client, cast, token).location
    desk = sign_in("officer")
    (row,) = kept()
    shown = desk.get("/meja").page.select_one("#arrivals")
    assert row.sign in shown.get_text() and "Budi S•••••" in shown.get_text() and "Santoso" not in shown.get_text()
    answer = desk.post_form(f"/meja/dari-hp/{row.id}/di-sini", {}, page="/meja")
    assert answer.status_code == 303
    page = desk.get("/meja").page
    assert row.sign not in page.get_text() and "Budi Santoso" in page.select_one("#board").get_text()
    again = desk.post_form(f"/meja/dari-hp/{row.id}/di-sini", {}, page="/meja")
    assert again.status_code == 303 and count(Visit) == 1
    late = desk.post_form(f"/meja/dari-hp/{row.id}/bukan-tamu", {}, page="/meja")
    assert late.status_code == 409 and "sudah tidak menunggu" in late.page.get_text()
    assert "Anda sudah tercatat" in words(client.get(location, follow_redirects=True))


def test_not_a_guest_deletes_it(app, cast, client, sign_in):
    fill_in(client, cast, qr_token(cast))
    (row,) = kept()
    assert sign_in("officer").post_form(f"/meja/dari-hp/{row.id}/bukan-tamu", {}, page="/meja").status_code == 303
    assert kept() == [] and count(Visit) == 0


@pytest.mark.both_engines
def test_a_poll_brings_the_row_without_a_ring_and_goes_quiet_again(app, cast, sign_in):
    token = qr_token(cast)
    desk = sign_in("officer")
    page = desk.get("/meja").page
    before = {field["name"]: field["value"] for field in page.select("[data-known]")}
    stamp = shown_by(poll(desk, **before))
    assert poll(desk, **(before | stamp)).status_code == 204
    send(cast, token)
    news = poll(desk, **(before | stamp))
    assert news.status_code == 200 and news.page.select_one("#arrivals .pair-sign")
    assert not news.page.select("#ring") and not news.page.select("#board")
    assert poll(desk, **(before | stamp | shown_by(news))).status_code == 204
    with clock.at(CLOSED):
        gone = poll(desk, **(before | stamp | shown_by(news)))
        assert not gone.page.select("#arrivals .pair-sign")


def test_no_report_and_no_list_knows_of_what_waits(app, cast, sign_in):
    token = qr_token(cast)
    admin, desk = sign_in("admin"), sign_in("officer")
    before = [
        admin.get("/ringkasan").page.select_one("main").get_text(),
        desk.get("/meja/kunjungan").page.select_one("main").get_text(),
    ]
    send(cast, token, name="Zubaidah Unik")
    after = [
        admin.get("/ringkasan").page.select_one("main").get_text(),
        desk.get("/meja/kunjungan").page.select_one("main").get_text(),
    ]
    assert before == after


def test_the_admin_is_told_when_phones_cannot_reach_the_server(app, cast, sign_in):
    admin = sign_in("admin")
    page = admin.get("/admin/buku-tamu-hp").page
    assert "HP tamu belum dapat membuka server ini" in page.get_text() and not page.select("main form")
    refused = admin.post_form("/admin/buku-tamu-hp/qr", {}, page="/admin/tablet", follow_redirects=True)
    assert "PSTKU_PUBLIC_URL" in refused.page.get_text()
    assert admin.get("/admin/buku-tamu-hp/a4.pdf").status_code == 404


@pytest.mark.parametrize(("address", "said"), [("http://192.168.1.20:8000", True), ("https://pst.contoh.go.id", False)])
def test_the_admin_makes_prints_replaces_and_ends_the_qr(app, cast, sign_in, monkeypatch, address, said):
    monkeypatch.setitem(app.config, "PUBLIC_URL", address)
    admin = sign_in("admin")
    page = admin.get("/admin/buku-tamu-hp")
    assert ("Wi-Fi kantor" in page.page.get_text()) is said
    admin.post_form("/admin/buku-tamu-hp/qr", {}, page="/admin/buku-tamu-hp")
    papers = [admin.get(f"/admin/buku-tamu-hp/{size}.pdf") for size in ("a4", "a5")]
    assert [paper.mimetype for paper in papers] == ["application/pdf"] * 2
    assert all(BytesIO(paper.get_data()).read(5) == b"%PDF-" for paper in papers)
    assert admin.get("/admin/buku-tamu-hp/a3.pdf").status_code == 404
    for act in ("qr", "henti"):
        assert admin.post_form(f"/admin/buku-tamu-hp/{act}", {}, page="/admin/buku-tamu-hp").status_code == 303
    assert "Belum dipakai" in admin.get("/admin/buku-tamu-hp").page.get_text()


def test_a_phone_opens_no_staff_page_by_it(app, cast):
    browser = PageClient(app)
    token = qr_token(cast)
    fill_in(browser, cast, token)
    assert browser.get("/meja").status_code == 303
