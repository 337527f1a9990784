"""Latihan, as colleagues and editors see it."""

import pytest
from sqlalchemy import select

from pstku.core.db import session
from pstku.offices.queries import configuration
from pstku.practice.models import BankQuestion
from pstku.practice.operations import answering
from pstku.practice.queries import bank
from pstku.practice.rules.marking import Option

HERE = "/latihan/harian"


def right_values(question_id: int, *, right: bool = True) -> list[str]:
    row = session().get_one(BankQuestion, question_id)
    if row.kind == "number":
        return [row.content["number"]["value"] if right else "-999"]
    wanted = [option for option in row.content["options"] if bool(option.get("right")) is right]
    return [Option(0, str(option["text"]), False, "").code for option in wanted]


def hidden(page) -> dict[str, str]:
    """What a page's form carries along unseen."""
    return {node["name"]: node["value"] for node in page.select("main form input[type=hidden]")}


def start_quiz(browser, function: str):
    """(address, page) of a quiz just begun."""
    address = browser.post_form(f"/latihan/kuis/{function}", {}, page="/latihan").location
    return address, browser.get(address).page


def numbers_first(browser):
    """(address, page, a number field, an option) of a quiz that has both."""
    for _ in range(6):
        address, page = start_quiz(browser, "sosial")
        number, radio = page.select_one(".ask input.input"), page.select_one(".ask input[type=radio]")
        if number:
            break
    return address, page, number, radio


def test_a_card_is_answered_and_explained_and_the_next_one_follows(sign_in):
    browser = sign_in("employee")
    page = browser.get(HERE).page
    form = page.select_one("form.card")
    assert "Karena" not in form.get_text() and not page.select(".reasons, .verdict-line")
    question_id = int(form["action"].rsplit("/", 1)[1])
    empty = browser.post_form(form["action"], hidden(page), page=HERE)
    assert empty.status_code == 422 and "Pilih atau ketik jawabannya dulu." in empty.page.get_text()
    values = hidden(page) | {"answer": right_values(question_id, right=False)[0]}
    answer = browser.post_form(form["action"], values, page=HERE)
    assert answer.status_code == 303
    feedback = browser.get(answer.location).page
    assert "Belum tepat." in feedback.get_text() and "Jawabannya:" in feedback.get_text()
    following = browser.get(HERE).page.select_one("form.card")["action"]
    assert following != form["action"]
    assert sign_in("officer").get(answer.location).status_code == 404


@pytest.mark.both_engines
def test_every_option_tells_its_reason_and_the_answer_its_source(sign_in, cast):
    office = configuration(cast.office_id)
    asked = session().scalars(select(BankQuestion).where(BankQuestion.key == "soal.ipm-dimensi")).one()
    ready = bank.ready_questions(office, [asked], seed="x")[0]
    values, stamp = right_values(asked.id)[:1], ready.stamp
    given = answering.answer_drill(office, cast.employee, asked.id, values, is_unsure=False, after_id=0, stamp=stamp)
    text = sign_in("employee").get(f"{HERE}?jawaban={given}").page.get_text(" ", strip=True)
    for option in asked.content["options"]:
        assert option["why"] in text
    assert "Sumber: BRS IPM, 5 November 2025." in text


@pytest.mark.both_engines
def test_the_order_of_options_is_the_same_on_reload(sign_in):
    browser = sign_in("employee")
    orders = [[i["value"] for i in browser.get(HERE).page.select("form.card input[name=answer]")] for _ in range(3)]
    assert orders[0] == orders[1] == orders[2]


def test_the_page_does_not_tell_which_option_is_right(sign_in):
    browser = sign_in("employee")
    _address, page = start_quiz(browser, "umum")
    values = [node["value"] for node in page.select(".ask input[type=radio]")]
    assert values and not any(value.isdigit() and len(value) < 3 for value in values)
    assert len(set(values)) == len(values)


def test_a_quiz_from_start_to_result(sign_in):
    browser = sign_in("employee")
    address, page = start_quiz(browser, "umum")
    first = sorted(node["name"] for node in page.select(".ask input[type=radio]"))[0]
    values = hidden(page) | {first: right_values(int(first[7:]))[0]}
    assert browser.post_form(address, values, page=address).status_code == 303
    result = browser.get(address).page.get_text(" ", strip=True)
    assert "1 benar dari 1 yang dijawab" in " ".join(result.split()) and "Tidak dijawab." in result
    late = browser.post_form(address, values, page="/latihan")
    assert (late.status_code, late.location) == (303, address), "handed in before: the result, no dead end"
    assert sign_in("officer").get(address).status_code == 404
    assert browser.post_form("/latihan/kuis/lain", {}, page="/latihan").status_code == 404


def test_an_empty_quiz_gives_no_answer_away(sign_in):
    browser = sign_in("employee")
    address, page = start_quiz(browser, "umum")
    browser.post_form(address, hidden(page), page=address)
    result = browser.get(address).page
    assert len(result.select("article.card")) == 10 and not result.select(".reasons, .verdict-line")
    assert "Jawabannya" not in result.get_text() and result.select("article .also a")


def test_the_address_of_a_quiz_to_begin_leads_to_practice(sign_in):
    browser = sign_in("employee")
    assert browser.get("/latihan/kuis/umum").location == "/latihan"
    assert browser.get("/latihan/kuis/lain").status_code == 404


def test_a_number_that_cannot_be_read_names_its_question_and_keeps_the_other_answers(sign_in):
    browser = sign_in("employee")
    address, page, number, radio = numbers_first(browser)
    values = hidden(page) | {number["name"]: "enam koma lima", radio["name"]: radio["value"]}
    answer = browser.post_form(address, values, page=address)
    assert answer.status_code == 422 and "bukan angka" in answer.page.get_text()
    field = answer.page.select_one(f"input[name={number['name']}]")
    assert (field["value"], field["aria-invalid"]) == ("enam koma lima", "true")
    assert "bukan angka" in answer.page.select_one(f"#{field['aria-describedby']}").get_text()
    ask = field.find_parent("fieldset")
    summary = answer.page.select_one(".error-summary[tabindex='-1']")
    assert summary.select_one("a")["href"] == f"#{ask['id']}"
    assert ask.select_one("legend b").get_text() in summary.get_text()
    assert answer.page.select_one(f"input[name={radio['name']}][value='{radio['value']}']").has_attr("checked")


@pytest.mark.both_engines
def test_a_wrong_number_is_shown_again_beside_the_right_one(sign_in):
    browser = sign_in("employee")
    address, page, number, _radio = numbers_first(browser)
    browser.post_form(address, hidden(page) | {number["name"]: "−1.999,5"}, page=address)
    result = " ".join(browser.get(address).page.get_text(" ").split())
    assert "Jawaban Anda: −1.999,5" in result and "Jawabannya:" in result


@pytest.mark.both_engines
def test_a_figure_that_came_meanwhile_asks_again_and_loses_nothing(sign_in, cast):
    browser = sign_in("employee")
    address, page, number, radio = numbers_first(browser)
    stamp = f"stamp-{number['name'][7:]}"
    values = hidden(page) | {number["name"]: "5", radio["name"]: radio["value"], stamp: "lama"}
    answer = browser.post_form(address, values, page=address)
    assert answer.status_code == 422 and "baru diperbarui. Jawab lagi." in answer.page.get_text()
    assert hidden(answer.page)[stamp] == hidden(page)[stamp]
    assert answer.page.select_one(f"input[name={radio['name']}][value='{radio['value']}']").has_attr("checked")


@pytest.mark.both_engines
def test_a_card_asked_again_is_the_same_card_with_its_time(sign_in):
    browser = sign_in("employee")
    page = browser.get(HERE).page
    values = hidden(page) | {"stamp": "lama", "answer": "x"}
    action = page.select_one("form.card")["action"]
    answer = browser.post_form(action, values, page=HERE)
    assert answer.status_code == 422 and "Soalnya baru diperbarui. Jawab lagi." in answer.page.get_text()
    assert answer.page.select_one("form.card")["action"] == action
    assert hidden(answer.page)["shown"] == values["shown"]


@pytest.mark.both_engines
def test_editors_see_how_questions_do_and_take_one_out(sign_in, cast):
    editor, here = sign_in("editor"), "/latihan/soal?fungsi=umum"
    page = editor.get(here).page
    assert "soal.tamu-marah" in page.get_text() and {cell.get_text(strip=True) for cell in page.select("td.n")} == {
        "0",
        "–",
    }
    whole = page.select_one("table").get_text(" ", strip=True)
    assert "Dengarkan sampai selesai tanpa memotong, lalu minta maaf kunci" in whole
    assert "Kunci: 1,5 persen poin" in whole and "Sumber: Hitungan dari angka di dalam soal." in whole
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
