"""A round of the questionnaire on phones, its result and paper; a pull from the WebAPI as an editor sees it."""

from contextlib import nullcontext
from importlib import import_module
from threading import Thread

import pytest
from playwright.sync_api import expect

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core.db import session
from pstku.offices.queries import office_by_code
from pstku.practice.operations.competence import open_round
from pstku.practice.queries.competence import open_round_of
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, picture
from tests.webapi import KEY, fake_webapi, listing

PEOPLE = ("employee", "officer", "officer2", "editor", "admin")


def test_a_competence_round_from_opening_to_paper(enter, live_server):
    head = enter("head", DESKTOP)
    head.goto("/kompetensi/kelola")
    head.get_by_label("Nama putaran").fill("November 2026")
    head.get_by_role("button", name="Buka putaran").click()
    with live_server.app.app_context():
        items = [item["key"] for item in open_round_of(office_by_code("7571").id).items]
        session().close()
    for place, name in enumerate(PEOPLE):
        phone = enter(name, PHONE)
        phone.goto("/kompetensi")
        phone.get_by_role("link", name="Isi angket").click()
        for key in items[place == 0 :]:
            phone.locator(f"input[name='{key}'][value='{2 + place % 3}']").check()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.get_by_role("button", name="Simpan jawaban").click()
        if place == 0:
            expect(phone.get_by_role("alert")).to_contain_text("Masih 1 kalimat belum dinilai")
            picture(phone, "angket")
            phone.locator(f"input[name='{items[0]}'][value='3']").check()
            phone.get_by_role("button", name="Simpan jawaban").click()
        expect(phone.get_by_text("Terima kasih. Jawaban Anda tersimpan")).to_be_visible()
    head.reload()
    head.locator("summary", has_text="Tutup").click()
    head.get_by_role("button", name="Ya, tutup putaran").click()
    phone.goto("/kompetensi")
    expect(phone.locator("section.card td[data-label='Nilai uji']").first).to_be_visible()
    expect(head.get_by_text("diisi 5 dari 7 pegawai")).to_be_visible()
    picture(head, "kompetensi")
    paper = head.request.get(head.get_by_role("link", name="Unduh PDF").get_attribute("href"))
    assert paper.ok and paper.body().startswith(b"%PDF")
    head.goto("/ringkasan")
    expect(head.get_by_text("November 2026, diisi 5 dari 7 pegawai")).to_be_visible()


def test_the_first_day_of_a_new_colleague(enter):
    phone = enter("employee", PHONE)
    phone.goto("/jawab")
    phone.get_by_role("link", name="Lihat minggu pertama").click()
    phone.get_by_role("button", name="Mulai minggu pertama").click()
    phone.get_by_role("link", name="Menyambut tamu").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Menyambut tamu")
    phone.mouse.wheel(0, 2000)
    expect(phone.get_by_role("link", name="Kembali ke minggu pertama")).to_be_in_viewport()
    phone.get_by_role("button", name="Sudah saya baca").click()
    expect(phone.get_by_role("heading", level=2)).to_contain_text("1 dari")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "minggu-pertama")


@pytest.fixture
def webapi(live_server, monkeypatch):
    """The WebAPI; what a process of its own does is done beside the server here, by a thread, which hears no SIGTERM."""
    monkeypatch.setattr(import_module("pstku.commands.group"), "ending_when_told", nullcontext)

    def ask(*words):
        live_server.app.test_cli_runner().invoke(args=["pstku", *words])

    started: list[Thread] = []

    def beside(*words):
        started.append(Thread(target=ask, args=words, daemon=True))
        started[-1].start()

    with fake_webapi() as fake:
        live_server.app.config.update(BPS_KEY=KEY, BPS_URL=fake.base, BPS_PAUSE=0.6, START_COMMAND=beside)
        yield fake
        for thread in started:
            thread.join(60)


def test_an_editor_fetches_and_watches_it_arrive(enter, webapi):
    item = {"var": 543, "title": "Tingkat Pengangguran Terbuka, Februari 2026", "value": 4.6, "unit": "Persen"}
    webapi.set(listing([item | {"periode": "Februari 2026"}]), "indicators", "0000")
    editor = enter("editor", DESKTOP)
    editor.goto("/belajar/webapi")
    editor.get_by_role("button", name="Ambil sekarang").click()
    expect(editor.get_by_label("Kemajuan pengambilan")).to_be_visible()
    picture(editor, "webapi")
    expect(editor.get_by_text("1 usulan baru")).to_be_visible(timeout=60_000)
    editor.get_by_role("link", name="Lihat yang perlu diperiksa").click()
    expect(editor.get_by_text("WebAPI BPS, indikator strategis").first).to_be_visible()


ROOMS = {
    "head": ["/kompetensi", "/kompetensi/kelola"],
    "employee": ["/kompetensi/isi", "/minggu-pertama"],
    "editor": ["/belajar/webapi", "/belajar/wilayah", "/belajar/periksa", "/belajar/sunting"],
}


def test_new_rooms_are_accessible_on_a_phone(enter, live_server):
    with live_server.app.app_context():
        head = actor_of(find_person_by_username(office_by_code("7571").id, "head"))
        open_round(head, "Uji")
        session().close()
    for name, paths in ROOMS.items():
        phone = enter(name, PHONE)
        for path in paths:
            phone.goto(path)
            assert (path, violations(phone)) == (path, [])
            assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
