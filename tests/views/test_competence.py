"""Kompetensi and the first week on screen: reply, results, keeping, paper."""

import pytest

from pstku.core.db import session
from pstku.practice.operations.competence import close_round, open_round, save_item
from pstku.practice.queries.competence import items_of, my_reply, open_round_of, rounds_of
from pstku.practice.queries.first_week import my_week
from tests import listening
from tests.operations.test_competence import colleague, rate

ROOM, KEEP, WEEK = "/kompetensi", "/kompetensi/kelola", "/minggu-pertama"


def ticks(cast, *, leave: int = 0) -> dict[str, str]:
    asked = open_round_of(cast.office_id)
    items = asked.items
    return {"round": str(asked.id)} | {item["key"]: "4" for item in items[: len(items) - leave]}


def test_a_round_from_opening_to_paper(cast, sign_in):
    unopened = sign_in("employee").get(ROOM).text
    assert "Angket sedang tidak dibuka" in unopened and "belum mengisi angket" not in unopened
    head = sign_in("head")
    head.post_form(f"{KEEP}/putaran", {"title": "November 2026", "target": "85"}, page=KEEP)
    round_id = open_round_of(cast.office_id).id
    mine = sign_in("employee")
    assert "Isi angket" in mine.get(ROOM).text
    answer = mine.post_form(f"{ROOM}/isi", ticks(cast), page=f"{ROOM}/isi")
    assert answer.status_code == 303
    page = mine.get(ROOM).text
    assert "75,00" in page and "belum cukup soal" in page
    for number in range(4):
        rate(colleague(cast, number), 2)
    assert "Unduh PDF" not in mine.get(ROOM).text
    head = sign_in("head")
    assert "5" in head.get(KEEP).page.select_one("td[data-label='Mengisi']").get_text()
    head.post_form(f"{KEEP}/putaran/{round_id}/tutup", {}, page=KEEP)
    page = sign_in("employee").get(ROOM)
    assert "35,00" in page.text and "−50,00" in page.text and "sasaran 85" in page.text
    assert "diisi 5 dari 11 pegawai" in page.text
    cells = page.page.select("section.card td[data-label='Nilai uji']")
    assert len(cells) == 4 and page.page.select_one("section.card table.stacked")
    chart = page.page.select_one("section.card svg[role=img]")["aria-label"]
    assert "sasaran 85: Pemahaman data yang dihasilkan 35,00; " in chart
    overview = sign_in("head").get("/ringkasan").page.select_one("section[aria-labelledby=kompetensi]")
    assert "4 indikator di bawah sasaran" in overview.get_text(" ", strip=True)
    assert "Pemahaman data yang dihasilkan 35,00; " in overview.select_one("svg[role=img]")["aria-label"]
    paper = sign_in("employee").get(f"{ROOM}/putaran/{round_id}.pdf")
    assert paper.status_code == 200 and paper.data.startswith(b"%PDF")


@pytest.mark.both_engines
def test_what_is_missing_is_marked_and_nothing_ticked_is_lost(cast, sign_in):
    open_round(cast.head, "Uji")
    mine = sign_in("employee")
    answer = mine.post_form(f"{ROOM}/isi", ticks(cast, leave=2), page=f"{ROOM}/isi")
    assert answer.status_code == 422
    assert len(answer.page.select(".rate-item .error")) == 2 and "Masih 2 kalimat" in answer.text
    assert len(mine.get(f"{ROOM}/isi").page.select("input[type=radio][checked]")) == 18
    assert my_reply(cast.employee.person_id, open_round_of(cast.office_id).id).handed_in_at is None


def test_a_form_of_a_closed_round_says_so(cast, sign_in):
    mine, round_id = sign_in("employee"), open_round(cast.head, "Lama")
    ticked = ticks(cast)
    close_round(cast.head, round_id)
    for following in ("", "Baru"):
        if following:
            open_round(cast.head, following)
        assert mine.post_form(f"{ROOM}/isi", ticked, page=ROOM).location == ROOM
        assert "Putaran angket sudah ditutup." in mine.get(ROOM).text
    assert mine.get(f"{ROOM}/isi").page.select_one("input[name=round]")["value"] != ticked["round"]


@pytest.mark.both_engines
def test_a_round_that_too_few_answered_can_be_opened_again(cast, sign_in):
    head, round_id = sign_in("head"), open_round(cast.head, "Uji")
    again = f"{KEEP}/putaran/{round_id}/buka"
    assert not head.get(KEEP).page.select(f"form[action='{again}']")
    close_round(cast.head, round_id)
    assert head.get(KEEP).page.select_one(f"form[action='{again}'] button").get_text() == "Buka lagi"
    assert head.post_form(again, {}, page=KEEP).status_code == 303
    assert open_round_of(cast.office_id).id == round_id and "Putaran dibuka lagi." in head.get(KEEP).text
    assert head.post_form(again, {}, page=KEEP).status_code == 409
    assert sign_in("employee").post_form(again, {}, page="/latihan").status_code == 403


def test_a_round_with_other_sentences_is_marked_on_the_page(cast, sign_in):
    for title in ("Pertama", "Kedua"):
        round_id = open_round(cast.head, title)
        rate(cast.employee, 4)
        close_round(cast.head, round_id)
        item = items_of(cast.office_id)[0]
        save_item(cast.admin, item.id, item.indicator, f"Saya dapat menyebut semua survei, {title}.")
    assert sign_in("employee").get(ROOM).text.count("Butir berubah sejak Pertama") == 2
    assert sign_in("officer").get(ROOM).text.count("Butir berubah sejak Pertama") == 1


def test_the_rooms_of_practice_are_marked_in_the_navigation(cast, sign_in):
    open_round(cast.head, "Uji")
    mine = sign_in("employee")
    for path in ("/latihan", ROOM, f"{ROOM}/isi", WEEK, "/latihan/harian"):
        page = mine.get(path, check=False).page
        marked = {node.get_text(strip=True) for node in page.select("nav.side a[aria-current=page]")}
        assert marked == {"Latihan 3 menit"}, path


@pytest.mark.both_engines
def test_the_statements_of_the_rooms_do_not_grow_with_the_rounds(cast, sign_in, statements):
    mine, week = sign_in("employee"), sign_in("officer")
    counts = []
    for title in ("Satu", "Dua", "Tiga"):
        round_id = open_round(cast.head, title)
        rate(cast.employee, 4)
        close_round(cast.head, round_id)
        mine.get(ROOM)
        counts.append(statements(lambda: mine.get(ROOM)))
    assert len(set(counts)) == 1 and counts[0] <= 8
    assert statements(lambda: week.get(WEEK)) <= 10  # complaints that wait for this officer, and sheets of a survey
    assert statements(lambda: week.get("/jawab")) <= 8


@pytest.fixture
def statements(app):
    """`statements(act)`: how many SQL statements an act takes."""

    def count(act) -> int:
        with listening.statements() as seen:
            act()
        return sum(not statement.startswith(("PRAGMA", "BEGIN")) for statement in seen)

    return count


def test_nobody_sees_anybody_elses_result(cast, sign_in):
    open_round(cast.head, "Uji")
    rate(cast.employee, 5)
    for name in ("head", "admin", "officer"):
        page = sign_in(name).get(ROOM).text
        assert "100,00" not in page and "Anda belum mengisi angket" in page


def test_a_small_round_shows_no_figure_and_gives_no_paper(cast, sign_in):
    round_id = open_round(cast.head, "Uji")
    rate(cast.employee, 5)
    head = sign_in("head")
    assert head.get(f"{ROOM}/putaran/{round_id}.pdf").status_code == 409
    close_round(cast.head, round_id)
    assert "Kurang dari lima orang mengisi" in head.get(ROOM).text
    assert head.get(f"{ROOM}/putaran/{round_id}.pdf").status_code == 409


def test_the_earlier_questionnaire_stands_apart_with_its_year(cast, sign_in):
    page = sign_in("employee").get(ROOM).text
    for shown in ("angket 2021", "66,96", "61,74", "66,67", "57,39", "−18,04", "tidak disambung"):
        assert shown in page


def test_without_an_open_round_the_form_leads_back(cast, sign_in):
    mine = sign_in("employee")
    assert mine.get(f"{ROOM}/isi").status_code == 303


def test_items_are_reworded_added_and_left_out(cast, sign_in):
    admin, first = sign_in("admin"), items_of(cast.office_id)[0]
    change = f"{KEEP}/butir/{first.id}"
    answer = admin.post_form(change, {"indicator": "data", "text": "Pendek"}, page=KEEP)
    assert answer.status_code == 422
    field = answer.page.select_one(f"#butir-{first.id}[aria-invalid]")
    said = answer.page.select_one(f"#{field['aria-describedby']}").get_text()
    assert field.get_text() == "Pendek" and "Tulis kalimat yang dapat dinilai" in said
    admin.post_form(change, {"indicator": "data", "text": "Saya dapat menyebut survei kantor ini."}, page=KEEP)
    admin.post_form(change, {"active": "0"}, page=KEEP)
    admin.post_form(f"{KEEP}/butir", {"indicator": "media", "text": "Saya dapat menunjukkan infografis."}, page=KEEP)
    wrong = admin.post_form(f"{KEEP}/butir", {"indicator": "media", "text": "x"}, page=KEEP)
    assert wrong.status_code == 422 and "Tulis kalimat yang dapat dinilai" in wrong.text
    long = "Saya dapat " + "menjelaskan " * 30
    cut = admin.post_form(f"{KEEP}/butir", {"indicator": "media", "text": long}, page=KEEP)
    assert cut.status_code == 422 and "paling banyak 300 huruf" in cut.text and long.strip() in cut.text
    session().expire_all()
    items = items_of(cast.office_id)
    assert len(items) == 21 and [i.is_active for i in items if i.id == first.id] == [False]
    bad = admin.post_form(f"{KEEP}/putaran", {"title": "", "target": "85"}, page=KEEP)
    assert bad.status_code == 422
    bad = admin.post_form(f"{KEEP}/putaran", {"title": "N" * 81, "target": "85"}, page=KEEP)
    assert bad.status_code == 422 and "N" * 81 in bad.text and rounds_of(cast.office_id) == []


@pytest.mark.parametrize("name", ["employee", "officer", "editor"])
def test_keeping_is_for_the_head_and_admins(sign_in, name):
    assert sign_in(name).get(KEEP).status_code == 403


def test_the_first_week_is_walked(cast, sign_in):
    mine = sign_in("employee")
    assert "Mulai minggu pertama" in mine.get(WEEK).text
    mine.post_form(f"{WEEK}/mulai", {}, page=WEEK)
    page = mine.get(WEEK).page
    link = next(a["href"] for a in page.select(".week-steps a") if "con.sapa" in a["href"])
    page = mine.get(link).page
    assert page.select_one(".way-back a")["href"] == WEEK
    form = page.select_one(".way-back form")
    step = {"step": form.select_one("input[name=step]")["value"]}
    assert mine.post_form(form["action"], step, page=link).location == WEEK
    assert mine.post_form(f"{WEEK}/langkah", {"step": "page/x"}, page=WEEK).status_code == 404
    page = mine.get(WEEK)
    assert len(page.page.select("li.done")) == 1 and "1 dari" in page.page.select_one("#sampai").get_text()
    assert my_week(cast.office_id, cast.employee.person_id).done == 1
    assert "1 orang memulai, 0 menyelesaikan" in sign_in("head").get(ROOM).text
    assert "orang memulai" not in sign_in("officer").get(ROOM).text


def test_opening_a_page_ticks_nothing_and_elsewhere_no_way_back_is_shown(cast, sign_in):
    mine = sign_in("employee")
    links = [a["href"] for a in mine.get(WEEK).page.select(".week-steps a")]
    for link in links[:8]:
        assert mine.get(link).page.select_one(".way-back a")["href"] == WEEK
    assert my_week(cast.office_id, cast.employee.person_id).done == 0
    for path in ("/belajar/sikap/sapa", "/belajar/sikap/sapa?langkah=lain/x", "/jawab?langkah="):
        assert not mine.get(path, check=False).page.select(".way-back")


def test_a_quiz_and_the_drill_of_the_week_lead_back_to_it(sign_in):
    mine = sign_in("employee")
    page = mine.get(WEEK).page
    start = next(f["action"] for f in page.select(".week-steps form") if "/kuis/umum" in f["action"])
    address = mine.post_form(start, {}, page=WEEK).location
    page = mine.get(address).page
    form = page.select_one("form.stack")
    values = {node["name"]: node["value"] for node in form.select("input[type=hidden]")}
    result = mine.get(mine.post_form(form["action"], values, page=address).location).page
    assert [a.get_text() for a in result.select(f"main a[href='{WEEK}']")] == ["Kembali ke minggu pertama"] * 2
    drill = next(a["href"] for a in mine.get(WEEK).page.select(".week-steps a") if "/latihan/harian" in a["href"])
    page = mine.get(drill).page
    form = page.select_one("form.card")
    values = {node["name"]: node["value"] for node in form.select("input[type=hidden]")}
    option = form.select_one(".opt input")
    values["answer"] = option["value"] if option else "1"
    feedback = mine.get(mine.post_form(form["action"], values, page=drill).location).page
    assert feedback.select_one(".way-back a")["href"] == WEEK and not feedback.select(".way-back form")
    assert "langkah=" in feedback.select_one("article a.primary")["href"]


def test_a_new_colleague_is_pointed_to_the_first_week(cast, sign_in):
    mine = sign_in("employee")
    card = mine.get("/jawab").page.select_one("#results .invitation")
    assert card.select_one("a")["href"] == WEEK
    assert not mine.get("/jawab?q=ipm").page.select(".invitation")
    assert mine.post_form(card.select_one("form")["action"], {}, page="/jawab").location == "/jawab"
    assert not mine.get("/jawab").page.select(".invitation")
    assert sign_in("officer").get("/jawab").page.select(".invitation")
