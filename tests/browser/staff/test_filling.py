"""A figure is corrected by one editor, checked by a second one on a phone, and the answer changes."""

from playwright.sync_api import expect

from pstku.accounts.models import Person, PersonRole
from pstku.core.actor import Role
from pstku.core.db import atomic, session
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, picture


def test_a_value_is_corrected_a_second_person_publishes_and_the_answer_changes(enter, live_server):
    with live_server.app.app_context():
        with atomic() as s:
            second = s.query(Person).filter_by(username="admin2").one()
            s.add(PersonRole(person_id=second.id, role=Role.EDITOR))
        session().close()
    editor = enter("editor", DESKTOP)
    editor.goto("/jawab?q=ipm+2024")
    editor.get_by_role("link", name="Usulkan angka").click()
    editor.get_by_text("Usulkan atau perbaiki angka").click()
    form = editor.locator(".add-figure")
    form.get_by_label("Wilayah").select_option("7571")
    for label, words in (
        ("Periode", "2024"),
        ("Angka", "78,95"),
        ("Sumber", "BRS IPM"),
        ("Tanggal rilis", "5/11/2025"),
    ):
        form.get_by_label(label, exact=True).fill(words)
    form.get_by_role("button", name="Simpan").click()
    expect(editor.get_by_text("Rekan lain memeriksanya")).to_be_visible()
    picture(editor, "riwayat-angka")

    checker = enter("admin2", PHONE)
    checker.goto("/belajar/periksa/cepat")
    expect(checker.locator(".quick-check .big")).to_have_text("78,95")
    picture(checker, "periksa-cepat")
    assert checker.evaluate("document.documentElement.scrollWidth") <= 390
    checker.get_by_role("button", name="Benar").click()
    expect(checker.get_by_text("sekarang boleh dikutip")).to_be_visible()

    phone = enter("employee", PHONE)
    phone.goto("/jawab?q=ipm+2024")
    expect(phone.locator(".big")).to_have_text("78,95")
    expect(phone.get_by_role("button", name="Salin untuk WA")).to_be_visible()


def test_the_first_fault_has_the_focus_on_every_form_of_the_staff(enter):
    editor = enter("editor", DESKTOP)
    editor.goto("/belajar/isi")
    head = "Kode indikator\tKode wilayah\tPeriode\tAngka\tSumber\tTanggal rilis\n"
    good, bad = "ind.ipm\t7571\t2024\t78,95\tBRS\t\n", "ind.ipm\t7571\tkemarin\t79\tBRS\t\n"
    editor.get_by_label("Tempel dari Excel").fill(head + good + bad)
    editor.get_by_role("button", name="Lihat pratinjau").click()
    editor.get_by_role("button", name="Simpan 1 angka").click()
    expect(editor.locator(".error-summary")).to_be_focused()
    expect(editor.get_by_label("Lewati baris yang salah")).to_have_attribute("aria-invalid", "true")

    officer = enter("officer", DESKTOP)
    officer.goto("/meja/catat")
    officer.get_by_label("Nama").fill("Rahmawati")
    officer.locator("[name=channel]:checked").evaluate("box => { box.value = 'merpati'; }")
    officer.get_by_role("button", name="Simpan dan selesai").click()
    expect(officer.locator("fieldset[aria-invalid='true'] input").first).to_be_focused()
    expect(officer.locator("fieldset[aria-invalid='true']").first).to_be_in_viewport()


PUBLISHED = """Tabel 3.1.1\tJumlah Penduduk menurut Kecamatan di Kota Gorontalo, 2023–2024
Kecamatan\tJumlah Penduduk (ribu)
\t2023\t2024*
(1)\t(2)\t(3)
Kota Barat\t23,789\t24,012
Kota Selatan\t–\t21,034 1)
Catatan: 1) Termasuk penduduk tidak bermukim tetap
Sumber: BPS Kota Gorontalo, Proyeksi Penduduk
"""


def test_a_published_table_is_mapped_previewed_and_saved_on_a_phone(enter):
    phone = enter("editor", PHONE)
    phone.goto("/belajar/isi")
    phone.get_by_label("Tempel dari Excel").fill(PUBLISHED)
    phone.get_by_role("button", name="Lihat pratinjau").click()
    expect(phone.get_by_label("Kota Barat")).to_have_value("r:7571010")
    expect(phone.get_by_label("Angkanya")).to_have_value("3")
    assert violations(phone) == [] and phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "arti-tabel")
    phone.get_by_role("button", name="Lihat pratinjau").click()
    expect(phone.get_by_text("B5: 23,789 × 1.000", exact=True)).to_be_visible()
    expect(phone.get_by_text("nol atau tidak ada")).to_be_visible()
    assert violations(phone) == [] and phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Simpan 3 angka").click()
    expect(phone.get_by_text("3 angka disimpan")).to_be_visible()


def test_a_table_is_pasted_mended_and_saved(enter):
    editor = enter("editor", DESKTOP)
    editor.goto("/belajar/isi")
    picture(editor, "isi-angka")
    head = "Kode indikator\tKode wilayah\tPeriode\tAngka\tSumber\tTanggal rilis\n"
    editor.get_by_label("Tempel dari Excel").fill(f"{head}ind.ipm\t7571\t2024\t1.234\tBRS IPM\t5/11/2025")
    editor.get_by_role("button", name="Lihat pratinjau").click()
    expect(editor.get_by_text("Baris 2, Angka")).to_be_visible()
    editor.get_by_label("Tempel dari Excel").fill(f"{head}ind.ipm\t7571\t2024\t78,95\tBRS IPM\t5/11/2025")
    editor.get_by_role("button", name="Lihat pratinjau lagi").click()
    picture(editor, "pratinjau-isian")
    editor.get_by_role("button", name="Simpan 1 angka").click()
    expect(editor.get_by_text("1 angka disimpan")).to_be_visible()
