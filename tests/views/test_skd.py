"""The invitation to BPS's own survey where guests and staff see it: on phones a link, at a tablet a QR, in messages both alike."""

from datetime import timedelta

from pstku.guestbook.visit_tokens import visit_token
from pstku.skm.operations.skd import end_skd, start_skd
from tests.factories import make_device, make_visit
from tests.surveys import served, today

FORM = "https://skd.bps.go.id/p/7571"


def started(cast) -> int:
    return start_skd(cast.admin, address=FORM, starts_on=today(cast), ends_on=today(cast) + timedelta(days=9))


def test_every_guest_who_was_served_sees_it_while_it_asks(app, cast, client):
    visit, waiting = served(cast, code="C7QF"), make_visit(cast.office_id, number=9)
    links = lambda address: [a["href"] for a in client.get(address).page.select("a[href^='https://skd.']")]  # noqa: E731
    assert links("/n/terima-kasih") == links("/n/skm/terima-kasih") == []
    period = started(cast)
    assert links("/n/terima-kasih") == links("/n/skm/terima-kasih") == [FORM]
    assert links(f"/n/{visit_token(waiting.id)}") == []
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    at_tablet = client.get("/n/terima-kasih")
    assert not at_tablet.page.select("a[href^=https]") and at_tablet.page.select(".keep svg.qr")
    assert at_tablet.headers["Refresh"].startswith("30;")
    sent = {"headers": {"X-PSTku": "1", "Origin": "http://localhost"}}
    offered = client.post("/kiosk/penilaian/survei", json={"visit": str(visit.id)}, **sent).json
    assert offered == {"address": None, "official": "/kiosk/skd.svg"}
    drawn = client.get("/kiosk/skd.svg")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    end_skd(cast.admin, period)
    assert client.get("/kiosk/skd.svg").status_code == 404
    assert client.post("/kiosk/penilaian/survei", json={"visit": str(visit.id)}, **sent).json["official"] is None


def test_keepers_begin_and_end_it_and_read_how_many_were_invited(cast, sign_in):
    head, page = sign_in("head"), "/admin/skm/skd"
    served(cast)
    first = head.get(page).page.select_one("#starts_on")["value"]
    typed = {"address": "skd.bps.go.id", "starts_on": first, "ends_on": first}
    refused = head.post_form(page, typed)
    assert (refused.status_code, refused.page.select_one("#address")["value"]) == (422, "skd.bps.go.id")
    assert head.post_form(page, typed | {"address": FORM, "ends_on": "besok"}).status_code == 422
    assert head.post_form(page, typed | {"address": FORM}).status_code == 303
    shown = head.get(page).page
    assert shown.select("svg.qr") and [cell.get_text() for cell in shown.select("td.n")] == ["1"]
    (end,) = [form["action"] for form in shown.select("form[action$=akhiri]")]
    assert head.post_form(end, {}, page=page).status_code == 303
    assert sign_in("officer").get(page).status_code == 403


def test_a_message_carries_it_to_whomever_it_goes(cast, sign_in):
    visit = served(cast, channel="whatsapp", entered_by_id=cast.officer.person_id, code="C7QF")
    officer, address = sign_in("officer"), f"/kunjungan/{visit.id}/tautan"
    assert FORM not in officer.get(address).page.get_text()
    started(cast)
    assert f"formulir resmi BPS: {FORM}" in officer.get(address).page.get_text()
