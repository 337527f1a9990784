"""A complaint from the list to its answer."""

import pytest

from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.queries import get_complaint
from pstku.core.tokens import uuid7


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def complaint_id(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    return complaint_id


def test_a_complaint_goes_from_the_list_to_its_answer(cast, admin, sign_in, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    assert path in str(admin.get("/admin/pengaduan").page)
    fields = {"handler_id": cast.editor.person_id, "about_person_id": cast.officer.person_id}
    assert admin.post_form(f"{path}/penangan", fields, page=path).status_code == 303
    handler, concerned = sign_in("editor"), sign_in("officer")
    assert concerned.get(path).status_code == 404
    assert "menunggu: 1" in handler.get("/saya").page.get_text()
    assert "menunggu" not in concerned.get("/saya").page.get_text()
    assert "+6281234567890" in handler.get(path).page.get_text()
    assert "+6281234567890" not in admin.get(path).page.get_text()
    words = {"answer": "Kami minta maaf atas sikap itu.", "finding": "upheld", "reason": "Ada dua saksi."}
    assert admin.post_form(f"{path}/jawab", words, page=path).status_code == 403
    answer = handler.post_form(f"{path}/jawab", words | {"reason": ""}, page=path)
    assert (answer.status_code, answer.page.select_one("#answer").get_text().strip()) == (422, words["answer"])
    assert handler.post_form(f"{path}/jawab", words, page=path).status_code == 303
    assert get_complaint(cast.admin, complaint_id).finding == "upheld"
    assert handler.post_form(f"{path}/jawab", words, page=path).status_code == 409


@pytest.mark.both_engines
def test_a_handler_who_is_concerned_is_refused_beside_the_field(cast, admin, complaint_id):
    path = f"/admin/pengaduan/{complaint_id}"
    fields = {"handler_id": cast.officer.person_id, "about_person_id": cast.officer.person_id}
    answer = admin.post_form(f"{path}/penangan", fields, page=path)
    assert answer.status_code == 422
    assert answer.page.select_one("#handler_id-error")
