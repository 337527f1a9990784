"""Catat WA/telepon and Catat: saya ditanya ini."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.editing.models import OpenQuestion
from pstku.guestbook.models import DataNeed, Guest, Visit
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.reports.gaps import loop
from tests.factories import make_visit

REPLY = "Nama: Budi Santoso\nUmur: 21\nPekerjaan: mahasiswa\nHalo kak"


def form_of(page) -> dict[str, str]:
    """The fields of the form on a page with the values they show."""
    fields = {f["name"]: f.get("value", "") for f in page.select("main input[type=hidden], main input[type=text]")}
    for select_ in page.select("main select"):
        chosen = select_.select_one("option[selected]") or select_.select_one("option")
        fields[select_["name"]] = chosen["value"]
    return fields


def visits() -> list[Visit]:
    return list(session().scalars(select(Visit)))


def test_the_text_to_send_says_how_long_this_office_keeps_names(sign_in, cast):
    change_settings(cast.admin, {"identity_months": 24})
    assert "dihapus setelah 24 bulan" in sign_in("officer").get("/meja/catat").text


@pytest.mark.both_engines
def test_a_whatsapp_guest_is_written_down_served_and_can_rate(sign_in, cast):
    officer = sign_in("officer")
    fields = form_of(officer.get("/meja/catat").page)
    fields |= {"channel": "whatsapp", "name": "Budi", "need": "IPM 2024", "obtained": "yes_fits", "do": "finish"}
    answer = officer.post("/meja/catat", data=fields)
    visit = visits()[0]
    assert answer.status_code == 303 and answer.location.endswith(f"/kunjungan/{visit.id}/tautan")
    assert (visit.state, visit.channel, visit.officer_id, visit.facility) == (
        "done",
        "whatsapp",
        cast.officer.person_id,
        "chat",
    )
    page = officer.get(answer.location).page
    assert visit.code in page.get_text() and "/n/" in page.select_one("#pesan-wa").get_text()
    link = page.select_one("#pesan-wa").get_text().split(": ")[-1].strip()
    opened = officer.get("/n/" + link.split("/n/")[1])
    fields = {item["name"]: item["value"] for item in opened.page.select("form input[type=hidden]")}
    officer.post(opened.page.select_one("form")["action"], data=fields | {"score": 4})
    vote = session().scalars(select(Vote)).one()
    assert vote.held_by == "officer"
    assert {"staff_browser", "makers_device"} <= set(vote.flags)
    assert session().scalar(select(DataNeed.obtained)) == "yes_fits"


def test_nobody_gets_a_link_to_a_guest_of_the_tablet(sign_in, cast):
    mine = {"state": "done", "officer_id": cast.officer.person_id, "code": "C7QF"}
    walk_in, left_behind = (
        make_visit(cast.office_id, **mine),
        make_visit(cast.office_id, **mine | {"code": "C7QG"}, follow_up=True),
    )
    officer = sign_in("officer")
    assert officer.get(f"/kunjungan/{walk_in.id}/tautan").status_code == 404
    page = officer.get(f"/kunjungan/{left_behind.id}/tautan").page
    assert "C7QG" not in page.get_text()  # the guest took it away: whoever knows it votes as the guest
    link = page.select_one("#pesan-wa").get_text().split(": ")[-1].strip()
    assert "C7QG" not in officer.get("/n/" + link.split("/n/")[1]).page.get_text()


def test_a_pasted_reply_fills_the_form_and_saves_nothing(sign_in):
    officer = sign_in("officer")
    fields = form_of(officer.get("/meja/catat").page) | {"reply": REPLY, "do": "paste", "channel": "whatsapp"}
    page = officer.post("/meja/catat", data=fields).page
    shown = form_of(page)
    assert (shown["name"], shown["age_group"], shown["occupation"]) == ("Budi Santoso", "17_25", "student")
    assert "Halo kak" in page.get_text()
    assert visits() == []


@pytest.mark.both_engines
def test_the_same_form_sent_twice_is_one_visit(sign_in):
    officer = sign_in("officer")
    fields = form_of(officer.get("/meja/catat").page) | {"name": "Budi", "channel": "phone", "do": "keep"}
    officer.post("/meja/catat", data=fields)
    officer.post("/meja/catat", data=fields)
    assert [v.state for v in visits()] == ["serving"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Nama belum terisi"),
        ({"phone": "12", "name": "Budi"}, "Nomor HP"),
        ({"email": "x", "name": "Budi"}, "e-mail"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_the_rest(sign_in, wrong, words):
    officer = sign_in("officer")
    fields = (
        form_of(officer.get("/meja/catat").page) | {"need": "Inflasi", "channel": "whatsapp", "do": "finish"} | wrong
    )
    answer = officer.post("/meja/catat", data=fields)
    assert answer.status_code == 422
    assert words in answer.page.get_text()
    assert form_of(answer.page)["need"] == "Inflasi"
    assert visits() == []


@pytest.mark.both_engines
def test_an_employee_notes_what_they_were_asked_in_two_taps(sign_in, cast):
    employee = sign_in("employee")
    fields = form_of(employee.get("/catat").page) | {"occupation": "student", "need": "Luas Dungingi", "do": "open"}
    answer = employee.post("/catat", data=fields)
    visit = visits()[0]
    assert (visit.channel, visit.state, visit.officer_id) == ("field", "done", cast.employee.person_id)
    gap = loop(configuration(cast.office_id)).gaps[0]
    assert (gap.sought, gap.asked) == (1, 0)  # one event counts once
    page = employee.get(answer.location).page
    assert visit.code in page.get_text()
    assert page.select_one("#pesan-wa").get_text().startswith("Terima kasih. Bagaimana layanan kami?")


@pytest.mark.both_engines
def test_what_a_phone_kept_without_signal_arrives_once_with_the_time_it_was_noted(sign_in):
    employee = sign_in("employee")
    noted, sent = clock.now() - timedelta(hours=5), clock.now()
    fields = form_of(employee.get("/catat").page) | {
        "visit_id": str(uuid7()),
        "need": "harga ikan",
        "occupation": "gone",
        "do": "open",
        "written_at": str(int(noted.timestamp() * 1000)),
        "sent_at": str(int(sent.timestamp() * 1000)),
    }
    for _again in range(2):
        assert employee.post("/catat/kiriman", data=fields).status_code == 204
    (visit,) = visits()
    assert abs(visit.client_created_at - noted) < timedelta(seconds=1) and abs(visit.clock_skew_seconds) < 5
    assert session().scalars(select(DataNeed.what)).all() == ["harga ikan"]
    assert employee.post("/catat/kiriman", data=fields | {"visit_id": "x"}).status_code == 422
    assert employee.post("/catat/kiriman", data=fields | {"written_at": "nan", "sent_at": ""}).status_code == 204
    stray = fields | {"visit_id": str(uuid7()), "sent_at": "4100000000000"}  # a phone whose clock is in the year 2099
    assert employee.post("/catat/kiriman", data=stray).status_code == 204


def test_an_answered_question_is_not_on_the_editors_list(sign_in):
    employee = sign_in("employee")
    employee.post("/catat", data=form_of(employee.get("/catat").page) | {"need": "IPM", "do": "answered"})
    assert session().scalar(select(func.count()).select_from(OpenQuestion)) == 0


def test_the_card_leads_here_with_the_question(sign_in):
    page = sign_in("employee").get("/catat?q=ntp").page
    assert page.select_one("input[name=need]")["value"] == "ntp"


def test_who_may_write_down_and_see_what(sign_in, cast):
    employee = sign_in("employee")
    assert employee.get("/meja/catat").status_code == 403
    employee.post("/catat", data=form_of(employee.get("/catat").page) | {"do": "answered"})
    address = f"/kunjungan/{visits()[0].id}/tautan"
    assert sign_in("officer").get(address).status_code == 404
    assert sign_in("stranger").get(address).status_code == 404
    assert employee.get("/kunjungan/0193-nonsense/tautan").status_code == 404


def test_no_name_of_the_person_asked_is_needed(sign_in):
    employee = sign_in("employee")
    employee.post("/catat", data=form_of(employee.get("/catat").page) | {"do": "answered"})
    assert session().scalar(select(Guest.name)) == "Warga"


def test_a_card_number_typed_in_a_form_is_taken_out_and_the_officer_is_told(sign_in):
    officer = sign_in("officer")
    fields = form_of(officer.get("/meja/catat").page)
    fields |= {"channel": "phone", "name": "Budi", "need": "data 7571 0101 0101 0007", "obtained": "no", "do": "keep"}
    answer = officer.post("/meja/catat", data=fields)
    assert "Nomor itu sudah dihapus" in officer.get(answer.location).page.get_text()
    assert "7571" not in session().scalar(select(DataNeed.what))


def test_one_tap_places_an_unread_line_and_leaves_the_others(sign_in):
    officer = sign_in("officer")
    pasted = form_of(officer.get("/meja/catat").page) | {"reply": "Pendidikan: belum S1\nHalo kak", "do": "paste"}
    page = officer.post("/meja/catat", data=pasted).page
    assert page.select_one("#unread") and "belum pasti" in page.get_text()
    lines = {"unread": ["belum S1", "Halo kak"], "unread_field": ["education", ""]}
    page = officer.post("/meja/catat", data=pasted | lines | {"do": "", "place": "0:education:slta"}).page
    assert form_of(page)["education"] == "slta"
    assert [field["value"] for field in page.select("[name=unread]")] == ["Halo kak"]
    page = officer.post(
        "/meja/catat", data=form_of(page) | {"unread": "Halo kak", "unread_field": "", "place": "0::"}
    ).page
    assert page.select_one("#unread") is None
    assert visits() == []


def test_a_refused_save_keeps_the_lines_nobody_has_looked_at(sign_in):
    officer = sign_in("officer")
    pasted = form_of(officer.get("/meja/catat").page) | {"reply": "Nama: Yusuf / 45\nUmur: 20an", "do": "paste"}
    officer.post("/meja/catat", data=pasted)
    lines = {"unread": ["Yusuf / 45", "20an"], "unread_field": ["name", "age_group"]}
    refused = officer.post("/meja/catat", data=pasted | lines | {"reply": "", "do": "keep"})
    assert refused.status_code == 422
    assert [field["value"] for field in refused.page.select("[name=unread]")] == ["Yusuf / 45", "20an"]


@pytest.mark.both_engines
def test_a_number_the_officer_takes_down_is_one_the_guest_may_be_reached_by(sign_in):
    officer = sign_in("officer")
    fields = form_of(officer.get("/meja/catat").page)
    officer.post(
        "/meja/catat", data=fields | {"channel": "phone", "name": "Budi", "phone": "0812 3456 7890", "do": "keep"}
    )
    guest = session().scalar(select(Guest))
    assert guest.phone_index and [consent.purpose for consent in guest.consents] == ["follow_up"]
