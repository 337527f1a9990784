"""The award's pages: who may, what is refused, what is kept, and the certificate that verifies."""

from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.accounts.operations.people import edit_person, reset_password
from pstku.accounts.operations.second_factor import reset_second_factor
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import atomic
from pstku.core.vault import seal
from pstku.guestbook.models import Guest
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.deciding import award_to
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce, answer_objection, establish, object_to
from pstku.rewards.presentation import process_steps
from pstku.rewards.queries import certificate_of, get_period
from tests.awards import AFTER, QUARTER, award_address, serve_and_rate, vector_office
from tests.people import PASSWORD

REASON = "Skor tertinggi dan unggul pada penentu pertama."


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def officers(cast, now, built_once):
    return built_once(vector_office, cast.office_id)


@pytest.fixture
def period(cast, officers):
    opened = open_period(cast.admin, *QUARTER, "desk")
    lock_period(cast.admin, opened.id)
    return check_period(cast.admin2, opened.id, "Sudah diperiksa.")


@pytest.mark.both_engines
def test_periods_stand_four_years_a_page(sign_in, cast):
    times = {
        "opened_at": AFTER,
        "starts_on": AFTER.date(),
        "ends_on": AFTER.date(),
        "opened_by_id": cast.admin.person_id,
    }
    with atomic() as s:
        for year in (2012, 2017, 2018, 2019, 2025, 2026):
            key = {"office_id": cast.office_id, "year": year, "quarter": 1, "line": "desk"}
            s.add(AwardPeriod(**key, **times, state="cancelled", parameters={}))
    browser, address, seen = sign_in("admin"), "/admin/penghargaan", []
    while address:
        page = browser.get(address).page
        seen.append([cell.get_text()[-4:] for cell in page.select("tbody th")])
        address = next((link["href"] for link in page.select("nav a") if "Yang lebih lama" in link.get_text()), None)
    assert seen == [["2026", "2025"], ["2019", "2018", "2017"], ["2012"]]
    empty = browser.get("/admin/penghargaan?sampai=2001").page
    assert "Terbaru" in empty.get_text()


def test_an_admin_opens_and_closes_a_quarter_by_hand(sign_in, cast, officers):
    admin = sign_in("admin")
    answer = admin.post_form("/admin/penghargaan", {"quarter": "2026-Q3", "line": "desk"})
    assert answer.status_code == 303
    page = admin.post_form(f"{answer.location}/tutup", {}, page=answer.location)
    assert page.status_code == 303
    shown = admin.get(answer.location).page.get_text()
    assert "Petugas B" in shown and "Calon unggulan" in shown


@pytest.mark.both_engines
def test_the_same_quarter_twice_says_so(sign_in, period):
    again = sign_in("admin").post_form("/admin/penghargaan", {"quarter": "2026-Q3", "line": "desk"})
    assert again.status_code == 409 and "sudah dibuka" in again.page.get_text()


def test_the_head_decides_with_reason_and_password(sign_in, cast, period, officers):
    head = sign_in("head")
    fields = {"winner": str(officers["B"]), "reason": REASON, "password": PASSWORD, "do": "approve"}
    assert head.post_form(award_address(period, "/putuskan"), fields, page=award_address(period)).status_code == 303
    assert get_period(cast.office_id, period.id).state == "decided"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "bukan"}, "Kata sandi tidak cocok"),
        ({"reason": "ok"}, "Tulis alasannya"),
        ({"winner": ""}, "Pilih salah satu"),
    ],
)
def test_a_refused_decision_keeps_what_was_typed(sign_in, cast, period, officers, wrong, words):
    head = sign_in("head")
    fields = {"winner": str(officers["B"]), "reason": REASON, "password": PASSWORD} | wrong
    answer = head.post_form(award_address(period, "/putuskan"), fields, page=award_address(period))
    assert answer.status_code == 422 and words in answer.page.get_text()
    assert answer.page.select_one("textarea[name=reason]").get_text().strip() == fields["reason"]
    assert get_period(cast.office_id, period.id).state == "checked"


@pytest.mark.both_engines
def test_deciding_twice_is_a_conflict(sign_in, period, officers, cast):
    award_to(cast.head, period.id, officers["B"], REASON)
    fields = {"winner": str(officers["D"]), "reason": REASON, "password": PASSWORD}
    answer = sign_in("head").post_form(award_address(period, "/putuskan"), fields, page=award_address(period))
    assert answer.status_code == 409


def test_roles_and_strangers(sign_in, period):
    assert sign_in("officer").get(award_address(period)).status_code == 403
    assert sign_in("stranger").get(award_address(period)).status_code == 404
    assert sign_in("admin").get("/admin/penghargaan/9999").status_code == 404
    refused = sign_in("admin").post_form(
        award_address(period, "/putuskan"), {"winner": "1"}, page=award_address(period)
    )
    assert refused.status_code == 403


def test_a_score_below_ten_votes_is_not_on_the_page(sign_in, period):
    page = sign_in("admin").get(award_address(period)).page
    row = next(tr for tr in page.select("table.cand tbody tr") if tr.select_one("b").get_text() == "Petugas A")
    assert "92" not in row.get_text() and "disembunyikan" in row.get_text()


def test_nobody_sees_the_score_of_their_own_votes(sign_in, cast, now):
    serve_and_rate(cast.office_id, cast.admin.person_id, [4] * 12)
    opened = open_period(cast.admin, *QUARTER, "desk")
    lock_period(cast.admin, opened.id)
    page = sign_in("admin").get(award_address(opened)).page
    assert "Skor Anda tidak ditampilkan" in page.select_one("table.cand").get_text()


@pytest.fixture
def certificate(cast, period, officers):
    award_to(cast.head, period.id, officers["B"], REASON)
    announce(cast.admin, period.id)
    with clock.at(AFTER + timedelta(days=20)):
        establish(cast.admin, period.id, "123/SK/2026", date(2026, 10, 20))
    return certificate_of(period.id)


@pytest.mark.both_engines
def test_the_certificate_is_a_pdf_and_its_code_verifies_for_everybody(client, sign_in, period, certificate):
    answer = sign_in("head").get(award_address(period, "/piagam.pdf"))
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    page = client.get(f"/verifikasi/{certificate.code}").page.get_text()
    assert "Piagam ini asli" in page and "Petugas B" in page and "123/SK/2026" in page


def test_an_unknown_code_is_told_so(client):
    answer = client.get("/verifikasi/26Q3-XXXX")
    assert answer.status_code == 404 and "Kode tidak ditemukan" in answer.page.get_text()


def test_the_minutes_are_a_pdf(sign_in, period):
    answer = sign_in("admin").get(award_address(period, "/naskah/berita-acara.pdf"))
    assert answer.data.startswith(b"%PDF")


@pytest.mark.both_engines
def test_a_cancelled_quarter_says_why_and_what_it_never_reached(sign_in, cast, now):
    opened = open_period(cast.admin, *QUARTER, "desk")
    admin = sign_in("admin")
    for reason in ("", "abc"):
        refused = admin.post_form(award_address(opened, "/batal"), {"reason": reason}, page=award_address(opened))
        field = refused.page.select_one("details[open] .field")
        assert refused.status_code == 422 and "Tulis alasan pembatalannya" in field.get_text()
    assert admin.post_form(
        award_address(opened, "/batal"), {"reason": "Salah triwulan."}, page=award_address(opened)
    ).location
    shown = process_steps(get_period(cast.office_id, opened.id), UTC)
    assert [step["state"] for step in shown] == ["done", *["todo"] * 5]


def test_an_answer_that_is_refused_stands_under_its_own_objection(sign_in, cast, period, officers):
    award_to(cast.head, period.id, officers["B"], REASON)
    announce(cast.admin, period.id)
    first, second = (object_to(cast.officer, period.id, f"Keberatan nomor {place}.") for place in (1, 2))
    answer = sign_in("admin").post_form(
        award_address(period, f"/keberatan/{second.id}"), {"answer": "oke"}, page=award_address(period)
    )
    typed = {item: answer.page.select_one(f"#jawaban-{item.id}").get_text().strip() for item in (first, second)}
    assert typed == {first: "", second: "oke"} and answer.page.get_text().count("Tulis jawabannya") == 1


def test_whoever_objected_reads_the_answer_and_nobody_else_does(sign_in, cast, period, officers):
    award_to(cast.head, period.id, officers["B"], REASON)
    announce(cast.admin, period.id)
    objection = object_to(cast.officer, period.id, "Jumlah tamu saya kurang.")
    officer = sign_in("officer")
    assert "Belum dijawab" in officer.get("/penghargaan").page.get_text()
    answer_objection(cast.admin, objection.id, "Dihitung ulang, sudah cocok.")
    assert "Dihitung ulang, sudah cocok." in officer.get("/penghargaan").page.get_text()
    others = sign_in("editor").get("/penghargaan").page.get_text()
    assert "Dihitung ulang" not in others and "Jumlah tamu saya" not in others


@pytest.mark.both_engines
def test_staff_see_the_proposal_and_may_object(sign_in, cast, period, officers):
    employee = sign_in("employee")
    assert "Petugas B" not in employee.get("/penghargaan").page.get_text()
    award_to(cast.head, period.id, officers["B"], REASON)
    announce(cast.admin, period.id)
    page = employee.get("/penghargaan").page.get_text()
    assert "Petugas B" in page and "Petugas D" not in page
    short = employee.post_form(f"/penghargaan/{period.id}/keberatan", {"text": "x"}, page="/penghargaan")
    assert short.status_code == 422
    sent = employee.post_form(f"/penghargaan/{period.id}/keberatan", {"text": "Mohon dicek lagi."}, page="/penghargaan")
    assert sent.status_code == 303


@pytest.mark.both_engines
def test_two_people_with_one_call_name_are_told_apart(sign_in, period, officers):
    with atomic() as s:
        s.execute(update(AwardPeriod).values(snapshot=with_one_call_name(period.snapshot)))
    page = sign_in("head").get(award_address(period)).page
    choices = [label.get_text(strip=True) for label in page.select("label.tap")]
    assert choices == ["Petugas B", "Petugas D", "Tidak ditetapkan"]
    assert "Selisih Petugas D dan Petugas B" in " ".join(page.select_one(".why2").get_text().split())


def with_one_call_name(snapshot: dict) -> dict:
    return snapshot | {"candidates": [row | {"call_name": "Nurain"} for row in snapshot["candidates"]]}


def test_somebody_who_left_is_marked_and_not_offered(sign_in, cast, period, officers):
    with atomic() as s:
        s.execute(update(Person).where(Person.id == officers["B"]).values(is_active=False))
    page = sign_in("head").get(award_address(period)).page
    assert [label.get_text(strip=True) for label in page.select("label.tap")] == ["Petugas D", "Tidak ditetapkan"]
    row = next(tr for tr in page.select("table.cand tbody tr") if tr.select_one("b").get_text() == "Petugas B")
    assert "tidak aktif lagi" in row.get_text()


def test_no_sentence_leads_to_ones_own_score(sign_in, cast, now):
    serve_and_rate(cast.office_id, cast.admin.person_id, [4] * 12)
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 11 + [3])
    opened = open_period(cast.admin, *QUARTER, "desk")
    lock_period(cast.admin, opened.id)
    check_period(cast.admin2, opened.id, "Sudah diperiksa.")
    mine, theirs = sign_in("admin").get(award_address(opened)).page, sign_in("admin2").get(award_address(opened)).page
    assert "Selisih" not in mine.get_text() and "Selisih" in theirs.get_text()


def spot_check(period) -> str:
    return award_address(period, "/uji-petik")


@pytest.mark.both_engines
def test_the_decider_draws_and_the_checker_calls(sign_in, cast, period, officers):
    with atomic() as s:
        s.execute(update(Guest).values(phone_sealed=seal("+6281143802200"), name="Rahmawati"))
    head, admin = sign_in("head"), sign_in("admin")
    assert admin.get(spot_check(period)).page.select_one("form[action$=undi]") is None
    short = head.post_form(spot_check(period) + "/undi", {"nonce": "ab"}, page=spot_check(period))
    assert short.status_code == 422 and "minimal empat" in short.page.get_text()
    assert (
        head.post_form(spot_check(period) + "/undi", {"nonce": "mangga 17"}, page=spot_check(period)).status_code == 303
    )
    page = admin.get(spot_check(period)).page
    assert "Rahmawati" not in page.get_text() and "+62" not in page.get_text()
    look = page.select_one("form[action$=kontak]")["action"]
    shown = admin.post_form(look, {}, page=spot_check(period)).page
    assert "Rahmawati" in shown.get_text() and "+6281143802200" in shown.get_text()
    noted = admin.post_form(look.replace("kontak", "hasil"), {"outcome": "denied"}, page=spot_check(period))
    assert noted.status_code == 303
    assert "1 tamu menyangkal" in " ".join(admin.get(award_address(period)).page.get_text().split())


@pytest.mark.both_engines
def test_the_head_sees_the_draw_but_no_contact(sign_in, cast, period, officers):
    with atomic() as s:
        s.execute(update(Guest).values(phone_sealed=seal("+6281143802200")))
    head = sign_in("head")
    head.post_form(spot_check(period) + "/undi", {"nonce": "mangga 17"}, page=spot_check(period))
    assert head.get(spot_check(period)).page.select_one("form[action$=kontak]") is None
    assert head.post_form(spot_check(period) + "/1/kontak", {}, page=spot_check(period)).status_code == 403
    assert sign_in("officer").get(spot_check(period)).status_code == 403
    assert sign_in("stranger").get(spot_check(period)).status_code == 404


def test_an_admin_without_the_role_reads_whose_decision_it_is(sign_in, period):
    text = sign_in("admin").get(award_address(period)).page.select_one("section.decide h2").get_text()
    assert text == "Keputusan penetap"
    assert (
        sign_in("head").get(award_address(period)).page.select_one("section.decide h2").get_text() == "Keputusan Anda"
    )


def test_the_page_names_who_made_a_new_password_for_a_decider(sign_in, cast, period):
    assert "dibuat ulang" not in sign_in("admin").get(award_address(period)).page.get_text()
    reset_password(cast.admin, cast.head.person_id)
    text = " ".join(sign_in("admin2").get(award_address(period)).page.get_text().split())
    assert "Kata sandi Hasan Botutihe, M.Si dibuat ulang oleh Aminah Usman, S.Si" in text


def test_the_page_names_who_was_made_a_decider_and_whose_second_factor_was_taken(sign_in, cast, period):
    as_now = {"name": "Nurain Lestari", "call_name": "Nurain", "salutation": "Ibu", "function": ""}
    edit_person(cast.admin, cast.officer.person_id, roles={Role.OFFICER, Role.DECIDER}, **as_now)
    reset_second_factor(cast.office_id, cast.head.person_id)
    text = " ".join(sign_in("admin2").get(award_address(period)).page.get_text().split())
    assert "Nurain Lestari diberi peran penetap oleh Aminah Usman, S.Si" in text
    assert "Langkah kedua masuk Hasan Botutihe, M.Si dilepas oleh pengelola server" in text


@pytest.mark.both_engines
def test_a_sample_certificate_says_so_to_everybody(client, cast, period, officers):
    with atomic() as s:
        s.execute(update(AwardPeriod).values(is_demo=True))
    award_to(cast.head, period.id, officers["B"], REASON)
    announce(cast.admin, period.id)
    with clock.at(AFTER + timedelta(days=20)):
        establish(cast.admin, period.id, "123/SK/2026", date(2026, 10, 20))
    page = client.get(f"/verifikasi/{certificate_of(period.id).code}").page.get_text()
    assert "Piagam ini data contoh" in page and "Piagam ini asli" not in page
