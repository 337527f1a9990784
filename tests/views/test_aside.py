"""Sisihan: what the server refused waits for an admin, is opened by a recorded act, accepted corrected or discarded."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Guest, Visit
from pstku.setaside.models import AsideItem
from tests.lone_tablets import PROOF, Tablet, milliseconds

LIST = "/admin/tablet/sisihan"


@pytest.fixture
def tablet(app, client, cast):
    return Tablet(app, client, cast.office_id)


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


def ask(tablet, *items):
    body = {"items": [{"kind": "visit"} | item for item in items], "sent_at": milliseconds(clock.now())}
    return tablet.client.post("/kiosk/api/sisihan", json=body, headers=PROOF).json["items"]


def row():
    return session().scalars(select(AsideItem).execution_options(populate_existing=True)).one()


def acts():
    return [
        entry.action
        for entry in session().scalars(select(AuditEntry).order_by(AuditEntry.seq))
        if "aside" in entry.action
    ]


def visits():
    return list(session().scalars(select(Visit).execution_options(populate_existing=True)))


def corrections(page, **fields):
    form = page.select_one("form[action$=terima]")
    typed = {one["name"]: one.get("value", "") for one in form.select("input") if one["name"] != "csrf_token"}
    return typed | {"service": form.select_one("option[selected]")["value"]} | fields


def test_what_was_refused_waits_sealed_until_an_admin_accepts_it_corrected(tablet, admin, cast):
    item = tablet.visit(
        name="Zulaikha", phone="0812", consent=["follow_up"], ago=timedelta(hours=3), age_group="none_of_these"
    )
    assert tablet.statuses(item) == [422]
    assert [one["status"] for one in ask(tablet, item) + ask(tablet, item)] == [425, 425]
    assert b"Zulaikha" not in row().envelope and row().decision is None
    listed = admin.get(LIST)
    assert "Zulaikha" not in listed.text and "Buku tamu" in listed.text
    path = f"{LIST}/{row().id}"
    assert "Zulaikha" not in admin.get(path).text and row().reason in admin.get(path).text
    assert acts() == ["set_aside"]
    opened = admin.post_form(f"{path}/buka", {}, page=path)
    assert opened.page.select_one("#name")["value"] == "Zulaikha"
    assert acts() == ["set_aside", "open_aside"]
    refused = admin.post_form(f"{path}/terima", corrections(opened.page), page=path)
    assert refused.status_code == 422 and refused.page.select_one("#phone-error") and not visits()
    done = admin.post_form(f"{path}/terima", corrections(opened.page, phone="081234567890"), page=path)
    assert done.status_code == 303
    (visit,) = visits()
    assert str(visit.id) == item["id"] and visit.age_group is None
    assert timedelta(hours=3) <= clock.now() - visit.created_at < timedelta(hours=4)
    assert (row().envelope, row().reason, row().decision) == (None, "", "accepted")
    assert acts()[-1] == "decide_aside"
    (told,) = ask(tablet, item)
    assert (told["status"], told["decision"], told["number"]) == (200, "accepted", "A-001")
    assert admin.post_form(f"{path}/buang", {}, page=LIST).status_code == 409 and len(visits()) == 1


@pytest.mark.both_engines
def test_an_item_whose_service_is_gone_waits_for_an_admin_who_chooses_another(tablet, admin):
    gone = tablet.visit(name="Budi", service=999_999)
    assert tablet.statuses(gone) == [422]
    assert ask(tablet, gone)[0]["status"] == 425
    path = f"{LIST}/{row().id}"
    form = admin.post_form(f"{path}/buka", {}, page=path).page.select_one("form[action$=terima]")
    chosen = form.select("[name=service] option[value]")[-1]["value"]
    typed = {one["name"]: one.get("value", "") for one in form.select("input") if one["name"] != "csrf_token"}
    assert admin.post_form(f"{path}/terima", typed | {"service": chosen}, page=path).status_code == 303
    assert [str(visit.service_type_id) for visit in visits()] == [chosen]


def test_another_entry_under_a_known_id_is_accepted_as_a_visit_of_its_own(tablet, admin):
    first = tablet.visit(name="Ani")
    other = tablet.visit(first["id"], name="Dedi")
    assert tablet.statuses(first, other) == [200, 409]
    assert ask(tablet, other)[0]["status"] == 425
    path = f"{LIST}/{row().id}"
    opened = admin.post_form(f"{path}/buka", {}, page=path)
    assert admin.post_form(f"{path}/terima", corrections(opened.page), page=path).status_code == 303
    assert sorted(session().scalars(select(Guest.name))) == ["Ani", "Dedi"]


@pytest.mark.both_engines
def test_what_is_discarded_is_gone_and_the_tablet_hears_so(tablet, admin):
    damaged = {"id": str(uuid7()), "envelope": tablet.visit()["envelope"]}
    assert tablet.statuses(damaged) == [400]
    assert ask(tablet, damaged)[0]["status"] == 425
    path = f"{LIST}/{row().id}"
    assert "tidak dapat dibuka" in admin.post_form(f"{path}/buka", {}, page=path).text
    assert admin.post_form(f"{path}/buang", {}, page=path).status_code == 303
    assert (row().envelope, row().decision) == (None, "discarded") and acts()[-1] == "decide_aside"
    assert ask(tablet, damaged)[0]["decision"] == "discarded" and visits() == []
    assert "Tidak ada yang disisihkan" in admin.get(LIST).text


@pytest.mark.both_engines
def test_what_can_be_taken_after_all_is_taken_without_anybody(tablet, monkeypatch):
    item = tablet.visit()
    with monkeypatch.context() as broken:
        broken.setattr(
            "kiosk.aside.answer_item", lambda one, *_told: {"id": one["id"], "status": 422, "error": "tidak"}
        )
        assert ask(tablet, item)[0]["status"] == 425
    (told,) = ask(tablet, item)
    assert (told["decision"], told["number"]) == ("taken", "A-001")
    assert (row().decision, row().decided_by_id, row().envelope) == ("taken", None, None) and len(visits()) == 1


def test_nobody_reads_a_vote(tablet, admin):
    vote = {"kind": "vote"} | tablet.item("vote", {"visit": "x", "score": 99})
    assert ask(tablet, vote)[0]["status"] == 425
    path = f"{LIST}/{row().id}"
    page = admin.get(path)
    assert "Penilaian tidak dibaca siapa pun" in page.text and not page.page.select("form[action$=buka]")
    assert not admin.post_form(f"{path}/buka", {}, page=path).page.select("form[action$=terima]")
    assert "open_aside" not in acts()


@pytest.mark.both_engines
def test_only_an_admin_of_the_office_decides(tablet, sign_in, cast):
    damaged = {"id": str(uuid7()), "envelope": tablet.visit()["envelope"]}
    ask(tablet, damaged)
    assert sign_in("officer").get(LIST, check=False).status_code == 403
    row().office_id = cast.other_office_id
    session().commit()
    assert sign_in("admin").get(f"{LIST}/{row().id}", check=False).status_code == 404


def test_the_list_of_tablets_and_the_start_say_that_something_waits(tablet, admin):
    assert LIST not in admin.get("/admin/tablet").text
    ask(tablet, {"id": str(uuid7()), "envelope": tablet.visit()["envelope"]})
    assert LIST in admin.get("/admin/tablet").text
    assert LIST in admin.get("/admin/").text
