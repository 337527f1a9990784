"""Tambah tamu di meja."""

import pytest
from sqlalchemy import func, select

from pstku.core.db import session
from pstku.guestbook.models import Guest, Visit
from pstku.ratings.models import Vote
from tests.factories import make_device, make_visit
from tests.views.test_remote import form_of
from tests.views.test_tablet_rating import ballot, call

WHERE = "/meja/tamu"


def fill(officer, **fields) -> dict[str, str]:
    """The form as it opens, with some fields typed."""
    return form_of(officer.get(WHERE).page) | fields


def test_a_guest_without_tablet_is_in_the_book_and_served_with_name_and_service_alone(cast, sign_in):
    officer = sign_in("officer")
    assert WHERE in [link["href"] for link in officer.get("/meja").page.select(".desk-tools a")]
    answer = officer.post(WHERE, data=fill(officer, name="Yusran", do="serve"), follow_redirects=True)
    visit = session().scalars(select(Visit)).one()
    who = cast.officer.person_id
    assert (visit.state, visit.channel, visit.entered_by_id, visit.officer_id) == ("serving", "desk", who, who)
    assert (visit.facility, visit.party_size) == ("walk_in", 1)
    assert f"Kode kunjungannya {visit.code}" in answer.page.select_one(".flash").get_text()
    assert f"/kunjungan/{visit.id}/tautan" in [link["href"] for link in answer.page.select(".serving a")]


@pytest.mark.both_engines
def test_a_guest_may_wait_like_the_others_and_a_second_press_is_the_same_guest(cast, sign_in):
    officer = sign_in("officer")
    fields = fill(officer, name="Hapsa", salutation="Ibu", party_size="3", party_male="1", needs_help="y", do="wait")
    for _ in range(2):
        assert officer.post(WHERE, data=fields).status_code == 303
    visit = session().scalars(select(Visit)).one()
    assert (visit.state, visit.officer_id, visit.needs_help) == ("waiting", None, True)
    assert (visit.party_size, visit.party_male, visit.party_female) == (3, 1, None)
    assert "Ibu Hapsa" in officer.get("/meja").page.select_one(".waiting").get_text()


def test_a_refusal_keeps_everything_typed_and_says_what_to_do_beside_the_field(cast, sign_in):
    officer = sign_in("officer")
    typed = {"name": "Y", "phone": "0812", "agency": "Dinas Sosial", "party_size": "2", "sex": "male", "do": "wait"}
    for field, fixed in (("phone", "0812 3456 7890"), ("name", "Yus")):
        refused = officer.post(WHERE, data=fill(officer, **typed))
        assert refused.status_code == 422
        assert refused.page.select_one(f"#{field}-error"), field
        assert refused.page.select_one("form.form details")["open"] == ""
        for name in ("name", "phone", "agency", "party_size"):
            assert refused.page.select_one(f"#{name}")["value"] == typed[name]
        assert refused.page.select_one("#sex option[selected]")["value"] == "male"
        typed[field] = fixed
    wrong = officer.post(WHERE, data=fill(officer, **typed, party_male="2", party_female="2"))
    assert "melebihi jumlah orang" in wrong.page.get_text()
    assert session().scalar(select(func.count()).select_from(Visit)) == 0
    assert officer.post(WHERE, data=fill(officer, **typed)).status_code == 303


def test_a_child_needs_no_name_and_leaves_no_number(cast, sign_in):
    officer = sign_in("officer")
    officer.post(WHERE, data=fill(officer, is_minor="y", phone="0812 3456 7890", do="wait"))
    guest = session().scalars(select(Guest)).one()
    assert (guest.is_minor, guest.name, guest.phone_index) == (True, None, None)


@pytest.mark.both_engines
def test_the_guest_votes_on_the_tablet_as_a_guest_and_by_the_officers_link_as_the_officer(cast, sign_in, app, client):
    officer = sign_in("officer")
    officer.post(WHERE, data=fill(officer, name="Yusran", do="serve"))
    visit = session().scalars(select(Visit)).one()
    officer.post_form(f"/meja/{visit.id}/selesai", {"outcome": "done_on_the_spot"}, page="/meja")
    link = (
        officer.get(f"/kunjungan/{visit.id}/tautan").page.select_one("#pesan-wa").get_text().split("/n/")[1].split()[0]
    )
    opened = officer.get(f"/n/{link}").page
    hidden = {item["name"]: item["value"] for item in opened.select("form input[type=hidden]")}
    officer.post(opened.select_one("form")["action"], data=hidden | {"score": 4})
    assert session().scalars(select(Vote.held_by)).all() == ["officer"]
    make_device(cast.office_id)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    assert call(client, "/kiosk/suara", ballot(visit)).status_code == 200
    session().rollback()
    assert sorted(session().scalars(select(Vote.held_by))) == ["guest", "officer"]


@pytest.mark.both_engines
def test_the_overview_counts_apart_whom_an_officer_entered(cast, sign_in):
    officer = sign_in("officer")
    for name in ("Yusran", "Hapsa"):
        officer.post(WHERE, data=fill(officer, name=name, do="wait"))
    make_visit(cast.office_id, letter="Z")
    text = sign_in("head").get("/ringkasan").page.select_one("section[aria-labelledby=kunjungan]").get_text(strip=True)
    assert "3kunjungan" in text.replace(" ", "") and "dicatat petugas2." in text


def test_who_serves_nobody_adds_nobody(sign_in):
    assert sign_in("employee").get(WHERE).status_code == 403
