"""A complaint by its code: state and answer, in both languages; whatever opens nothing looks alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk import limits
from kiosk.limits import COMPLAINT_CODES
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint, say_first_word
from pstku.core import clock
from pstku.core.tokens import uuid7
from tests.factories import make_device

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
WORDS = "Beliau membentak saya di depan tamu lain."


@pytest.fixture(autouse=True)
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def complaint_id(cast):
    return uuid7()


@pytest.fixture
def code(cast, complaint_id):
    filed = file_complaint(
        cast.office_id, complaint_id, text=WORDS, name="Budi Santoso", contact="081234567890",
        about_person_id=cast.officer.person_id,
    )  # fmt: skip
    return f"{filed.code[:5]}-{filed.code[5:]}"


def shown(browser, code, status=200) -> str:
    answer = browser.get(f"/pengaduan/{code}", check=status == 200)
    assert answer.status_code == status
    return answer.page.select_one("main").get_text(" ", strip=True)


def test_the_page_goes_from_received_to_answered_and_says_nothing_of_anybody(cast, client, complaint_id, code):
    received = shown(client, code)
    assert "Pengaduan Anda sudah diterima" in received and "26 November 2026" in received
    about, handler = cast.officer.person_id, cast.editor
    assign_complaint(cast.admin, complaint_id, handler_id=handler.person_id, about_person_id=about, kind="breach")
    handled = shown(client, code)
    assert "sedang ditangani" in handled and "11 Desember 2026" in handled
    say_first_word(handler, complaint_id, "Sedang kami periksa.")
    assert "Sedang kami periksa." in shown(client, code)
    answer_complaint(handler, complaint_id, answer="Kami minta maaf.", finding="upheld", reason="Ada dua saksi.")
    answered = shown(client, code.lower().replace("-", ""))
    assert "sudah dijawab" in answered and "Kami minta maaf." in answered
    for page in (received, handled, answered):
        for word in ("membentak", "Budi", "Nurain", "Fitri", "saksi", "Terbukti", "terbukti", "6281"):
            assert word not in page
    english = client.get(f"/pengaduan/{code}?bahasa=en").page
    assert "Your complaint has been answered" in english.get_text()
    assert [part["lang"] for part in english.select(".words")] == ["id", "id"]


def test_a_late_answer_is_owned_to_and_another_way_is_named(client, code):
    with clock.at(MONDAY + timedelta(days=70)):
        late = shown(client, code)
    assert "Jawaban kami terlambat." in late and "LAPOR" in late


def test_what_opens_nothing_looks_alike(cast, client, sign_in, code):
    other = file_complaint(cast.other_office_id, uuid7(), text=WORDS).code

    def refusal(browser, typed):
        answer = browser.get(f"/pengaduan/{typed}", check=False)
        main = str(answer.page.select_one("main")).replace(f'value="{typed}"', "")
        return answer.status_code, main.replace(answer.page.select_one("input[name=csrf_token]")["value"], "")

    alike = refusal(client, "CCCCC-CCCCC")
    assert alike[0] == 404 and "Kode ini tidak ditemukan." in alike[1]
    assert refusal(client, "x") == refusal(client, other) == alike
    assert refusal(sign_in("officer"), code) == alike  # whom it concerns, signed in
    assert sign_in("officer2").get(f"/pengaduan/{code}").status_code == 200


def test_a_typed_code_leads_to_its_page(client, code):
    assert client.get("/pengaduan").status_code == 200
    answer = client.post_form("/pengaduan", {"code": code.lower().replace("-", " ")})
    assert (answer.status_code, answer.location.split("?")[0]) == (303, f"/pengaduan/{code}")
    assert client.post_form("/pengaduan", {"code": " "}).status_code == 200


def test_only_wrong_codes_are_counted_and_a_right_one_opens_far_longer(client, code, monkeypatch):
    most = 2 * COMPLAINT_CODES.most
    monkeypatch.setattr(limits, "COMPLAINT_CODES_AT_ALL", replace(limits.COMPLAINT_CODES_AT_ALL, most=most))
    for _ in range(COMPLAINT_CODES.most + 1):
        shown(client, code)
    for _ in range(COMPLAINT_CODES.most):
        shown(client, "CCCCC-CCCCC", 404)
    shown(client, code)  # whoever holds the code pays for nobody else on the same Wi-Fi
    for _ in range(COMPLAINT_CODES.most):
        assert "Terlalu banyak percobaan" in shown(client, "CCCCC-CCCCC", 429)
    assert "Terlalu banyak kode yang salah hari ini" in shown(client, code, 429)


def test_the_tablet_draws_the_qr_of_any_code_and_nobody_else_does(cast, client, app, code):
    assert client.get(f"/kiosk/qr/pengaduan/{code}", check=False).status_code in (303, 401)
    make_device(cast.office_id, token="kios-satu")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "kios-satu")
    drawn = client.get(f"/kiosk/qr/pengaduan/{code}", check=False)
    unknown = client.get("/kiosk/qr/pengaduan/CCCCC-CCCCC", check=False)
    assert (drawn.status_code, unknown.status_code, drawn.mimetype) == (200, 200, "image/svg+xml")
    assert drawn.data != unknown.data
