"""What guests type becomes one visit: in a hurry, again, for a child, with a question or a complaint."""

import re

from playwright.sync_api import expect
from sqlalchemy import select, update

from pstku.core.db import atomic, db, session
from pstku.guestbook.models import Guest
from pstku.offices.models import CodeItem
from pstku.offices.operations import changed
from pstku.offices.queries import office_by_code
from tests.browser.conftest import TABLET, picture
from tests.browser.guests.steps import (
    begin,
    complaints_about,
    leftovers,
    press,
    save,
    settings,
    state,
    to_check,
    visits,
)

# Of the kiosk's own keys none is counted: they stand in for typing.
COUNT_TAPS = """document.addEventListener('click', (event) => {
  if (event.detail && !event.target.closest('[data-key]')) window.taps = (window.taps ?? 0) + 1;
}, true);
window.keys = 0;
window.screens = [];
window.began = performance.now();
document.addEventListener('keydown', () => { window.keys += 1; }, true);
document.addEventListener('kiosk:shown', (event) => { window.screens.push(event.detail.state); });"""


def test_a_guest_in_a_hurry_needs_five_screens_and_few_taps(live_server, tablet):
    page = tablet()
    page.evaluate(COUNT_TAPS)
    begin(page)
    page.locator("#name").press_sequentially("Rahmawati Djafar")
    for step, words in (("name", "Lanjut"), ("about", "Lewati"), ("contact", "Lewati")):
        press(page, step, words)
    code = save(page)
    assert page.evaluate("window.screens") == ["service", "name", "about", "contact", "check", "done"]
    assert page.evaluate("window.taps") <= 10 and page.evaluate("window.keys") <= 30
    assert [row.code for row in visits(live_server)] == [code]
    assert leftovers(page) == []
    assert page.locator("img[data-done=qr]").evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    picture(page, "kiosk-selesai")
    press(page, "done", "Selesai")
    assert "Rahmawati" not in page.content() and code not in page.content()


def test_an_empty_name_is_refused_beside_the_field_and_a_child_needs_none(live_server, tablet):
    page = tablet()
    begin(page)
    press(page, "name", "Lanjut")
    expect(page.locator("#name-error")).to_have_text("Nama belum terisi. Ketik minimal dua huruf.")
    page.get_by_text("Di bawah 17 tahun, nama boleh kosong").click()
    press(page, "name", "Lanjut")
    press(page, "about", "Lewati")
    expect(state(page, "check")).to_be_visible()  # nobody asks a child for a phone number
    save(page)
    with live_server.app.app_context():
        guest = session().scalars(select(Guest)).one()
        assert (guest.is_minor, guest.name, guest.phone_sealed) == (True, None, None)
        db.session.remove()


def test_the_only_age_on_offer_is_chosen_by_whoever_taps_it(live_server, tablet):
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            ages = (CodeItem.office_id == office.id, CodeItem.list_code == "age_group", CodeItem.code != "under_17")
            s.execute(update(CodeItem).where(*ages).values(is_active=False))
            changed(office.id)
        db.session.remove()
    page = tablet()
    begin(page)
    page.locator("#name").press_sequentially("Rahmawati Djafar")
    press(page, "name", "Lanjut")
    press(page, "about", "Lewati")
    expect(state(page, "contact")).to_be_visible()  # an adult may leave a number
    page.get_by_role("button", name="Kembali").click()
    state(page, "about").locator("label:has(input[value=under_17])").click()
    press(page, "about", "Lanjut")
    expect(state(page, "check")).to_be_visible()


def test_a_returning_guest_types_nothing_but_the_number(live_server, tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Budi Santoso")
    press(page, "name", "Lanjut")
    press(page, "about", "Lewati")
    page.locator("#phone").fill("0812 3456 7890")
    page.get_by_text("Kenali saya lain kali").click()
    press(page, "contact", "Lanjut")
    save(page)
    press(page, "done", "Selesai")
    page.evaluate(COUNT_TAPS)
    recognised(page)
    picture(page, "kiosk-tamu-lama")
    page.get_by_role("button", name="Ya, ini saya").click()
    expect(state(page, "done")).to_be_visible()
    assert page.evaluate("window.taps") <= 5 and page.evaluate("window.keys") == 0
    assert page.evaluate("performance.now() - window.began") < 20_000  # a machine's pace: nothing makes a guest wait
    press(page, "done", "Selesai")
    recognised(page)
    page.get_by_role("button", name="Ada yang berubah").click()
    save(page)
    assert len({row.guest_id for row in visits(live_server)}) == 1
    assert len(visits(live_server)) == 3


def recognised(page) -> None:
    begin(page)
    page.get_by_role("button", name="Pernah ke sini").click()
    for key in "081234567890":
        page.locator(f"[data-keypad]:visible [data-key='{key}']").click()
    press(page, "returning", "Cari")
    expect(page.locator(".is-you .masked")).to_have_text("Budi S•••••, ••••7890")


def test_men_and_women_are_asked_of_a_group_and_must_fit_it(live_server, tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Budi")
    press(page, "name", "Lanjut")
    expect(page.locator("#party_male")).to_be_hidden()
    page.locator("#party_size").fill("5")
    page.locator("#party_male").fill("3")
    page.locator("#party_female").fill("3")
    press(page, "about", "Lanjut")
    expect(page.locator("#party_size-error")).to_contain_text("melebihi jumlah orang")
    picture(page, "kiosk-rombongan")
    page.locator("#party_female").fill("1")
    press(page, "about", "Lanjut")
    press(page, "contact", "Lewati")
    told = page.locator("[data-told=party]")
    expect(told).to_have_text("5 · Laki-laki 3 · Perempuan 1")
    page.locator(".language").click()
    expect(told).to_have_text("5 · Men 3 · Women 1")
    page.locator(".language").click()
    save(page)
    (row,) = visits(live_server)
    assert (row.party_size, row.party_male, row.party_female) == (5, 3, 1)
    press(page, "done", "Selesai")
    begin(page)
    page.locator("#name").fill("Ani")
    press(page, "name", "Lanjut")
    expect(page.locator("#party_male")).to_be_hidden()  # nothing of the group before is left
    assert page.locator("#party_male").input_value() == ""
    press(page, "about", "Lewati")
    press(page, "contact", "Lewati")
    expect(told).to_be_hidden()


def test_a_question_and_a_complaint_are_taken(live_server, tablet):
    page = tablet()
    page.get_by_role("button", name="Minta bantuan petugas").locator("visible=true").click()
    page.get_by_role("dialog").get_by_role("button", name="Tinggalkan pertanyaan").click()
    press(page, "question", "Kirim")
    expect(page.locator("#q-question-error")).to_be_visible()
    page.locator("#q-question").fill("Berapa inflasi Oktober?")
    page.locator("#q-name").fill("Siti")
    page.locator("#q-contact").fill("siti@contoh.id")
    press(page, "question", "Kirim")
    expect(page.locator("label:has(#q-consent) + #q-consent-error")).to_contain_text("Setujui dahulu")
    page.get_by_text("Saya setuju dihubungi").click()
    press(page, "question", "Kirim")
    expect(state(page, "question-done")).to_be_visible()
    assert [row.follow_up for row in visits(live_server)] == [True]
    press(page, "question-done", "Selesai")
    begin(page, "Pengaduan")
    page.locator("#c-text").fill("Ruang tunggu terlalu panas.")
    page.get_by_role("group", name="Tentang siapa?").get_by_text("Ibu Nurain").click()
    page.locator("#c-contact").fill("0812 43")
    press(page, "complaint", "Kirim")
    expect(page.locator("#c-contact-error")).to_be_in_viewport(ratio=1)
    page.locator("#c-contact").fill("")
    press(page, "complaint", "Kirim")
    expect(state(page, "complaint-done").locator("[data-code]")).to_have_text(re.compile("^.{5}-.{5}$"))
    assert len(visits(live_server)) == 1
    assert complaints_about(live_server) == ["Nurain"]


def test_queue_mode_shows_the_number_and_who_is_ahead(live_server, tablet):
    settings(live_server, mode="queue")
    page = tablet()
    for ahead in range(2):
        to_check(page, f"Tamu {ahead}")
        save(page)
        expect(page.locator("[data-done=number]")).to_have_text(f"00{ahead + 1}")
        expect(page.locator("[data-done=ahead]")).to_have_text(str(ahead))
        press(page, "done", "Selesai")


def test_a_bad_number_is_refused_where_it_was_typed(tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Budi")
    press(page, "name", "Lanjut")
    page.locator("#party_size").fill("900")
    press(page, "about", "Lanjut")
    expect(page.locator("#party_size-error")).to_contain_text("antara 1 dan 500")
    page.locator("#party_size").fill("2")
    press(page, "about", "Lanjut")
    page.locator("#phone").fill("0812 4380")
    page.get_by_text("Kabari saya").click()
    press(page, "contact", "Lanjut")
    expect(page.locator("#phone-error")).to_contain_text("belum lengkap")
    page.locator("#phone").fill("0812 3456 7890 (WA)")
    press(page, "contact", "Lanjut")
    expect(state(page, "check")).to_be_visible()


def test_a_number_for_nothing_is_asked_about(live_server, tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Budi / NIK 7571010101010007")
    press(page, "name", "Lanjut")
    press(page, "about", "Lewati")
    page.locator("#phone").fill("0812 3456 7890")
    press(page, "contact", "Lanjut")
    expect(page.locator("#phone-error")).to_contain_text("Centang dahulu")
    page.get_by_text("Kenali saya lain kali").click()
    press(page, "contact", "Lanjut")
    save(page)
    expect(page.get_by_role("dialog", name="NIK tidak kami simpan")).to_be_visible()
    picture(page, "nik-dihapus")
    page.get_by_role("dialog").get_by_role("button", name="Kembali").click()
    press(page, "done", "Selesai")
    expect(state(page, "idle")).to_be_visible()
    with live_server.app.app_context():
        guest = session().scalars(select(Guest)).one()
        assert guest.name == "Budi" and guest.phone_index
        db.session.remove()


def test_a_child_is_neither_asked_for_a_phone_nor_shown_one(tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Ani")
    press(page, "name", "Lanjut")
    page.get_by_text("Di bawah 17", exact=True).click()
    press(page, "about", "Lanjut")
    expect(state(page, "check")).to_be_visible()
    expect(state(page, "check").locator("[data-told='contact']")).to_be_hidden()


def test_without_scripts_nobody_under_17_is_asked_for_a_number(live_server, open_browser, secret):
    page = open_browser(TABLET, java_script_enabled=False)
    page.context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
    page.goto("/kiosk/buku-tamu")
    expect(page.get_by_label("Nomor HP")).to_be_visible()
    page.get_by_text("Di bawah 17 tahun, nama boleh kosong").click()
    expect(page.get_by_label("Nomor HP")).to_be_hidden()


def test_a_guest_who_seeks_no_data_is_not_asked_what_for_and_learns_where_to_go(live_server, tablet):
    page = tablet()
    page.wait_for_selector("html[data-outbox]")
    purpose = state(page, "about").get_by_role("group", name="Data dipakai untuk")
    offer = page.get_by_role("button", name="Alamat urusan DTSEN")

    def to_summary(service: str) -> None:
        begin(page, service)
        page.locator("#name").fill("Rahmawati")
        press(page, "name", "Lanjut")
        page.locator("[name=occupation][value=student]").check(force=True)

    to_summary("Konsultasi statistik")
    expect(purpose).to_be_visible()
    press(page, "about", "Kembali")
    press(page, "name", "Kembali")
    state(page, "service").locator(".choice", has_text="Konsultasi DTSEN").locator("input").click()
    press(page, "name", "Lanjut")
    expect(purpose).to_be_hidden()
    press(page, "about", "Lanjut")
    press(page, "contact", "Lewati")
    expect(state(page, "check").locator("[data-told=about]")).to_have_text(
        "Pelajar/Mahasiswa · Lembaga penelitian dan pendidikan"
    )
    save(page)
    offer.click()
    expect(state(page, "ways")).to_contain_text("Dinas Sosial")
    press(page, "ways", "Kembali")
    expect(state(page, "done")).to_be_visible()
    press(page, "done", "Selesai")

    to_check(page)
    save(page)
    expect(offer).to_be_hidden()
    press(page, "done", "Selesai")

    to_summary("Konsultasi DTSEN")
    press(page, "about", "Lewati")
    press(page, "contact", "Lewati")
    page.context.set_offline(True)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    offer.click()
    expect(state(page, "ways")).to_be_visible()
    press(page, "ways", "Selesai")
