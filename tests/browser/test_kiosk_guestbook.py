"""The guest book on a tablet: steps, sizes, focus, Back, and what is left on the glass for the next person."""

import re
from datetime import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.accounts.models import Person
from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.complaints.models import Complaint
from pstku.core.actor import Actor
from pstku.core.db import atomic, db, session
from pstku.devices.models import Device
from pstku.devices.operations import approve_pairing, enrol_demo_device, revoke_device
from pstku.guestbook.models import Guest, Visit
from pstku.offices.models import OpeningHours, Setting
from pstku.offices.operations import changed
from pstku.offices.queries import office_by_code
from tests.browser.accessibility import violations
from tests.browser.conftest import TABLET, picture
from tests.people import PASSWORD

SIZES = [{"width": 1280, "height": 800}, {"width": 800, "height": 1280}, {"width": 960, "height": 600}]
MEASURE = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
  const box = (e) => { const r = e.getBoundingClientRect(); return [Math.round(r.width), Math.round(r.height)]; };
  const name = (e) => (e.textContent || e.getAttribute("aria-label") || e.id).trim().slice(0, 40);
  const place = document.querySelector("dialog[open]") ?? document; // what lies behind a dialog cannot be touched
  const targets = [...place.querySelectorAll("button, a, label.tap, label.choice, .input")].filter(seen);
  return {
    small: targets.filter((e) => box(e)[1] < 63.5 || box(e)[0] < 63.5).map((e) => `${name(e)} ${box(e)}`),
    lowMain: targets.filter((e) => e.matches(".btn.lg") && box(e)[1] < 95.5).map((e) => `${name(e)} ${box(e)}`),
    outside: targets.filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1).map(name),
    wide: document.documentElement.scrollWidth - innerWidth,
    tinyText: [...document.querySelectorAll("main *, header *")].filter((e) => seen(e) && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 19.9).map(name),
    focus: document.activeElement.tagName,
    primaries: targets.filter((e) => e.matches(".btn.primary.lg, .giant.primary")).length,
  };
}"""


@pytest.fixture
def secret(live_server) -> str:
    """The secret of an enrolled tablet in an office that is open all day and all week."""
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.query(OpeningHours).filter_by(office_id=office.id).delete()
            s.add_all(
                OpeningHours(office_id=office.id, weekday=d, opens=time(0), closes=time(23, 59, 59)) for d in range(7)
            )
            changed(office.id)
        secret = enrol_demo_device(office.id, name="Tablet", desk_id=None)
        db.session.remove()
    return secret


@pytest.fixture
def tablet(live_server, open_browser, secret):
    """`tablet(size)` gives the idle page of the enrolled tablet."""

    def start(size=TABLET, **options) -> Page:
        page = open_browser(size, has_touch=True, **options)
        page.context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
        page.goto("/kiosk/")
        page.wait_for_selector("html[data-ready]")
        return page

    return start


def settings(live_server, **values) -> None:
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.add_all(Setting(office_id=office.id, key=key, value=value) for key, value in values.items())
            changed(office.id)
        db.session.remove()


def admin() -> Actor:
    return actor_of(find_person_by_username(office_by_code("7571").id, "admin"))


def revoke(live_server) -> None:
    with live_server.app.app_context():
        revoke_device(admin(), session().scalars(select(Device.id)).one())
        db.session.remove()


def visits(live_server) -> list[Visit]:
    with live_server.app.app_context():
        rows = list(session().scalars(select(Visit)))
        db.session.remove()
    return rows


def complaints_about(live_server) -> list[str]:
    """Call names of whom the complaints are about."""
    with live_server.app.app_context():
        wanted = select(Person.call_name).join(Complaint, Complaint.about_person_id == Person.id)
        names = list(session().scalars(wanted))
        db.session.remove()
    return names


def state(page: Page, name: str):
    return page.locator(f".k-state[data-state={name}]")


def begin(page: Page, service: str = "Konsultasi statistik") -> None:
    page.get_by_role("link", name="Isi buku tamu").click()
    state(page, "service").locator(".choice", has_text=service).locator("input").click()


def press(page: Page, name: str, words: str) -> None:
    state(page, name).locator(".k-bottom").get_by_role("button", name=words, exact=True).click()


def to_check(page: Page, name: str = "Rahmawati") -> None:
    begin(page)
    page.get_by_label("Nama", exact=True).locator("visible=true").fill(name)
    press(page, "name", "Lanjut")
    press(page, "about", "Lewati")
    press(page, "contact", "Lewati")
    expect(state(page, "check")).to_be_visible()


def save(page: Page) -> str:
    press(page, "check", "Simpan")
    expect(page.locator("[data-done=code]")).to_have_text(re.compile("^[2-9CFGHJMPQRVWX]{4}$"))
    return page.locator("[data-done=code]").text_content()


def leftovers(page: Page) -> list[str]:
    """Every value a next person could find in the page."""
    return page.evaluate(
        """() => [...document.querySelectorAll("input, textarea")]
          .filter((f) => f.name !== "csrf_token" && ((f.type === "radio" || f.type === "checkbox") ? f.checked : f.value))
          .map((f) => `${f.name}=${f.value}`)"""
    )


def test_a_guest_in_a_hurry_needs_five_screens_and_few_taps(live_server, tablet):
    page = tablet()
    page.evaluate(
        "document.addEventListener('click', (e) => { if (e.detail) window.taps = (window.taps ?? 0) + 1; }, true)"
    )
    to_check(page)
    code = save(page)
    assert page.evaluate("window.taps") <= 10
    assert [row.code for row in visits(live_server)] == [code]
    assert leftovers(page) == []
    assert page.locator("img[data-done=qr]").evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    picture(page, "kiosk-selesai")
    press(page, "done", "Selesai")
    assert "Rahmawati" not in page.content() and code not in page.content()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_every_screen_fits_and_every_target_can_be_hit(live_server, tablet, size):
    page = tablet(size)

    def check(name: str, focus: str | None = "H1") -> None:
        found = page.evaluate(MEASURE)
        faults = {key: found[key] for key in ("small", "lowMain", "outside", "tinyText") if found[key]}
        assert faults == {}, (name, faults)
        assert found["wide"] <= 0 and found["primaries"] <= 1, (name, found)
        assert focus is None or found["focus"] == focus, (name, found["focus"])

    check("idle", None)
    page.get_by_role("link", name="Isi buku tamu").click()
    check("service")
    state(page, "service").locator(".choice", has_text="Konsultasi").locator("input").click()
    check("name")
    press(page, "name", "Lanjut")
    check("name, refused", "INPUT")
    page.get_by_role("button", name="Pernah ke sini").click()
    check("returning")
    page.get_by_role("button", name="Pakai kode kunjungan").click()
    check("returning by code", None)
    press(page, "returning", "Kembali")
    page.locator("#name").fill("Rahmawati")
    press(page, "name", "Lanjut")
    check("about")
    press(page, "about", "Lanjut")
    check("contact")
    press(page, "contact", "Lanjut")
    check("check")
    page.get_by_role("button", name="Tambah").click()
    check("more")
    press(page, "more", "Kembali ke ringkasan")
    save(page)
    check("done")
    state(page, "done").get_by_role("button", name="Tinggalkan pertanyaan").click()
    check("question")
    press(page, "question", "Batal dan hapus")
    check("idle again")
    begin(page, "Pengaduan")
    check("complaint")
    press(page, "complaint", "Batal dan hapus")
    page.get_by_role("button", name="Minta bantuan petugas").locator("visible=true").click()
    check("help", None)


def test_every_state_passes_axe(tablet):
    page = tablet()
    assert violations(page) == []
    names = page.evaluate("[...document.querySelectorAll('.k-state')].map((e) => e.dataset.state)")
    assert len(names) >= 14
    for name in names:
        page.evaluate("(state) => document.dispatchEvent(new CustomEvent('kiosk:show', { detail: state }))", name)
        assert (name, violations(page)) == (name, [])
    for dialog in ("still-here", "helped", "removed-number"):
        page.evaluate("(id) => document.getElementById(id).showModal()", dialog)
        assert (dialog, violations(page)) == (dialog, [])
        page.evaluate("(id) => document.getElementById(id).close()", dialog)


def test_huruf_besar_makes_text_large_until_the_guest_leaves(tablet):
    page = tablet()
    begin(page)
    page.get_by_role("button", name="Huruf besar").locator("visible=true").click()
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) == 40
    assert page.evaluate(MEASURE)["outside"] == []
    press(page, "name", "Batal dan hapus")
    assert page.evaluate(size) == 22


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


def test_it_works_with_tab_and_enter_only(live_server, tablet):
    page = tablet()
    page.get_by_role("link", name="Isi buku tamu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(state(page, "service")).to_be_visible()  # moving between the cards goes nowhere
    page.keyboard.press("Enter")
    page.locator("#name").focus()
    page.keyboard.type("Budi")
    page.keyboard.press("Enter")
    expect(state(page, "about")).to_be_visible()
    for name in ("about", "contact"):
        state(page, name).locator(".primary").focus()
        page.keyboard.press("Enter")
    state(page, "check").locator(".primary").focus()
    page.keyboard.press("Enter")
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_a_double_tap_on_simpan_is_one_visit(live_server, tablet):
    page = tablet()
    to_check(page)
    state(page, "check").locator(".k-bottom .primary").dblclick()
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_back_walks_the_steps_and_shows_nothing_after_the_end(tablet):
    page = tablet()
    to_check(page)
    page.go_back()
    expect(state(page, "contact")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("#name")).to_have_value("Rahmawati")
    press(page, "name", "Lanjut")
    expect(state(page, "check")).to_be_visible()
    save(page)
    press(page, "done", "Selesai")
    for _ in range(3):
        page.go_back()
        if not page.url.endswith("/kiosk/"):
            break
        expect(state(page, "idle")).to_be_visible()
        assert leftovers(page) == []


def test_a_reload_in_mid_form_leaves_nothing(live_server, tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Rahmawati")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []
    page.goto("/kiosk/buku-tamu")
    page.go_back()
    page.wait_for_selector("html[data-ready]")
    assert leftovers(page) == []
    assert visits(live_server) == []


def test_batal_dan_hapus_forgets_everything(tablet):
    page = tablet()
    to_check(page)
    press(page, "check", "Batal dan hapus")
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []
    assert "Rahmawati" not in page.content()
    assert page.evaluate("[localStorage.length, sessionStorage.length, JSON.stringify(history.state)]") == [
        0,
        0,
        '{"depth":0}',
    ]


def test_a_guest_who_walks_away_is_asked_and_then_forgotten(live_server, tablet):
    settings(live_server, idle_seconds=60)
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    begin(page)
    page.locator("#name").fill("Rahmawati")
    page.clock.run_for(62_000)
    expect(page.get_by_role("dialog")).to_contain_text("Masih di sini?")
    page.get_by_role("button", name="Ya, lanjutkan").click()
    expect(page.locator("#name")).to_have_value("Rahmawati")
    page.clock.run_for(62_000)
    page.clock.run_for(32_000)
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []


def test_what_was_saved_while_the_network_is_gone_arrives_once(live_server, tablet):
    page = tablet()
    to_check(page)
    fails = {"left": 2}

    def unsteady(route) -> None:
        if fails["left"] == 2:
            route.fetch()  # the server has it, the answer is lost
        if fails["left"] > 0:
            fails["left"] -= 1
            route.abort()
        else:
            route.continue_()

    page.route("**/kiosk/api/kunjungan", unsteady)
    press(page, "check", "Simpan")
    expect(state(page, "check").locator("[data-error]")).to_contain_text("Kami simpan. Mencoba lagi…")
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_a_tablet_unpaired_in_mid_form_says_so_and_keeps_what_was_typed(live_server, tablet):
    page = tablet()
    to_check(page)
    revoke(live_server)
    press(page, "check", "Simpan")
    line = state(page, "check").locator("[data-error]")
    expect(line).to_contain_text("dicabut")
    expect(line).to_contain_text("Isian Anda tetap ada")
    expect(page.locator("[data-told=name]")).to_have_text("Rahmawati")
    assert visits(live_server) == []


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
    begin(page)
    page.get_by_role("button", name="Pernah ke sini").click()
    for key in "081234567890":
        page.locator(f"[data-keypad]:visible [data-key='{key}']").click()
    press(page, "returning", "Cari")
    expect(page.locator(".is-you .masked")).to_have_text("Budi S•••••, ••••7890")
    picture(page, "kiosk-tamu-lama")
    page.get_by_role("button", name="Ya, ini saya").click()
    save(page)
    assert len({row.guest_id for row in visits(live_server)}) == 1
    assert len(visits(live_server)) == 2


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
    expect(state(page, "complaint-done").locator("[data-code]")).to_have_text(re.compile("^.{4}-.{4}$"))
    assert len(visits(live_server)) == 1
    assert complaints_about(live_server) == ["Nurain"]


def test_an_idle_tablet_reads_itself_anew_when_the_office_changes(live_server, tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.query(OpeningHours).filter_by(office_id=office.id).delete()
            changed(office.id)
        db.session.remove()
    page.clock.run_for(6_000)
    expect(page.get_by_text("Sekarang tutup").first).to_be_visible()
    page.wait_for_selector("html[data-ready]")  # until then the link leads to the form without scripts
    assert page.get_by_role("link", name="Beri penilaian").is_visible()
    page.get_by_role("link", name="Petugas masih ada? Isi buku tamu").click()
    expect(state(page, "service")).to_be_visible()


def test_an_idle_tablet_that_was_revoked_shows_so(live_server, tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    revoke(live_server)
    page.clock.run_for(6_000)
    expect(page.get_by_role("heading", name="Tablet ini sudah dicabut")).to_be_visible()


def test_queue_mode_shows_the_number_and_who_is_ahead(live_server, tablet):
    settings(live_server, mode="queue")
    page = tablet()
    for ahead in range(2):
        to_check(page, f"Tamu {ahead}")
        save(page)
        expect(page.locator("[data-done=number]")).to_have_text(f"00{ahead + 1}")
        expect(page.locator("[data-done=ahead]")).to_have_text(str(ahead))
        press(page, "done", "Selesai")


def test_the_last_screen_leaves_by_itself_unless_more_time_is_asked_for(live_server, tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    to_check(page)
    save(page)
    page.get_by_role("button", name="Perlu waktu lagi").click()
    page.clock.run_for(61_000)
    expect(state(page, "done")).to_be_visible()
    page.clock.run_for(61_000)
    expect(state(page, "idle")).to_be_visible()
    assert page.locator("[data-done=code]").text_content() == ""


def test_two_tablets_at_once_get_two_numbers(live_server, tablet):
    pages = [tablet(), tablet()]
    for page in pages:
        to_check(page)
    for page in pages:
        state(page, "check").locator(".k-bottom .primary").click(no_wait_after=True)
    for page in pages:
        expect(state(page, "done")).to_be_visible()
    assert sorted(row.number for row in visits(live_server)) == [1, 2]


def test_a_browser_is_paired_by_the_code_it_shows_and_leaves_staff_behind(live_server, open_browser):
    page = open_browser(TABLET)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("employee")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    page.goto("/kiosk/")
    page.get_by_role("button", name="Keluar dan jadikan kios").click()
    page.get_by_role("button", name="Tampilkan kode").click()
    code = page.locator(".code").text_content()
    picture(page, "kiosk-kode")
    with live_server.app.app_context():
        approve_pairing(admin(), code, name="Tablet Loket 1", desk_id=None)
        db.session.remove()
    page.wait_for_selector("html[data-ready]")
    expect(state(page, "idle")).to_be_visible()
    picture(page, "kiosk-siaga")


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
