"""Latihan, as colleagues and editors see it."""

import pytest
from sqlalchemy import select

from pstku.core.db import session
from pstku.practice.models import BankQuestion
from pstku.practice.rules.marking import Option

HERE = "/latihan/harian"


def right_values(question_id: int, *, right: bool = True) -> list[str]:
    row = session().get_one(BankQuestion, question_id)
    if row.kind == "number":
        return [row.content["number"]["value"] if right else "-999"]
    wanted = [option for option in row.content["options"] if bool(option.get("right")) is right]
    return [Option(0, str(option["text"]), False, "").code for option in wanted]


def test_a_card_is_answered_and_explained_and_the_next_one_follows(sign_in):
    browser = sign_in("employee")
    page = browser.get(HERE).page
    form = page.select_one("form.card")
    assert "Karena" not in form.get_text() and not page.select(".reasons, .verdict-line")
    question_id = int(form["action"].rsplit("/", 1)[1])
    empty = browser.post_form(form["action"], {}, page=HERE)
    assert empty.status_code == 422 and "Pilih atau ketik jawabannya dulu." in empty.page.get_text()
    answer = browser.post_form(form["action"], {"answer": right_values(question_id, right=False)[0]}, page=HERE)
    assert answer.status_code == 303
    feedback = browser.get(answer.location).page
    assert "Belum tepat." in feedback.get_text() and "Jawabannya:" in feedback.get_text()
    following = browser.get(HERE).page.select_one("form.card")["action"]
    assert following != form["action"]
    assert sign_in("officer").get(answer.location).status_code == 404


def test_the_order_of_options_is_the_same_on_reload(sign_in):
    browser = sign_in("employee")
    orders = [[i["value"] for i in browser.get(HERE).page.select("form.card input[name=answer]")] for _ in range(3)]
    assert orders[0] == orders[1] == orders[2]


def test_the_page_does_not_tell_which_option_is_right(sign_in):
    browser = sign_in("employee")
    page = browser.get(browser.post_form("/latihan/kuis/umum", {}, page="/latihan").location).page
    values = [node["value"] for node in page.select(".ask input[type=radio]")]
    assert values and not any(value.isdigit() and len(value) < 3 for value in values)
    assert len(set(values)) == len(values)


def test_a_quiz_from_start_to_result(sign_in, cast):
    browser = sign_in("employee")
    started = browser.post_form("/latihan/kuis/umum", {}, page="/latihan")
    page = browser.get(started.location).page
    names = {node["name"] for node in page.select(".ask input[type=radio]")}
    first = sorted(names)[0]
    values = {first: right_values(int(first[7:]))[0]}
    assert browser.post_form(started.location, values, page=started.location).status_code == 303
    result = browser.get(started.location).page.get_text(" ", strip=True)
    assert "1 benar dari 1 yang dijawab" in " ".join(result.split()) and "Tidak dijawab." in result
    assert sign_in("officer").get(started.location).status_code == 404
    assert browser.post_form("/latihan/kuis/lain", {}, page="/latihan").status_code == 404


def test_a_number_that_cannot_be_read_keeps_the_other_answers(sign_in):
    browser = sign_in("employee")
    for _ in range(6):
        address = browser.post_form("/latihan/kuis/sosial", {}, page="/latihan").location
        page = browser.get(address).page
        number, radio = page.select_one(".ask input.input"), page.select_one(".ask input[type=radio]")
        if number:
            break
    values = {number["name"]: "enam koma lima", radio["name"]: radio["value"]}
    answer = browser.post_form(address, values, page=address)
    assert answer.status_code == 422 and "bukan angka" in answer.page.get_text()
    assert answer.page.select_one(f"input[name={number['name']}]")["value"] == "enam koma lima"
    assert answer.page.select_one(f"input[name={radio['name']}][value='{radio['value']}']").has_attr("checked")


def test_editors_see_how_questions_do_and_take_one_out(sign_in, cast):
    editor, here = sign_in("editor"), "/latihan/soal?fungsi=umum"
    page = editor.get(here).page
    assert "soal.tamu-marah" in page.get_text() and {cell.get_text() for cell in page.select("td.n")} == {"0", "–"}
    wanted = session().scalar(select(BankQuestion.id).where(BankQuestion.key == "soal.tamu-marah"))
    out = editor.post_form(f"/latihan/soal/{wanted}", {"do": "retire", "fungsi": "umum"}, page=here)
    assert (out.status_code, out.location) == (303, here)
    page = editor.get(here).page
    assert "Soal dikeluarkan dari latihan." in page.get_text() and len(page.select("button[value=restore]")) == 1
    assert page.select_one("button[value=restore]").get_text() == "Kembalikan ke latihan"
    editor.post_form(f"/latihan/soal/{wanted}", {"do": "restore", "fungsi": "umum"}, page=here)
    page = editor.get(here).page
    assert "Soal dikembalikan ke latihan." in page.get_text()
    assert {button.get_text() for button in page.select("td.act button")} == {"Keluarkan dari latihan"}
    assert editor.post_form("/latihan/soal/999999", {"do": "retire"}, page=here).status_code == 404


@pytest.mark.parametrize("path", ["/latihan", HERE, "/latihan/soal"])
def test_practice_needs_a_sign_in_and_the_analysis_an_editor(client, sign_in, path):
    assert client.get(path).status_code == 303
    assert sign_in("employee").get(path).status_code == (403 if path.endswith("soal") else 200)
