"""Yang belum terjawab, as staff and editors see it."""

import pytest

from pstku.editing.operations.questions import keep_question, take_question


def test_everybody_reads_and_editors_take_and_close(sign_in, cast):
    keep_question(cast.office_id, "jumlah umkm")
    assert "jumlah umkm" in sign_in("employee").get("/belajar/belum-terjawab").page.get_text()
    editor = sign_in("editor")
    here = "/belajar/belum-terjawab"
    assert editor.post_form(f"{here}/ambil", {"text": "jumlah umkm", "page_key": ""}, page=here).status_code == 303
    page = editor.get(here).page
    assert "dikerjakan Fitri" in page.get_text()
    address = page.select_one("form[action$='/selesai']")["action"]
    assert editor.post_form(address, {}, page=here).status_code == 303
    assert "Semua pertanyaan tamu sudah terjawab." in editor.get(here).page.get_text()


def test_an_employee_takes_nothing_and_a_bad_id_is_404(sign_in, cast):
    here = "/belajar/belum-terjawab"
    assert sign_in("employee").post_form(f"{here}/ambil", {"text": "x"}, page=here).status_code == 403
    assert sign_in("editor").post_form(f"{here}/999999/selesai", {}, page=here).status_code == 404


HERE = "/belajar/belum-terjawab"


def test_an_unanswered_figure_keeps_its_page(sign_in, cast):
    employee = sign_in("employee")
    employee.post_form("/jawab/dicari", {"q": "miskin 2025"}, page="/jawab")
    employee.post_form("/jawab/belum-terjawab", {"q": "berapa p0 2025"}, page="/jawab")
    page = sign_in("editor").get(HERE).page
    assert [node.get_text() for node in page.select(".gaps b a")] == ["Persentase Penduduk Miskin (P0)"]
    assert "“miskin 2025”, “berapa p0 2025”" in page.get_text()
    assert page.select_one(".gaps a[href='/belajar/indikator/p0/angka']").get_text() == "Usulkan angka"
    assert "Buat halaman" not in page.get_text()


def test_making_a_page_takes_the_question_and_the_page_knows_it(sign_in, cast):
    keep_question(cast.office_id, "jumlah umkm")
    editor = sign_in("editor")
    answer = editor.post_form(f"{HERE}/ambil", {"text": "jumlah umkm", "do": "page"}, page=HERE)
    form = editor.get(answer.location.partition("#")[0]).page.select_one("form[action='/belajar/sunting/baru']")
    assert form.select_one("[name=title]")["value"] == "jumlah umkm"
    fields = {"kind": "conduct", "title": "Jumlah UMKM", "function": "umum"}
    fields["question_id"] = form.select_one("[name=question_id]")["value"]
    assert editor.post_form("/belajar/sunting/baru", fields, page="/belajar/sunting").status_code == 303
    assert "dikerjakan Fitri" in editor.get(HERE).page.get_text()
    assert (
        "halamannya sedang ditulis"
        in editor.get("/belajar/sunting").page.select_one("#tugas").find_parent("section").get_text()
    )


@pytest.mark.both_engines
def test_what_an_editor_took_stands_on_their_desk_and_not_on_others(sign_in, cast):
    keep_question(cast.office_id, "ipm 2031", "ind.ipm")
    editor = sign_in("editor")
    editor.post_form(f"{HERE}/ambil", {"text": "ipm 2031", "page_key": "ind.ipm"}, page=HERE)
    section = editor.get("/belajar/sunting").page.select_one("#tugas").find_parent("section")
    assert "ipm 2031" in section.get_text() and section.select_one("a[href='/belajar/indikator/ipm/angka']")
    take_question(cast.editor, "cara melayani wartawan", "con.sapa")
    section = editor.get("/belajar/sunting").page.select_one("#tugas").find_parent("section")
    assert section.select_one("form[action='/belajar/sikap/sapa/sunting'] button").get_text() == "Usulkan perubahan"


def test_one_gap_is_closed_with_all_its_questions(sign_in, cast):
    for asked in ("ntp", "ntp 2031"):
        keep_question(cast.office_id, asked, "ind.ntp")
    editor = sign_in("editor")
    form = editor.get(HERE).page.select_one("form[action$='/selesai']")
    fields = {field["name"]: field["value"] for field in form.select("[name=juga], [name=page_key]")}
    editor.post_form(form["action"], fields, page=HERE)
    assert "Semua pertanyaan tamu sudah terjawab." in editor.get(HERE).page.get_text()


def test_a_list_that_is_cut_says_so(sign_in, cast):
    for n in range(51):
        keep_question(cast.office_id, f"zqx{n} wvk")
    page = sign_in("employee").get(HERE).page
    assert len(page.select(".gaps > li")) == 50 and "50 teratas dari 51." in page.get_text()
