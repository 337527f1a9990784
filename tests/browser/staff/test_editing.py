"""Writing a draft: what was typed is not lost when the line breaks or another tab saves."""

from playwright.sync_api import Page, expect
from sqlalchemy import delete

from pstku.accounts.models import SignIn
from pstku.core.db import atomic, session
from tests.browser.conftest import DESKTOP, held_back


def begin(page: Page) -> None:
    page.goto("/belajar/indikator/tpt")
    page.get_by_role("button", name="Usulkan perubahan").click()


def test_typing_without_a_line_says_so_and_is_offered_back(enter):
    editor = enter("editor", DESKTOP)
    begin(editor)
    address = editor.url
    editor.get_by_label("Isi (Markdown)").fill("Tersimpan dulu")
    expect(editor.locator("#tersimpan")).to_contain_text("Tersimpan pukul")
    editor.context.set_offline(True)
    editor.get_by_label("Isi (Markdown)").fill("Ketikan tanpa sinyal")
    expect(editor.locator("#tersimpan")).to_contain_text("Belum tersimpan")
    editor.context.set_offline(False)
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.goto("/belajar/sunting")
    assert asked == ["beforeunload"]
    editor.goto(address)
    expect(editor.get_by_label("Isi (Markdown)")).to_have_value("Tersimpan dulu\n")
    editor.get_by_role("button", name="Pakai ketikan itu").click()
    expect(editor.get_by_label("Isi (Markdown)")).to_have_value("Ketikan tanpa sinyal")
    editor.get_by_role("button", name="Simpan draf").click()
    expect(editor.get_by_text("Draf tersimpan.")).to_be_visible()
    expect(editor.get_by_text("Ada ketikan yang belum tersimpan.")).to_be_hidden()


def test_what_is_typed_before_the_scripts_arrive_is_saved(enter):
    editor = enter("editor", DESKTOP)
    editor.goto("/belajar/indikator/tpt")
    with held_back(editor, "**/js/editing.js*"):
        editor.get_by_role("button", name="Usulkan perubahan").click(no_wait_after=True)
        editor.get_by_label("Isi (Markdown)").fill("Lebih cepat dari skrip")
    expect(editor.locator("#tersimpan")).to_contain_text("Tersimpan pukul")


def test_a_signed_out_tab_keeps_its_words_and_stays(enter, live_server):
    editor = enter("editor", DESKTOP)
    begin(editor)
    with live_server.app.app_context():
        with atomic() as s:
            s.execute(delete(SignIn))
        session().close()
    editor.get_by_label("Isi (Markdown)").fill("Ketikan sesudah keluar")
    expect(editor.locator("#tersimpan")).to_contain_text("Anda sudah keluar")
    expect(editor.get_by_label("Isi (Markdown)")).to_have_value("Ketikan sesudah keluar")


def test_enter_in_a_line_saves_the_draft_and_does_not_hand_it_in(enter):
    editor = enter("editor", DESKTOP)
    begin(editor)
    editor.get_by_label("Ringkasan, satu kalimat").press("Enter")
    expect(editor.get_by_text("Draf tersimpan.")).to_be_visible()
