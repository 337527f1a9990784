"""Meja editor, as editors walk it."""

import pytest
from sqlalchemy import select

from pstku.accounts.models import Person, PersonRole
from pstku.core.actor import Role
from pstku.core.db import atomic, session
from pstku.learning.models import PageRevision

START = "/belajar/indikator/tpt"
LONG = "Bagian angkatan kerja yang belum bekerja."


@pytest.fixture
def second_editor(cast):
    with atomic() as s:
        person = s.scalars(select(Person).where(Person.username == "admin2")).one()
        s.add(PersonRole(person_id=person.id, role=Role.EDITOR))


def fields(page) -> dict[str, str]:
    form = page.select_one("form:has(#body)")
    values = {node["name"]: node.get("value", "") for node in form.select("input[name]")}
    values |= {node["name"]: node.get_text() for node in form.select("textarea[name]")}
    chosen = form.select_one("select option[selected]")
    return values | {"function": chosen["value"]}


def test_a_page_is_changed_by_one_and_published_by_another(sign_in, second_editor):
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    values = fields(editor.get(address).page) | {"summary": LONG, "why": "Lebih jelas", "do": "submit"}
    assert editor.post_form(address, values, page=address).status_code == 303
    assert "Menunggu rekan lain" in editor.get(address).page.get_text()
    checker = sign_in("admin2")
    desk = checker.get("/belajar/sunting").page
    review = desk.select_one("a[href$='/periksa']:not([href='/belajar/periksa'])")["href"]
    page = checker.get(review).page
    assert page.select_one("ins") and page.select_one("del")
    assert checker.post_form(review, {"do": "publish", "note": ""}, page=review).status_code == 303
    assert LONG in sign_in("employee").get(START).page.get_text()
    history = editor.get(f"{START}/riwayat").page
    assert "Versi 1 · terbit" in " ".join(history.get_text().split())
    restore = history.select_one("form[action$='/pulihkan']")["action"]
    assert editor.post_form(restore, {}, page=f"{START}/riwayat").status_code == 303


def test_what_is_missing_is_said_and_everything_typed_stays(sign_in, cast):
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    values = fields(editor.get(address).page) | {"title": " ", "body": "Isi baru", "do": "submit", "why": "x y z"}
    answer = editor.post_form(address, values, page=address)
    assert answer.status_code == 422 and "Judulnya belum terisi." in answer.page.get_text()
    assert answer.page.select_one("#body").get_text().strip() == "Isi baru"


def test_hostile_markdown_is_harmless_in_preview_and_page(sign_in, cast):
    editor = sign_in("editor")
    typed = "<script>alert(1)</script> [x](javascript:alert(1)) ![](https://x/y.png)\n\n**tebal**"
    answer = editor.post_form("/belajar/naskah/pratinjau", {"body": typed}, page="/belajar/sunting")
    text = answer.get_data(as_text=True)
    assert "<strong>tebal</strong>" in text
    assert "<script" not in text and 'javascript:alert(1)"' not in text and "<img" not in text


def test_a_new_page_and_a_broken_one(sign_in, cast):
    editor, here = sign_in("editor"), "/belajar/sunting"
    good = {"title": "Melayani tamu asing", "kind": "conduct", "function": "umum"}
    assert "/belajar/naskah/" in editor.post_form(f"{here}/baru", good, page=here).location
    for bad in ({"title": " "}, {"kind": "gosip"}, {"function": "lain"}):
        editor.post_form(f"{here}/baru", good | bad, page=here)
    assert len(session().scalars(select(PageRevision)).all()) == 1


def test_an_owner_is_named_and_stands_on_the_page(sign_in, cast):
    editor = sign_in("editor")
    values = {"owner_id": str(cast.officer.person_id)}
    assert editor.post_form(f"{START}/penanggung-jawab", values, page=START).status_code == 303
    assert "Nurain" in editor.get(START).page.select_one(".own").get_text()


@pytest.mark.parametrize("path", ["/belajar/sunting", "/belajar/naskah/1"])
def test_the_desk_is_for_editors(client, sign_in, path):
    assert client.get(path).status_code == 303
    assert sign_in("employee").get(path).status_code == 403


def test_employees_read_the_history_and_unknown_drafts_are_404(sign_in):
    assert sign_in("employee").get(f"{START}/riwayat").status_code == 200
    assert sign_in("editor").get("/belajar/naskah/99999").status_code == 404
