"""One day, seven journeys, in one go: pairing, guest book, desk, vote, field service, personal QR, award."""

import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from pstku.accounts.queries import find_person_by_username
from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.offices.models import OpeningHours
from pstku.offices.operations import changed
from pstku.offices.queries import office_by_code
from pstku.ratings.models import Vote
from pstku.rewards.models import AwardPeriod
from tests.awards import history, vector_office
from tests.browser.conftest import DESKTOP, PHONE, TABLET, picture
from tests.people import PASSWORD


@pytest.fixture
def past_quarter(live_server) -> tuple[int, int]:
    """An office that is open now, and votes of a quarter that is over."""
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.query(OpeningHours).filter_by(office_id=office.id).delete()
            days = range(7)
            s.add_all(
                OpeningHours(office_id=office.id, weekday=d, opens=time(0), closes=time(23, 59, 59)) for d in days
            )
            changed(office.id)
        history(office.id, vector_office(office.id)["C"])
        db.session.remove()
    return 2026, 3


def pair_tablet(open_browser, admin: Page) -> Page:
    tablet = open_browser(TABLET, has_touch=True)
    tablet.goto("/kiosk/")
    tablet.get_by_role("button", name="Tampilkan kode").click()
    code = tablet.locator(".code[data-standing]").inner_text()
    picture(tablet, "perjalanan-01-kode")
    admin.goto("/admin/tablet")
    admin.get_by_label("Kode di tablet").fill(code)
    admin.get_by_label("Nama tablet").fill("Tablet konter")
    admin.locator("form.form").get_by_label("Loket").select_option(label="Loket 1")
    admin.get_by_role("button", name="Daftarkan", exact=True).click()
    tablet.wait_for_selector("html[data-ready]")
    return tablet


def sign_the_book(tablet: Page) -> str:
    state = lambda name: tablet.locator(f".k-state[data-state={name}]")  # noqa: E731
    picture(tablet, "perjalanan-02-siaga")
    tablet.get_by_role("link", name="Isi buku tamu").click()
    picture(tablet, "perjalanan-03-layanan")
    state("service").locator(".choice", has_text="Konsultasi statistik").locator("input").click()
    tablet.get_by_label("Nama", exact=True).locator("visible=true").fill("Rahmawati")
    picture(tablet, "perjalanan-04-nama")
    for name, words in (("name", "Lanjut"), ("about", "Lewati"), ("contact", "Lewati"), ("check", "Simpan")):
        state(name).locator(".k-bottom").get_by_role("button", name=words, exact=True).click()
    expect(tablet.locator("[data-done=code]")).to_have_text(re.compile("^[2-9CFGHJMPQRVWX]{4}$"))
    picture(tablet, "perjalanan-05-selesai")
    code = tablet.locator("[data-done=code]").inner_text()
    state("done").get_by_role("button", name="Selesai").click()
    return code


def serve(officer: Page) -> None:
    officer.goto("/meja")
    officer.get_by_role("button", name="Siap melayani").click()
    officer.get_by_role("button", name="Mulai layani").click()
    officer.get_by_role("heading", name="Rahmawati").wait_for()
    picture(officer, "perjalanan-06-meja")
    officer.get_by_role("button", name="Selesai").click()
    officer.get_by_role("heading", name="Selesai hari ini").wait_for()


def rate(tablet: Page) -> None:
    tablet.get_by_role("heading", name=re.compile("Seberapa puas Anda dengan layanan Ibu Nurain")).wait_for()
    picture(tablet, "perjalanan-07-penilaian")
    tablet.get_by_role("button", name="Sangat puas").click()
    tablet.locator("body[data-state=rate-why]").wait_for()
    picture(tablet, "perjalanan-08-alasan")
    tablet.locator(".k-state[data-state=rate-why]").get_by_role("button", name="Selesai").click()
    tablet.locator("body[data-state=rate-thanks]").wait_for()
    picture(tablet, "perjalanan-09-terima-kasih")


def ask_outside(employee: Page, open_browser) -> None:
    employee.goto("/catat?q=luas+kota")
    employee.get_by_text("Pelajar/Mahasiswa").click()
    employee.get_by_role("button", name="Terjawab", exact=True).click()
    employee.get_by_role("heading", name="Tercatat").wait_for()
    picture(employee, "perjalanan-10-catat")
    link = employee.locator("#pesan-wa").inner_text().split(": ")[-1].strip()
    guest = open_browser(PHONE)
    guest.goto(link)
    guest.get_by_role("button", name="Puas", exact=True).click()
    guest.get_by_role("heading", name="Tersimpan").wait_for()


def personal_qr(officer: Page) -> None:
    officer.goto("/qr-saya")
    officer.get_by_role("button", name="Buat QR saya").click()
    officer.locator("#live_qr svg.qr").wait_for()
    picture(officer, "perjalanan-11-qr-saya")
    officer.goto("/hasil-saya")
    expect(officer.get_by_role("heading", name="Hasil saya")).to_be_visible()
    picture(officer, "perjalanan-12-hasil-saya")


def decide_award(enter, admin: Page, live_server, quarter: tuple[int, int]) -> str:
    admin.goto("/admin/penghargaan")
    admin.get_by_label("Triwulan", exact=True).select_option(value=f"{quarter[0]}-Q{quarter[1]}")
    admin.get_by_role("button", name="Buka", exact=True).click()
    admin.get_by_role("button", name="Tutup dan kunci data").click()
    checker = enter("admin2", DESKTOP)
    checker.goto(admin.url)
    checker.get_by_label("Catatan").fill("Kunjungan bertanda dan pengaduan sudah diperiksa.")
    checker.get_by_role("button", name="Data sudah diperiksa").click()
    head = enter("head", {"width": 1440, "height": 1000})
    head.goto("/ringkasan")
    head.get_by_role("link", name="Buka penetapan").click()
    head.get_by_role("link", name="Lihat").first.click()
    picture(head, "perjalanan-13-penetapan")
    head.locator("fieldset").get_by_text("Petugas B", exact=True).click()
    head.get_by_label("Alasan", exact=True).fill("Skor tertinggi dan unggul pada penentu pertama.")
    head.get_by_label("Kata sandi Anda").fill(PASSWORD)
    head.get_by_role("button", name="Setujui").click()
    head.get_by_role("button", name="Umumkan").click()
    with live_server.app.app_context(), atomic() as s:
        s.execute(update(AwardPeriod).values(objections_until=clock.now().date() - timedelta(days=2)))
    with live_server.app.app_context():
        db.session.remove()
    admin.reload()
    admin.get_by_label("Nomor SK").fill("017/7571/SK/2026")
    admin.get_by_label("Tanggal SK").fill((clock.now() - timedelta(days=1)).date().isoformat())
    admin.get_by_role("button", name="Tetapkan dan buat piagam").click()
    admin.get_by_role("link", name=re.compile("^Piagam")).wait_for()
    picture(admin, "perjalanan-14-piagam")
    return admin.get_by_role("link", name="Halaman verifikasi").get_attribute("href")


def play_day(live_server, open_browser, enter, past_quarter) -> None:
    """All seven journeys, on whatever database the server stands on."""
    admin, officer = enter("admin", DESKTOP), enter("officer", DESKTOP)
    tablet = pair_tablet(open_browser, admin)
    code = sign_the_book(tablet)
    assert len(code) == 4
    serve(officer)
    rate(tablet)
    ask_outside(enter("employee", PHONE), open_browser)
    personal_qr(officer)
    verification = decide_award(enter, admin, live_server, past_quarter)
    stranger = open_browser(PHONE)
    stranger.goto(verification)
    expect(stranger.get_by_role("heading", name="Piagam ini asli")).to_be_visible()
    picture(stranger, "perjalanan-15-verifikasi")
    with live_server.app.app_context():
        nurain = find_person_by_username(office_by_code("7571").id, "officer").id
        counted = select(Vote.score).where(Vote.officer_id == nurain)
        assert list(session().scalars(counted)) == [4]
        db.session.remove()


def test_a_day_at_the_counter_from_pairing_to_certificate(live_server, open_browser, enter, past_quarter):
    play_day(live_server, open_browser, enter, past_quarter)
