"""Paket isi: an admin looks at what a pack changes, takes it, and writes one for another office."""

import io
import os
import time
import zipfile

import pytest
from sqlalchemy import select

from pstku.core.db import atomic, session
from pstku.library.models import Page
from pstku.packs.files import zipped
from tests.operations.test_packs import TPT
from tests.packs import write_pack

HERE = "/admin/paket"


@pytest.fixture
def bring(sign_in, tmp_path):
    """Upload a small pack as the admin; returns (browser, answer)."""

    def upload(browser=None, *, version="1", body="Isi.", head=""):
        folder = write_pack(
            tmp_path / "p", version=version, pages={"uji": TPT["tpt"] | {"key": "ind.uji", "body": body}}
        )
        with (folder / "pack.yaml").open("a") as file:
            file.write(head)
        files = {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
        browser = browser or sign_in("admin")
        form = {"file": (io.BytesIO(zipped(files)), "paket.zip")}
        return browser, browser.post_form(HERE, form, page=HERE)

    return upload


def take(browser, answer, **more):
    form = answer.page.select_one("form[action^='/admin/paket/']")
    return browser.post_form(form["action"], {"seen": form.select_one("[name=seen]")["value"], **more}, page=HERE)


def our_page() -> Page | None:
    return session().scalar(select(Page).where(Page.key == "ind.uji"))


def test_a_pack_is_looked_at_then_taken(bring):
    browser, answer = bring()
    assert answer.status_code == 200 and "Halaman baru" in answer.page.get_text()
    assert our_page() is None
    assert take(browser, answer).status_code == 303
    listed = browser.get(HERE).page.get_text()
    assert "Paket uji dimuat: 1 halaman baru" in listed and our_page() is not None
    gone = take(browser, answer)
    assert gone.status_code == 303 and "Unggah lagi" in browser.get(HERE).page.get_text()


def test_an_edited_page_stays_unless_the_admin_chooses_the_pack(bring):
    browser, answer = bring()
    take(browser, answer)
    session().commit()
    with atomic():
        our_page().body = "Kata kantor kami."
    _, second = bring(browser, version="2", body="Isi kedua.")
    assert second.page.select_one("input[name=take]")["value"] == "ind.uji"
    take(browser, second)
    assert our_page().body == "Kata kantor kami."
    _, third = bring(browser, version="3", body="Isi ketiga.")
    take(browser, third, take="ind.uji")
    session().expire_all()
    assert "Isi ketiga." in our_page().body
    session().commit()


def test_the_preview_shows_what_differs_in_updated_and_in_edited_pages(bring):
    browser, answer = bring()
    take(browser, answer)
    _, second = bring(browser, version="2", body="Isi kedua.")
    updated = second.page.select_one("section[aria-labelledby=diperbarui] details")
    assert "Tingkat Pengangguran" in updated.select_one("summary").get_text()
    assert "kedua." in updated.select_one("ins").get_text() and "Isi." in updated.select_one("del").get_text()
    session().commit()
    with atomic():
        our_page().body = "## Artinya\n\nKata kantor kami.\n"
    _, third = bring(browser, version="3", body="Kata paket ketiga.")
    kept = third.page.select_one("fieldset details")
    assert "kantor" in kept.select_one("del").get_text() and "paket" in kept.select_one("ins").get_text()
    assert third.page.select_one("section[aria-labelledby=diperbarui]") is None


def test_an_older_version_is_warned_of(bring):
    browser, answer = bring(version="2026.11.2")
    assert "lebih lama" not in answer.page.get_text()
    take(browser, answer)
    _, older = bring(browser, version="2026.9.30", body="Isi lama.")
    told = older.page.get_text()
    assert "lebih lama daripada yang terpasang" in told and "2026.11.2" in told and "2026.9.30" in told


@pytest.mark.both_engines
def test_when_the_library_moved_the_preview_comes_again(bring):
    browser, answer = bring()
    again = take(browser, answer, seen="lama")
    assert again.status_code == 200 and "Isi kantor berubah" in again.page.get_text() and our_page() is None
    assert take(browser, again).status_code == 303 and our_page() is not None


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("head", "words"), [("format: 9\n", "perbarui PSTku dulu"), ("requires: [tak-ada]\n", "muat paket itu dulu")]
)
def test_a_pack_that_does_not_fit_is_told_in_a_table(bring, head, words):
    _, answer = bring(head=head)
    assert answer.status_code == 422 and words in answer.page.select_one("table").get_text()
    assert our_page() is None


def test_nothing_chosen_no_zip_and_a_strange_address(sign_in):
    browser = sign_in("admin")
    assert "Pilih berkas zip" in browser.post_form(HERE, {}, page=HERE).page.get_text()
    bad = browser.post_form(HERE, {"file": (io.BytesIO(b"bukan"), "x.zip")}, page=HERE)
    assert bad.status_code == 422 and "bukan zip" in bad.page.get_text()
    assert bad.page.select_one("tbody th").get_text() == "x.zip"
    assert browser.post_form(f"{HERE}/..%2F..%2Fx", {}, page=HERE).status_code == 404
    assert browser.post_form(f"{HERE}/{'z' * 32}", {}, page=HERE).status_code == 404
    assert browser.get(f"{HERE}/lain.zip").status_code == 404


def test_a_huge_file_is_refused_with_a_sentence(sign_in, monkeypatch):
    monkeypatch.setattr("pstku.admin.packs.LARGEST_UPLOAD", 10)
    browser = sign_in("admin")
    answer = browser.post_form(HERE, {"file": (io.BytesIO(b"0" * 11), "x.zip")}, page=HERE)
    assert answer.status_code == 422 and "lebih dari 7 MB" in answer.page.get_text()


def test_a_pack_nobody_took_is_thrown_away_after_an_hour(bring, app):
    browser, _ = bring()
    folder = app.config["DATA"] / "packs"
    waiting = list(folder.rglob("*.zip"))
    assert len(waiting) == 1
    os.utime(waiting[0], (time.time() - 3700,) * 2)
    bring(browser)
    assert waiting[0] not in list(folder.rglob("*.zip"))


def test_definitions_and_figures_are_downloaded_by_admins_only(sign_in):
    browser = sign_in("admin")
    names = zipfile.ZipFile(io.BytesIO(browser.get(f"{HERE}/definisi.zip").data)).namelist()
    assert {"pack.yaml", "glossary.yaml", "indicators/tpt.md", "quizzes/sosial.yaml"} <= set(names)
    assert "values.csv" in zipfile.ZipFile(io.BytesIO(browser.get(f"{HERE}/nilai.zip").data)).namelist()
    for path in (HERE, f"{HERE}/definisi.zip"):
        assert sign_in("editor").get(path).status_code == 403
