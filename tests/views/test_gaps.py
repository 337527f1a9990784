"""Yang belum terjawab, as staff and editors see it."""

from pstku.learning.operations.questions import keep_question


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
