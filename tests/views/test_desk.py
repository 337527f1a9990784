"""The desk in a browser without JavaScript."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.accounts.models import SignIn
from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Agency, DataNeed, Guest, HelpCall, Invitation, Visit
from pstku.guestbook.operations.help_calls import call_for_help
from pstku.officers.models import Duty
from pstku.offices.queries import configuration
from tests.desk import poll, queue_mode, register, shown_by, state, statements
from tests.factories import make_guest, make_visit


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


def test_an_officer_serves_a_guest_from_start_to_end(cast, officer):
    visit = make_visit(cast.office_id, name="Budi Santoso")
    page = officer.get("/meja").page
    assert "Budi Santoso" in page.select_one(".waiting").get_text()
    assert officer.post_form(f"/meja/{visit.id}/mulai", {}, page="/meja").status_code == 303
    serving = officer.get("/meja").page.select_one(".serving")
    assert "Budi Santoso" in serving.get_text()
    officer.post_form(f"/meja/{visit.id}/selesai", {"outcome": "done_on_the_spot"}, page="/meja")
    assert state(visit) == "done"
    assert session().scalar(select(Invitation.visit_id)) == visit.id
    text = officer.get("/meja").page.get_text(" ")
    assert "0 dari 1 tamu sudah menilai" in text
    assert "Sudah menilai" not in text


@pytest.mark.both_engines
def test_starting_twice_shows_the_fresh_desk(cast, officer):
    visit = make_visit(cast.office_id)
    make_visit(cast.office_id, name="Hapsa")
    officer.post_form(f"/meja/{visit.id}/mulai", {}, page="/meja")
    answer = officer.post_form(f"/meja/{visit.id}/mulai", {}, page="/meja")
    assert answer.status_code == 409
    assert "Hapsa" in answer.page.select_one(".waiting").get_text()


@pytest.mark.both_engines
def test_who_comes_too_late_reads_the_colleagues_name(cast, officer):
    visit = make_visit(cast.office_id)
    page = officer.get("/meja")
    assert page.status_code == 200
    db.session.execute(
        db.update(Visit).where(Visit.id == visit.id).values(state="serving", officer_id=cast.officer2.person_id)
    )
    db.session.commit()
    answer = officer.post_form(f"/meja/{visit.id}/mulai", {}, page="/meja")
    assert answer.status_code == 409
    assert "Tamu ini sudah dilayani Rahmat Djafar, SST." in answer.page.get_text()


@pytest.mark.both_engines
def test_queue_mode_calls_the_next_guest(cast, officer):
    queue_mode(cast)
    visit = make_visit(cast.office_id)
    officer.post_form("/meja/panggil", {}, page="/meja")
    assert "Panggil lagi" in officer.get("/meja").page.get_text()
    assert officer.post_form(f"/meja/{visit.id}/panggil-lagi", {}, page="/meja").status_code == 303
    assert state(visit) == "called"
    officer.post_form(f"/meja/{visit.id}/datang", {}, page="/meja")
    assert state(visit) == "serving"
    assert officer.post_form("/meja/panggil", {}, page="/meja").status_code == 409


def test_the_desk_names_a_service_as_the_guest_chose_it(cast, officer):
    service = next(item for item in configuration(cast.office_id).services if item.name != item.guest_label)
    fields = {"service_type_id": service.id, "officer_id": cast.officer.person_id}
    served = make_visit(cast.office_id, state="serving", **fields)
    make_visit(cast.office_id, state="done", **fields)
    page = officer.get("/meja").page
    for place in (".serving", "[aria-labelledby=selesai]"):
        text = page.select_one(place).get_text()
        assert service.guest_label in text and service.name not in text, place
    sub = officer.get(f"/meja/{served.id}").page.select_one(".sub").get_text()
    assert f"{service.guest_label} ({service.name})" in sub


def test_closing_with_a_referral(cast, officer):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    where = f"/meja/{visit.id}/selesai"
    wrong = officer.post_form(where, {"outcome": "nowhere", "note": "simpan ini"})
    assert wrong.status_code == 422
    assert "simpan ini" in str(wrong.page)
    officer.post_form(where, {"outcome": "referred", "referral": "romantik"})
    session().expire_all()
    assert session().get_one(Visit, visit.id).referral == "romantik"


@pytest.mark.both_engines
def test_an_invitation_is_repeated_or_skipped_with_a_reason(cast, officer):
    visit = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
    officer.post_form(f"/meja/{visit.id}/undang", {}, page="/meja")
    assert session().scalar(select(Invitation.visit_id)) == visit.id
    where = f"/meja/{visit.id}/lewati-undangan"
    assert officer.post_form(where, {"reason": ""}).status_code == 422
    officer.post_form(where, {"reason": "Hanya mengantar surat"})
    session().expire_all()
    assert session().get_one(Visit, visit.id).invite_skipped_reason == "Hanya mengantar surat"


@pytest.mark.both_engines
def test_the_desk_does_not_learn_who_rated_by_inviting_again(cast, officer):
    fields = {"state": "done", "officer_id": cast.officer.person_id}
    rated = make_visit(cast.office_id, rated_at=clock.now(), **fields)
    unrated = make_visit(cast.office_id, **fields)
    answers = [
        officer.post_form(f"/meja/{visit.id}/undang", {}, page="/meja", follow_redirects=True)
        for visit in (rated, unrated)
    ]
    told = [(answer.status_code, answer.page.select_one(".flash").get_text(strip=True)) for answer in answers]
    assert told[0] == told[1] == (200, "Tablet mengundang tamu ini, bila ia belum menilai.")
    assert session().scalars(select(Invitation.visit_id)).all() == [unrated.id]
    skipped = [
        officer.post_form(f"/meja/{visit.id}/lewati-undangan", {"reason": "Sudah pulang"}, follow_redirects=True)
        for visit in (rated, unrated)
    ]
    said = [answer.page.select_one(".flash").get_text(strip=True) for answer in skipped]
    assert said[0] == said[1] and said[0].startswith("Alasan tersimpan, bila tamu ini belum menilai.")
    session().expire_all()
    assert session().get_one(Visit, rated.id).invite_skipped_reason == ""


@pytest.mark.both_engines
def test_what_a_guest_seeks_is_answered_and_written_down_in_one_box(cast, officer):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    shown = officer.get(f"/meja/{visit.id}/data?what=ipm 2024&back=desk").page
    row = shown.select_one("form.need-row")
    fields = {field["name"]: field["value"] for field in row.select("input[type=hidden]")}
    assert fields["indicator_key"] == "ind.ipm"
    for _ in range(2):  # the same press again is the same need
        assert officer.post(row["action"], data=fields | {"obtained": "yes_fits"}).location == "/meja"
    need = session().scalars(select(DataNeed)).one()
    assert (need.indicator_key, need.obtained) == ("ind.ipm", "yes_fits")
    assert (need.region, need.year_from, need.year_to) == ("Kota Gorontalo", 2024, 2024)
    assert need.what in officer.get("/meja").page.select_one(".needs").get_text()
    officer.post_form(f"/meja/{visit.id}/data/{need.id}/hapus", {}, page="/meja")
    assert session().scalar(select(DataNeed.id)) is None


def test_a_need_with_a_fault_keeps_what_was_typed(cast, officer):
    visit = make_visit(cast.office_id)
    where = f"/meja/{visit.id}"
    fields = {"need_id": str(uuid7()), "what": "Peta RT", "obtained": "no", "year_from": "2024", "year_to": "2020"}
    wrong = officer.post_form(f"{where}/data", fields, page=where)
    assert wrong.status_code == 422
    assert "Peta RT" in str(wrong.page)
    officer.post_form(f"{where}/data", fields | {"year_to": "2025", "level": "village"}, page=where)
    assert session().scalars(select(DataNeed)).one().level == "village"


@pytest.mark.both_engines
def test_details_are_completed_later_and_agencies_have_one_row(cast, officer):
    who = cast.officer.person_id
    first, second = (make_visit(cast.office_id, state="done", officer_id=who) for _ in range(2))
    assert "Belum dilengkapi" in officer.get("/meja").page.get_text()
    for visit, spelled in ((first, "Universitas Negeri Gorontalo"), (second, "universitas negeri  GORONTALO")):
        told = {"sex": "female", "agency": spelled, "party_size": "2", "is_all": "y"}
        assert officer.post_form(f"/meja/{visit.id}", told).status_code == 303
    assert len(session().scalars(select(Agency.id)).all()) == 1
    assert "Universitas Negeri Gorontalo" in str(officer.get(f"/meja/{second.id}").page.select_one("#agency"))
    assert "Belum dilengkapi" not in officer.get("/meja").page.get_text()
    wrong = officer.post_form(f"/meja/{first.id}", {"party_size": "1", "party_male": "3"})
    assert wrong.status_code == 422


@pytest.mark.both_engines
def test_a_guests_name_is_corrected_and_the_former_one_is_nowhere(cast, officer):
    visit = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id, name="Yusuf Abdulah")
    where = f"/meja/{visit.id}"
    assert officer.get(where).page.select_one("#name")["value"] == "Yusuf Abdulah"
    wrong = officer.post_form(where, {"name": "Y", "sex": "male"})
    assert wrong.status_code == 422
    assert "minimal dua huruf" in wrong.page.select_one("#name-error").get_text()
    assert wrong.page.select_one("#sex option[selected]")["value"] == "male"
    fields = {"name": "Yusuf Abdullah", "salutation": "Bapak"}
    assert officer.post_form(where, fields).status_code == 303
    session().expire_all()
    guest = session().get_one(Guest, visit.guest_id)
    assert (guest.name, guest.salutation) == ("Yusuf Abdullah", "Bapak")
    entries = session().scalars(select(AuditEntry).where(AuditEntry.action == "correct_guest")).all()
    assert [entry.detail["fields"] for entry in entries] == [["name", "salutation"]]
    assert "Abdul" not in str([entry.detail for entry in session().scalars(select(AuditEntry))])
    officer.post_form(where, fields)  # nothing changed, nothing noted
    assert len(session().scalars(select(AuditEntry).where(AuditEntry.action == "correct_guest")).all()) == 1


@pytest.mark.both_engines
def test_a_child_may_stay_without_a_name_and_an_erased_guest_has_none_to_correct(cast, officer):
    child = make_visit(cast.office_id, guest=make_guest(cast.office_id, name=None, is_minor=True))
    assert officer.post_form(f"/meja/{child.id}", {"sex": "female"}).status_code == 303
    erased = make_visit(cast.office_id, guest=make_guest(cast.office_id, name=None, anonymised_at=clock.now()))
    page = officer.get(f"/meja/{erased.id}").page
    assert page.select_one("#name") is None
    assert officer.post_form(f"/meja/{erased.id}", {"name": "Budi", "sex": "male"}).status_code == 303
    session().expire_all()
    assert session().get_one(Guest, erased.guest_id).name is None


def test_being_ready_and_resting(cast, officer):
    officer.post_form("/meja/siap", {"desk_id": ""}, page="/meja")
    assert "siap melayani" in officer.get("/meja").page.get_text()
    officer.post_form("/meja/istirahat", {}, page="/meja")
    assert "Istirahat" not in officer.get("/meja").page.get_text()


def test_strangers_others_and_bad_ids(cast, officer, sign_in):
    visit = make_visit(cast.other_office_id)
    for path in ("", "/selesai", "/serahkan", "/lewati-undangan", "/data"):
        assert officer.get(f"/meja/{visit.id}{path}").status_code == 404, path
    for path in ("/mulai", "/selesai", "/pergi", "/undang"):
        fields = {"outcome": "done_on_the_spot"}
        assert officer.post_form(f"/meja/{visit.id}{path}", fields, page="/meja").status_code == 404, path
    assert officer.get("/meja/bukan-nomor").status_code == 404
    assert sign_in("employee").get("/meja").status_code == 403


def test_the_desk_needs_a_sign_in(client):
    assert client.get("/meja").status_code == 303


@pytest.mark.both_engines
def test_it_rings_for_duty_first_and_for_the_backup_after_a_while(cast, sign_in):
    today = clock.local_day(clock.now(), configuration(cast.office_id).tz)
    with atomic() as s:
        for actor, is_backup in ((cast.officer, False), (cast.officer2, True)):
            s.add(Duty(office_id=cast.office_id, on=today, person_id=actor.person_id, is_backup=is_backup))
    duty, backup = sign_in("officer"), sign_in("officer2")
    path = "/meja/panggilan"
    silent = {browser: shown_by(poll(browser, path)) for browser in (duty, backup)}
    visit_id = register(cast)
    rung = poll(duty, path, **silent[duty])
    ring = rung.page.select_one("#ring")
    assert (ring["data-ring"], ring["data-count"]) == (f"visit-{visit_id}", "1")
    assert poll(duty, path, **shown_by(rung)).status_code == 204
    unheard = poll(backup, path, **silent[backup])
    assert unheard.page.select_one("#ring") is None
    with clock.at(clock.now() + timedelta(minutes=2, seconds=50)):
        assert poll(backup, path, **shown_by(unheard)).status_code == 204
    with clock.at(clock.now() + timedelta(minutes=3, seconds=1)):
        assert poll(backup, path, **shown_by(unheard)).page.select_one("#ring")["data-count"] == "1"


def test_a_call_from_the_tablet_rings_until_somebody_comes(cast, officer):
    call_id = call_for_help(cast.office_id, uuid7(), device_id=None)
    assert "bantuan" in officer.get("/meja/panggilan").get_data(as_text=True)
    assert "Saya datang" in officer.get("/meja").page.get_text()
    officer.post_form(f"/meja/panggilan/{call_id}/datang", {}, page="/meja")
    assert poll(officer, "/meja/panggilan").page.select_one("#ring") is None
    session().expire_all()
    assert session().get_one(HelpCall, call_id).answered_by_id == cast.officer.person_id


def test_every_page_of_who_serves_rings_and_of_nobody_else(officer, sign_in):
    assert officer.get("/jawab").page.select_one("[hx-trigger='every 5s']")["hx-get"] == "/meja/panggilan"
    assert sign_in("employee").get("/jawab").page.select_one("#ring") is None


def test_the_number_of_statements_does_not_grow_with_the_guests(cast, officer):
    around = statements(lambda: officer.get("/akun"))
    for _ in range(5):
        make_visit(cast.office_id)
        make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
        make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    assert (
        statements(lambda: officer.get("/meja")) <= around + 10
    )  # whom to contact, who waits with a phone, which tablet is full or keeps what is old, which complaints wait
    assert statements(lambda: officer.get("/meja/panggilan")) <= around + 3


def test_the_rating_link_of_a_guest_who_wrote_is_at_hand_for_who_served_them(cast, officer):
    mine, _hers = (
        make_visit(
            cast.office_id, state="done", channel="whatsapp", officer_id=actor.person_id, entered_by_id=actor.person_id
        )
        for actor in (cast.officer, cast.officer2)
    )
    links = [link["href"] for link in officer.get("/meja").page.select("td.act a")]
    assert links == [f"/kunjungan/{mine.id}/tautan"]
    assert officer.get(links[0]).status_code == 200


def test_nobody_is_offered_a_link_they_may_not_hand_out(cast, officer):
    make_visit(cast.office_id, state="done", channel="own_phone", officer_id=cast.officer.person_id, follow_up=False)
    links = [link["href"] for link in officer.get("/meja").page.select("td.act a")]
    assert not [link for link in links if link.endswith("/tautan")]


def test_an_admin_serves_too(cast, sign_in):
    visit = make_visit(cast.office_id)
    admin = sign_in("admin")
    admin.post_form(f"/meja/{visit.id}/mulai", {}, page="/meja")
    assert state(visit) == "serving"


@pytest.mark.both_engines
def test_polling_keeps_nobody_signed_in(cast, officer):
    seen = session().scalar(select(SignIn.last_seen_at))
    with clock.at(clock.now() + timedelta(minutes=5)):
        officer.get("/meja/panggilan", headers={"X-Poll": "1", "HX-Request": "true"})
        assert session().scalar(select(SignIn.last_seen_at)) == seen
        officer.get("/meja")
        assert session().scalar(select(SignIn.last_seen_at)) > seen
