"""A colleague is asked on the phone; an editor checks; the answer changes."""

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, picture


def test_asked_on_a_phone_answered_as_one_types(enter):
    phone = enter("employee", PHONE)
    phone.goto("/jawab")
    phone.get_by_label("Apa yang ditanyakan?").press_sequentially("inflsi")
    expect(phone.locator(".a-name")).to_contain_text("Inflasi")
    expect(phone.get_by_text("Belum diverifikasi, jangan dikutip.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "jawab-ponsel")


def test_an_editor_checks_and_the_answer_may_be_copied(enter):
    editor = enter("editor", DESKTOP)
    editor.goto("/belajar/periksa")
    cell = "Indeks Pembangunan Manusia (IPM) 7571 2023"
    editor.get_by_label(f"Tanggal rilis: {cell}").fill("2023-12-05")
    editor.get_by_role("button", name=f"Benar: {cell}").click()
    expect(editor.get_by_text("Sekarang boleh dikutip")).to_be_visible()
    editor.goto("/jawab?q=ipm+2023")
    expect(editor.get_by_role("button", name="Salin untuk WA")).to_be_visible()
    expect(editor.locator(".big")).to_have_text("78,54")
    picture(editor, "jawab")
