"""The survey on the guest's phone, without JavaScript, and its pages for whoever keeps it."""

import pytest
from sqlalchemy import func, select

from pstku.contacts.queries import owed
from pstku.core.db import session
from pstku.guestbook.visit_tokens import visit_token
from pstku.offices.operations.improvements import add_improvement
from pstku.offices.queries import configuration
from pstku.skm.models import SkmAnswer, SkmRound
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.rounds import close_round, move_figures
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.rounds import Way
from pstku.skm.rules.sets import SKM
from tests.contacts import come
from tests.factories import make_device, make_visit
from tests.surveys import answer_often, link_of, open_quarter, served, token_of

CODE = "C7QF"


def answers() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(SkmAnswer))


def tapped(shown, **typed):
    """What the form sends when the last answer of every question is tapped."""
    hidden = {item["name"]: item.get("value", "") for item in shown.page.select("#survei input[type=hidden]")}
    return hidden | dict.fromkeys(SKM.keys, "4") | typed


def test_nine_taps_fill_it_in_and_the_link_is_used_up(cast, client):
    open_quarter(cast)
    token = token_of(cast, served(cast))
    shown = client.get(f"/n/skm/{token}")
    groups = shown.page.select("fieldset[role=radiogroup]")
    assert [group["id"] for group in groups] == list(SKM.keys)
    assert all(len(group.select("input[type=radio]")) == 4 for group in groups)
    assert not shown.page.select("#survei input:checked")
    assert client.get(f"/n/skm/{token}").status_code == 200  # a preview of the link uses nothing up
    sent = client.post(f"/n/skm/{token}", data=tapped(shown, sex="female", education="s1"))
    assert (sent.status_code, sent.location) == (303, "/n/skm/terima-kasih")
    assert "Terima kasih" in client.get(sent.location).page.select_one("h1").get_text()
    assert answers() == 1
    again = client.post(f"/n/skm/{token}", data=tapped(shown))
    assert (again.status_code, answers()) == (409, 1)
    assert "sudah kami terima" in client.get(f"/n/skm/{token}").page.select_one("h1").get_text()


def test_what_is_missing_is_said_beside_it_and_what_was_tapped_stays(cast, client):
    open_quarter(cast)
    token = token_of(cast, served(cast))
    shown = client.get(f"/n/skm/{token}")
    data = tapped(shown, occupation="student")
    del data["sarana"], data["pengaduan"]
    refused = client.post(f"/n/skm/{token}", data=data)
    assert (refused.status_code, answers()) == (422, 0)
    assert [group["id"] for group in refused.page.select("fieldset[aria-invalid=true]")] == ["pengaduan", "sarana"]
    assert refused.page.select_one("#belum a")["href"] == "#pengaduan"
    assert len(refused.page.select("#survei input:checked")) == 8


def test_in_english_with_what_was_tapped_kept(cast, client):
    open_quarter(cast)
    token = token_of(cast, served(cast))
    shown = client.get(f"/n/skm/{token}?bahasa=en")
    assert shown.page.select_one("h1").get_text() == "Public satisfaction survey"
    assert "Very well" in shown.page.select_one("#pengaduan").get_text(" ")
    data = tapped(shown, do="language")
    switched = client.post(f"/n/skm/{token}?bahasa=id", data=data)
    assert (switched.page.select_one("h1").get_text(), answers()) == ("Survei kepuasan masyarakat", 0)
    assert len(switched.page.select("#survei input:checked")) == 9


@pytest.mark.parametrize("token", ["x", "AAAA", "%3Cscript%3E", "a" * 400])
def test_a_token_that_is_none_of_ours_opens_nothing(cast, client, token):
    open_quarter(cast)
    assert client.get(f"/n/skm/{token}").status_code == 410
    assert client.post(f"/n/skm/{token}").status_code in (400, 410)


def test_a_staff_browser_fills_in_no_guests_form(cast, sign_in):
    open_quarter(cast)
    token = token_of(cast, served(cast), Way.LINK)
    officer = sign_in("officer")
    assert officer.get(f"/n/skm/{token}").status_code == 403


def test_a_guest_who_rated_is_offered_the_survey_once(cast, client):
    visit = served(cast, code=CODE)

    def hidden(shown, form):
        return {item["name"]: item.get("value", "") for item in shown.page.select(f"{form} input[type=hidden]")}

    def rate_to_thanks(visit):
        shown = client.get(f"/n/{visit_token(visit.id)}")
        after = client.post(shown.page.select_one("form")["action"], data=hidden(shown, "form") | {"score": 4})
        reasons = client.get(after.location)
        sent = client.post(reasons.page.select_one("#alasan")["action"], data=hidden(reasons, "#alasan"))
        return client.get(sent.location)

    assert not rate_to_thanks(visit).page.select("a[href*='/skm/']")  # no round asks
    open_quarter(cast)
    thanks = rate_to_thanks(served(cast, code="C7QG", number=2))
    (offer,) = thanks.page.select("a[href*='/skm/']")
    form = client.get(offer["href"])
    assert client.post(offer["href"], data=tapped(form)).status_code == 303
    rated = client.get(f"/n/{visit_token(visit.id)}")
    assert len(rated.page.select("a[href*='/skm/']")) == 1  # the other visit has not answered
    session().rollback()
    assert session().scalars(select(SkmAnswer.way)).all() == ["own_phone"]


def test_the_tablet_offers_the_survey_of_a_visit_that_was_served(app, cast, client):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    sent = {"headers": {"X-PSTku": "1", "Origin": "http://localhost"}}

    def offered(visit_id):
        return client.post("/kiosk/penilaian/survei", json={"visit": str(visit_id)}, **sent).json["address"]

    visit = served(cast)
    assert offered(visit.id) is None  # no round asks
    open_quarter(cast)
    assert [offered(other) for other in (make_visit(cast.office_id, number=9).id, "x", None)] == [None] * 3
    address = offered(visit.id)
    shown = client.get(address)
    assert shown.headers["Refresh"].endswith("url=/kiosk/")
    add_improvement(cast.admin, "Kursi kurang. Kini ada sepuluh.")
    thanks = client.post(address, data=tapped(shown))
    assert "Kini ada sepuluh" in client.get(thanks.location).page.get_text()
    assert client.get(thanks.location).headers["Refresh"].startswith("4;")
    assert offered(visit.id) is None
    session().rollback()
    assert session().scalars(select(SkmAnswer.way)).all() == ["tablet"]


def test_a_round_is_opened_read_and_closed(cast, sign_in):
    client = sign_in("admin")
    shown = client.get("/admin/skm")
    assert shown.status_code == 200
    values = [option["value"] for option in shown.page.select("#period option")]
    refused = client.post_form("/admin/skm", {"period": values[-1], "population": "banyak", "sheets": "0"})
    assert refused.status_code == 422
    assert refused.page.select_one("#population")["value"] == "banyak"
    opened = client.post_form("/admin/skm", {"period": values[-1], "population": "100", "sheets": "5"})
    assert opened.status_code == 303
    round_id = int(opened.location.rsplit("/", 1)[1])
    page = client.get(opened.location)
    assert "dari sasaran 80" in page.page.get_text(" ", strip=True)
    assert "Pedoman 9/2024 belum diperiksa" in page.page.get_text()
    answer_often(cast, [4] * 29)
    client.post_form(f"/admin/skm/{round_id}/hitung", {}, page=opened.location)
    few = client.get(opened.location).page.get_text(" ", strip=True)
    assert "29 jawaban. Indeks dan mutu tampil mulai 30." in few
    assert "Sangat Baik" not in few
    answer_often(cast, [4])
    client.post_form(f"/admin/skm/{round_id}/hitung", {}, page=opened.location)
    many = client.get(opened.location).page.get_text(" ", strip=True)
    assert "100,00 A Sangat Baik" in many
    assert (
        client.post_form(
            f"/admin/skm/{round_id}/ubah", {"population": "200", "sheets": "5"}, page=opened.location
        ).status_code
        == 303
    )
    assert client.post_form(f"/admin/skm/{round_id}/tutup", {}, page=opened.location).status_code == 303
    session().rollback()
    assert session().get(SkmRound, round_id).closed_at is not None
    assert "ditutup" in client.get(opened.location).page.get_text()
    assert client.get("/admin/skm").page.select("table a")[0]["href"] == opened.location


def test_pages_of_the_survey_are_for_keepers_of_the_office(cast, sign_in):
    round_id = open_quarter(cast)
    answer_often(cast, [2] * 3)
    move_figures(cast.office_id)
    client = sign_in("officer")
    for address in ("/admin/skm", f"/admin/skm/{round_id}"):
        assert client.get(address).status_code == 403
    client = sign_in("head")
    assert client.get(f"/admin/skm/{round_id}").status_code == 200
    assert client.get(f"/admin/skm/{round_id + 1}").status_code == 404
    close_round(cast.admin, round_id)


def test_a_sheet_is_typed_in_and_what_is_wrong_keeps_it(cast, sign_in):
    employee = sign_in("employee")
    assert "Tidak ada lembar" in employee.get("/lembar-survei").page.get_text()
    assert not employee.get("/belajar").page.select("nav a[href='/lembar-survei']")
    open_quarter(cast, sheets=2)
    assert employee.get("/belajar").page.select("nav a[href='/lembar-survei']")
    service = served(cast).service_type_id
    shown = employee.get("/lembar-survei")
    typed = {"sheet": "2", "day": shown.page.select_one("#day")["value"], "service": str(service)}
    few = employee.post_form("/lembar-survei", typed | {"persyaratan": "3"})
    assert (few.status_code, few.page.select_one("#sheet")["value"]) == (422, "2")
    assert len(few.page.select("fieldset[aria-invalid=true]")) == 8
    whole = typed | dict.fromkeys(SKM.keys, "3")
    for wrong, field in (
        ({"sheet": "3"}, "sheet"),
        ({"sheet": "x"}, "sheet"),
        ({"day": "kemarin"}, "day"),
        ({"service": "999"}, "service"),
    ):
        refused = employee.post_form("/lembar-survei", whole | wrong)
        assert (refused.status_code, refused.page.select_one(f"#{field}")["aria-invalid"]) == (422, "true")
    assert sign_in("officer").post_form("/lembar-survei", whole).status_code == 403
    assert answers() == 0
    assert employee.post_form("/lembar-survei", whole).status_code == 303
    assert answers() == 1


def test_sheets_are_printed_from_the_page_of_the_round(cast, sign_in):
    page = f"/admin/skm/{open_quarter(cast, sheets=3)}"
    admin = sign_in("admin")
    assert [admin.get(page).page.select_one(f"#{name}")["value"] for name in ("dari", "sampai")] == ["1", "3"]
    printed = admin.get(f"{page}/lembar.pdf?dari=1&sampai=3")
    assert printed.get_data().startswith(b"%PDF")
    for wrong in ("", "?dari=1&sampai=4", "?dari=x&sampai=2"):
        refused = admin.get(f"{page}/lembar.pdf{wrong}")
        assert (refused.status_code, refused.location) == (303, page)
        assert "Nomor lembar putaran ini 1 sampai 3." in admin.get(page).page.get_text()
    assert sign_in("officer").get(f"{page}/lembar.pdf?dari=1&sampai=3").status_code == 403


def test_plan_media_and_report_are_walked(cast, sign_in):
    round_id = open_quarter(cast)
    answer_often(cast, [3] * 30)
    head = sign_in("head")
    page = f"/admin/skm/{round_id}"
    empty = head.post_form(f"{page}/tindak-lanjut", {"action": "Menata ruang", "unsur": "sarana"})
    assert (empty.status_code, empty.page.select_one("#action").get_text().strip()) == (422, "Menata ruang")
    line = {
        "unsur": "sarana",
        "action": "Menata ruang",
        "owner_id": str(cast.officer.person_id),
        "planned_on": "2099-01-01",
    }
    assert head.post_form(f"{page}/tindak-lanjut", line).status_code == 422
    for nobody in ("-1", "9" * 30, "x", ""):
        refused = head.post_form(f"{page}/tindak-lanjut", line | {"owner_id": nobody, "planned_on": "2026-12-31"})
        assert (refused.status_code, refused.page.select_one("#owner_id")["aria-invalid"]) == (422, "true")
    year = session().get(SkmRound, round_id).ends_on.isoformat()
    assert head.post_form(f"{page}/tindak-lanjut", line | {"planned_on": year}).location == page
    (link,) = [a["href"] for a in head.get(page).page.select("th a[href*='tindak-lanjut']")]
    assert head.post_form(link, line | {"planned_on": year, "owner_id": "9" * 30}).status_code == 422
    assert head.post_form(link, line | {"planned_on": year, "action": "Menata ruang tunggu"}).status_code == 303
    refused = head.post_form(f"{link}/selesai", {"done_on": "2099-01-01", "outcome": "Sudah"}, page=link)
    assert (refused.status_code, refused.page.select_one("#outcome").get_text().strip()) == (422, "Sudah")
    today = head.get(link).page.select_one("#done_on")["value"]
    said = {"done_on": today, "outcome": "Sudah ditata", "tell": "Ruang tunggu sempit. Kini lebih lega."}
    assert head.post_form(f"{link}/selesai", said, page=link).status_code == 303
    assert "Sudah ditata" in head.get(link).page.get_text()
    assert head.get(f"{page}/laporan.pdf").status_code == 409
    close_round(cast.admin, round_id)
    medium = {"medium": "Situs kantor", "published_on": today, "address": ""}
    assert head.post_form(f"{page}/publikasi", medium | {"medium": ""}).status_code == 422
    assert head.post_form(f"{page}/publikasi", medium).status_code == 303
    (remove,) = [form["action"] for form in head.get(page).page.select("form[action$=hapus]")]
    assert head.get(f"{page}/laporan.pdf").get_data().startswith(b"%PDF")
    assert head.post_form(remove, {}, page=page).status_code == 303
    for address in (page, f"{page}/tindak-lanjut", link, f"{page}/publikasi", f"{page}/laporan.pdf"):
        assert sign_in("officer").get(address).status_code == 403


def test_messages_the_desk_sends_carry_the_survey_in_the_guests_language(cast, sign_in):
    mine = {"channel": "whatsapp", "entered_by_id": cast.officer.person_id, "code": CODE, "language": "en"}
    visit = served(cast, **mine)
    officer = sign_in("officer")
    address = f"/kunjungan/{visit.id}/tautan"
    assert "/n/skm/" not in officer.get(address).page.get_text()
    round_id = open_quarter(cast)
    told = officer.get(address).page.get_text()
    assert "Please also take our service survey" in told and "/n/skm/" in told
    close_round(cast.admin, round_id)
    assert "/n/skm/" not in officer.get(address).page.get_text()


def test_an_invitation_to_rate_carries_the_survey_and_news_does_not(cast, sign_in):
    office = configuration(cast.office_id)
    for consent in ("rating_invitation", "follow_up"):
        come(cast, office, consent)
    open_quarter(cast)
    officer = sign_in("officer")
    told = {}
    for one in owed(office, cast.officer.person_id):
        path = f"/meja/hubungi/{one.id}"
        told[one.kind] = officer.post_form(f"{path}/ambil", {}, page=path).page.select_one("#pesan-janji").get_text()
    assert {kind: "/n/skm/" in words for kind, words in told.items()} == {"rating": True, "data": False}


def test_the_text_of_an_example_is_entered_compared_and_asked_on_its_own_scale(cast, client, sign_in):
    head, page = sign_in("head"), "/admin/skm/kuesioner/layanan_10"
    listed = head.get("/admin/skm/kuesioner").page.get_text(" ", strip=True)
    assert "Pedoman 9/2024 belum diperiksa" in listed and listed.count("contoh, tanpa teks") == 4
    assert not head.get("/admin/skm").page.select("#question_set")
    fields = [box["name"] for box in head.get(page).page.select("form textarea")]
    typed = {name: f"Uji {name} <i>?" for name in fields} | {"lowest_words": "buruk", "highest_words": "baik"}
    refused = head.post_form(page, typed)
    assert (refused.status_code, refused.page.select_one("#source")["aria-invalid"]) == (422, "true")
    assert refused.page.select_one("#waktu").get_text().strip() == "Uji waktu <i>?"
    assert head.post_form(page, typed | {"source": "Naskah uji, 2026"}).status_code == 303
    (switch,) = [form["action"] for form in head.get(page).page.select("form[action$=aktif]")]
    head.post_form(switch, {}, page=page)
    assert "belum aktif" in head.get(page).page.get_text()
    head.post_form(switch, {"is_compared": "y"}, page=page)
    assert "Diaktifkan" in head.get(page).page.get_text()
    values = [option["value"] for option in head.get("/admin/skm").page.select("#question_set option")]
    assert values == ["skm", "layanan_10"]
    period = head.get("/admin/skm").page.select("#period option")[-1]["value"]
    opened = {"question_set": "layanan_10", "period": period, "population": "9", "sheets": "0"}
    assert head.post_form("/admin/skm", opened | {"question_set": "integritas_10"}).status_code == 422
    assert head.post_form("/admin/skm", opened).status_code == 303
    shown = client.get(f"/n/skm/{token_of(cast, served(cast))}?bahasa=en")
    assert len(shown.page.select("#waktu input[type=radio]")) == 10
    assert shown.page.select_one("#waktu legend [lang=id]").get_text() == "Uji waktu <i>?"
    assert "SKD" not in shown.page.get_text() and "masyarakat" not in shown.page.select_one("h1").get_text()
    filled = Filled(dict.fromkeys(fields, 9))
    for _ in range(30):
        answer_by_link(cast.office_id, link_of(cast, served(cast)), filled)
    move_figures(cast.office_id)
    figures = head.get(f"/admin/skm/{session().scalar(select(SkmRound.id))}").page.select_one("[aria-labelledby=ikm]")
    assert "90,00" in figures.get_text() and "Rata-rata" in figures.get_text()
    assert "NRR" not in figures.get_text() and "IKM" not in figures.get_text(), "words of SKM alone"
    head.post_form(switch, {"do": "off"}, page=page)
    assert "tidak aktif lagi" in head.get(page).page.get_text()
    for address in ("/admin/skm/kuesioner", page):
        assert sign_in("officer").get(address).status_code == 403
    assert head.get("/admin/skm/kuesioner/skm").status_code == 404
