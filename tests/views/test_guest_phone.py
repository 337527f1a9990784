"""The guest's own phone, without JavaScript: by link, by an officer's QR, and with nothing valid at all."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.visit_tokens import link_token, visit_token
from pstku.officers.operations.personal_qr import issue_badge, renew_qr, revoke_badge
from pstku.officers.scanning import current_badge, screen_token
from pstku.ratings.models import Remark, Vote
from tests.factories import make_visit


def served(cast, **fields):
    return make_visit(
        cast.office_id,
        state="done",
        at=clock.now() - timedelta(minutes=20),
        **{"officer_id": cast.officer.person_id, "code": "C7QF", **fields},
    )


def fields_of(page, form):
    return {item["name"]: item.get("value", "") for item in page.select(f"{form} input[type=hidden]")}


def votes():
    session().rollback()
    return session().scalars(select(Vote)).all()


def rate(client, shown, score):
    form = shown.page.select_one("form")
    return client.post(form["action"], data={**fields_of(shown.page, "form"), "score": score})


def test_the_link_of_a_served_visit_rates_in_one_tap_and_takes_reasons(cast, client):
    shown = client.get(f"/n/{visit_token(served(cast).id)}")
    assert "Seberapa puas Anda dengan layanan Ibu Nurain?" in shown.page.select_one("h1").get_text()
    assert [b["value"] for b in shown.page.select("button.face")] == ["1", "2", "3", "4"]
    after = rate(client, shown, 4)
    assert after.status_code == 303
    assert [vote.score for vote in votes()] == [4]
    reasons = client.get(after.location)
    data = {**fields_of(reasons.page, "#alasan"), "reasons": ["friendly", "made_up"], "comment": "Cepat sekali"}
    thanks = client.post(reasons.page.select_one("#alasan")["action"], data=data)
    assert thanks.location.endswith("/n/terima-kasih")
    (vote,) = votes()
    assert (vote.reasons, vote.comment, vote.given_on, vote.officer_id) == (
        ["friendly"],
        "Cepat sekali",
        "own_phone",
        cast.officer.person_id,
    )


def test_a_guest_votes_although_an_employees_link_was_used(cast, client):
    visit = served(cast, follow_up=True)
    link = link_token(visit.id, "ab" * 32)
    rate(client, client.get(f"/n/{link}"), 4)
    assert client.get(f"/n/{link}").page.select("button.face") == []
    rate(client, client.get(f"/n/{visit_token(visit.id)}"), 2)
    assert sorted((vote.score, vote.held_by, vote.unattributed_reason) for vote in votes()) == [
        (2, "guest", None),
        (4, "officer", "replaced"),
    ]


def test_votes_of_one_phone_are_known_by_a_key_that_is_not_in_the_cookie(cast, client):
    for _ in range(2):
        rate(client, client.get(f"/n/{visit_token(served(cast, code=None).id)}"), 3)
    keys = {vote.browser_key for vote in votes()}
    assert len(keys) == 1 and keys != {None}
    assert client.http.get_cookie("tamu").value not in keys


def test_the_form_of_a_qr_ends_when_the_qr_is_renewed(cast, client):
    renew_qr(cast.officer)
    served(cast)
    shown = client.get(f"/n/{screen_token(cast.officer.person_id)}")
    form = fields_of(shown.page, "form") | {"code": "C7QF"}
    renew_qr(cast.officer)
    assert client.post(shown.page.select_one("form")["action"], data=form).status_code == 410


def test_opening_links_changes_nothing(cast, client):
    renew_qr(cast.officer)
    for token in (visit_token(served(cast).id), screen_token(cast.officer.person_id), "tidak-ada"):
        client.get(f"/n/{token}")
    assert votes() == []
    assert session().scalar(select(func.count(Visit.id)).where(Visit.rated_at.is_not(None))) == 0


def test_a_change_of_mind_is_taken_for_thirty_seconds_and_not_longer(cast, client):
    start = clock.now()
    shown = client.get(f"/n/{visit_token(served(cast).id)}")
    reasons = rate(client, shown, 4).location
    with clock.at(start + timedelta(seconds=20)):
        rate(client, client.get(f"{reasons}/ubah"), 2)
    assert [vote.score for vote in votes()] == [2]
    with clock.at(start + timedelta(seconds=40)):
        assert client.get(f"{reasons}/ubah").status_code == 303
        rate(client, shown, 4)
    assert [vote.score for vote in votes() if not vote.unattributed_reason] == [2]


@pytest.mark.both_engines
def test_a_double_tap_is_one_vote(cast, client):
    shown = client.get(f"/n/{visit_token(served(cast).id)}")
    rate(client, shown, 3)
    rate(client, shown, 3)
    assert len(votes()) == 1


def test_before_service_the_link_shows_number_and_code(cast, client):
    visit = make_visit(cast.office_id, code="C7QF", number=14)
    page = client.get(f"/n/{visit_token(visit.id)}").page
    assert "A-014" in page.get_text()
    assert "C7QF" in page.get_text()
    assert not page.select("button.face")


@pytest.mark.both_engines
def test_a_rated_visit_is_not_asked_again(cast, client):
    token = visit_token(served(cast).id)
    rate(client, client.get(f"/n/{token}"), 1)
    page = client.get(f"/n/{token}").page
    assert "sudah dinilai" in page.select_one("h1").get_text()
    assert not page.select("button.face")


@pytest.mark.both_engines
def test_an_officers_qr_asks_the_visit_code_and_the_vote_follows_the_visit(cast, client):
    renew_qr(cast.officer2)
    served(cast)
    shown = client.get(f"/n/{screen_token(cast.officer2.person_id)}")
    assert "Bapak Rahmat" in shown.page.select_one("h1").get_text()
    code = client.post(
        shown.page.select_one("#kode")["action"], data={**fields_of(shown.page, "#kode"), "code": "c7 qf"}
    )
    rating = client.get(code.location)
    assert "Ibu Nurain" in rating.page.select_one("h1").get_text()
    rate(client, rating, 3)
    (vote,) = votes()
    assert (vote.officer_id, vote.flags) == (cast.officer.person_id, ["other_officer"])


def test_a_wrong_code_keeps_what_was_typed_and_says_what_to_check(cast, client):
    renew_qr(cast.officer)
    shown = client.get(f"/n/{screen_token(cast.officer.person_id)}")
    data = {**fields_of(shown.page, "#kode"), "code": "XXXX"}
    again = client.post(shown.page.select_one("#kode")["action"], data=data)
    assert again.status_code == 422
    assert again.page.select_one("input[name=code]")["value"] == "XXXX"
    assert "Periksa keempat hurufnya" in again.page.get_text()


def test_codes_cannot_be_guessed_for_long(cast, client, still_clock):
    renew_qr(cast.officer)
    served(cast)
    shown = client.get(f"/n/{screen_token(cast.officer.person_id)}")
    data = {**fields_of(shown.page, "#kode"), "code": "XXXX"}
    action = shown.page.select_one("#kode")["action"]
    for _ in range(20):
        client.post(action, data=data)
    last = client.post(action, data={**data, "code": "C7QF"})
    assert last.status_code == 429
    assert "Terlalu banyak percobaan" in last.page.get_text()


def test_the_form_outlives_the_rotating_qr_for_ten_minutes(cast, client):
    start = clock.now()
    renew_qr(cast.officer)
    token = screen_token(cast.officer.person_id)
    served(cast)
    shown = client.get(f"/n/{token}")
    data = {**fields_of(shown.page, "#kode"), "code": "C7QF"}
    with clock.at(start + timedelta(minutes=5)):
        assert client.get(f"/n/{token}").status_code == 404
        assert client.post(f"/n/{token}/kode", data=data).status_code == 303
    with clock.at(start + timedelta(minutes=11)):
        assert client.post(f"/n/{token}/kode", data=data).status_code == 410


@pytest.mark.both_engines
def test_a_revoked_badge_opens_only_kritik_dan_saran(cast, client):
    issue_badge(cast.officer)
    badge = current_badge(cast.officer.person_id)
    assert client.get(f"/n/{badge.token}").status_code == 200
    assert client.get(f"/n/{badge.code}").status_code == 200
    revoke_badge(cast.officer)
    for text in (badge.token, badge.code):
        page = client.get(f"/n/{text}")
        assert page.status_code == 404
        assert page.page.select_one("textarea[name=text]")
        assert not page.page.select("input[name=code]")


@pytest.mark.both_engines
@pytest.mark.parametrize("twice", [1, 2])
def test_a_remark_is_kept_once_and_names_nobody(cast, client, twice):
    shown = client.get("/n/tidak-ada")
    data = {**fields_of(shown.page, "form"), "text": "Kursi tunggu kurang"}
    for _ in range(twice):
        assert client.post("/n/saran", data=data).status_code == 303
    session().rollback()
    assert [remark.text for remark in session().scalars(select(Remark))] == ["Kursi tunggu kurang"]


@pytest.mark.both_engines
def test_an_empty_remark_is_asked_for_again(cast, client):
    shown = client.get("/n/tidak-ada")
    again = client.post("/n/saran", data={**fields_of(shown.page, "form"), "text": " "})
    assert again.status_code == 422
    assert "minimal tiga huruf" in again.page.get_text()


def test_a_tap_from_a_signed_in_employees_browser_is_flagged(cast, sign_in):
    browser = sign_in("employee")
    rate(browser, browser.get(f"/n/{visit_token(served(cast).id)}"), 4)
    assert votes()[0].flags == ["staff_browser"]


def test_another_offices_visit_is_unknown_here(cast, client):
    foreign = make_visit(cast.other_office_id, state="done", officer_id=cast.stranger.person_id)
    assert client.get(f"/n/{visit_token(foreign.id)}").status_code == 404
