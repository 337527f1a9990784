"""Harus dihubungi in a browser without JavaScript."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import ContactPromise
from pstku.guestbook.operations.questions import leave_question
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import close_visit, start_service
from pstku.guestbook.visit_tokens import invite_token
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote

SUNDAY_LAST = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LIST = "/meja/hubungi"
PHONE = "+6281234567890"


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


def ask(cast, office_id=None, **fields) -> str:
    """A question left behind; the address of its promise."""
    office, visit_id = configuration(office_id or cast.office_id), uuid7()
    told = {"name": "Siti Rahma", "phone": PHONE, "consents": ("follow_up",), "question": "Berapa inflasi Oktober?"}
    entry = Entry(service_id=office.services[0].id, **(told | fields))
    leave_question(office.id, visit_id, entry, Origin(channel="tablet"))
    return address(visit_id)


def address(visit_id) -> str:
    promise_id = session().query(ContactPromise.id).filter(ContactPromise.visit_id == visit_id).scalar()
    session().rollback()
    return f"{LIST}/{promise_id}"


def promise(path) -> ContactPromise:
    return session().get_one(ContactPromise, int(path.rpartition("/")[2]), populate_existing=True)


def test_a_question_goes_from_the_desk_to_its_answer(cast, officer):
    path = ask(cast)
    desk = officer.get("/meja").page
    assert "1 tamu harus dihubungi" in desk.select_one("main").get_text()
    assert desk.select_one("nav.side a[href='/meja/hubungi'] .count").get_text() == "1"
    assert "Siti" not in desk.select_one(".waiting").get_text()
    listed = officer.get(LIST).page
    assert "“Berapa inflasi Oktober?”" in listed.get_text() and "hari kerja lagi" in listed.get_text()
    assert PHONE not in listed.get_text()
    assert PHONE not in officer.get(path).page.get_text()

    taken = officer.post_form(f"{path}/ambil", {}, page=LIST)
    assert taken.status_code == 200
    links = [link["href"] for link in taken.page.select("a.btn[href]")]
    whatsapp = next(link for link in links if link.startswith("https://wa.me/6281234567890?text="))
    assert "inflasi" in whatsapp and f"tel:{PHONE}" in links
    message = taken.page.select_one("#pesan-janji").get_text()
    assert message.startswith("Halo Siti Rahma, saya Ibu Nurain dari BPS Kota Gorontalo.")
    assert PHONE not in officer.get(path).page.get_text()

    kept = {"channel": "whatsapp", "result": "answered", "words": ""}
    assert officer.post_form(f"{path}/sudah", kept, page=path).location == LIST
    assert "Tidak ada yang harus dihubungi" in officer.get(LIST).page.get_text()
    assert officer.get("/meja").page.select_one("nav.side .count") is None
    finished = officer.get("/meja").page.select_one("[aria-labelledby=selesai]").get_text()
    assert "menit kerja" in finished


def test_a_form_without_its_answers_keeps_what_was_typed(cast, officer):
    path = ask(cast)
    officer.post_form(f"{path}/ambil", {}, page=LIST)
    answer = officer.post_form(f"{path}/sudah", {"words": "Sudah saya kirim"}, page=path)
    assert answer.status_code == 422
    assert answer.page.select_one("#channel-error")
    assert answer.page.select_one("textarea[name=words]").get_text().strip() == "Sudah saya kirim"
    answer = officer.post_form(f"{path}/sudah", {"channel": "email", "words": "x"}, page=path)
    assert answer.page.select_one("#result-error")


@pytest.mark.both_engines
def test_who_comes_too_late_reads_so_on_the_list(cast, officer, sign_in):
    path = ask(cast)
    officer.post_form(f"{path}/ambil", {}, page=LIST)
    colleague = sign_in("officer2")
    assert "Nurain Lestari" in colleague.get(LIST).page.get_text()
    answer = colleague.post_form(f"{path}/ambil", {}, page="/meja")
    assert answer.location == LIST
    assert "sudah diambil rekan" in colleague.get(LIST).page.get_text()
    for act in ("lihat", "lepas", "belum", "menyerah"):
        assert colleague.post_form(f"{path}/{act}", {}, page="/meja", check=False).status_code == 403, act
    assert colleague.get(f"{path}/alihkan", check=False).status_code == 403


def test_given_back_passed_on_and_tried(cast, officer, sign_in):
    path = ask(cast)
    officer.post_form(f"{path}/ambil", {}, page=LIST)
    officer.post_form(f"{path}/lepas", {}, page=path)
    assert promise(path).officer_id is None
    officer.post_form(f"{path}/ambil", {}, page=LIST)
    assert officer.post_form(f"{path}/alihkan", {"to_officer_id": ""}, page=f"{path}/alihkan").status_code == 422
    for _ in range(3):
        officer.post_form(f"{path}/belum", {}, page=path)
    assert "Tidak dapat dihubungi" in officer.get(path).page.get_text()
    fields = {"to_officer_id": str(cast.officer2.person_id)}
    assert officer.post_form(f"{path}/alihkan", fields, page=f"{path}/alihkan").location == LIST
    colleague = sign_in("officer2")
    assert "1 dialihkan kepada Anda" in colleague.get("/meja").page.get_text()
    assert "Dialihkan kepada Anda oleh Nurain" in colleague.get(LIST).page.get_text()
    assert PHONE in colleague.post_form(f"{path}/lihat", {}, page=LIST).page.get_text()
    assert "dialihkan kepada Anda" not in colleague.get("/meja").page.get_text()
    assert colleague.post_form(f"{path}/menyerah", {}, page=path).location == LIST
    assert promise(path).result == "unreachable"


def test_an_admin_takes_over_from_somebody_absent(cast, officer, sign_in):
    path, admin = ask(cast), sign_in("admin")
    officer.post_form(f"{path}/ambil", {}, page=LIST)
    assert "Saya yang pegang" in admin.get(f"{path}/alihkan").page.get_text()
    admin.post_form(f"{path}/alihkan", {"to_officer_id": str(cast.admin.person_id)}, page=f"{path}/alihkan")
    assert promise(path).officer_id == cast.admin.person_id


@pytest.mark.both_engines
def test_what_is_too_late_stands_first_in_words(cast, officer):
    with clock.at(SUNDAY_LAST):
        ask(cast, name="Hapsa")
    ask(cast, name="Siti")
    rows = [row.get_text(" ") for row in officer.get(LIST).page.select("tbody tr")]
    assert "Hapsa" in rows[0] and "Lewat" in rows[0]


def test_a_guest_still_at_the_tablet_is_served_from_the_list(cast, officer):
    path = ask(cast)
    assert "Tamu masih di sini, layani" in officer.get(path).page.get_text()
    visit_id = promise(path).visit_id
    officer.post_form(f"/meja/{visit_id}/mulai", {}, page=path)
    serving = officer.get("/meja").page.select_one(".serving").get_text()
    assert "Berapa inflasi Oktober?" in serving and "standar" not in serving
    assert officer.get(path, check=False).status_code == 404


def test_closing_with_a_promise_asks_for_the_contact_and_keeps_what_was_typed(cast, officer):
    office, visit_id = configuration(cast.office_id), uuid7()
    register_visit(office.id, visit_id, Entry(service_id=office.services[0].id, name="Budi"), Origin(channel="tablet"))
    start_service(cast.officer, visit_id)
    page, fields = f"/meja/{visit_id}/selesai", {"outcome": "follow_up", "phone": "0812 3456 7890", "note": ""}
    answer = officer.post_form(page, fields, page=page)
    assert answer.status_code == 422
    assert answer.page.select_one("#is_agreed-error")
    assert answer.page.select_one("input[name=phone]")["value"] == "0812 3456 7890"
    officer.post_form(page, fields | {"is_agreed": "y"}, page=page)
    assert "Budi" in officer.get(LIST).page.get_text()
    assert "sudah setuju dihubungi" in officer.get(page).page.get_text()


@pytest.mark.both_engines
def test_two_children_at_the_desk_can_be_told_apart(cast, officer):
    office = configuration(cast.office_id)
    for _ in range(2):
        entry = Entry(service_id=office.services[1].id, is_minor=True, consents=("follow_up",), phone=PHONE)
        register_visit(office.id, uuid7(), entry, Origin(channel="tablet"))
    names = [item.get_text() for item in officer.get("/meja").page.select(".waiting li b")]
    assert len(set(names)) == 2 and all("Tanpa nama (" in name for name in names)
    assert officer.get("/meja").page.select_one("nav.side .count") is None


def test_another_offices_guest_is_not_found(cast, officer):
    path = ask(cast, cast.other_office_id)
    assert officer.get(path, check=False).status_code == 404
    assert officer.get(f"{path}/alihkan", check=False).status_code == 404
    for act in ("ambil", "lihat", "lepas", "belum", "menyerah", "sudah"):
        fields = {"channel": "phone", "result": "answered", "words": ""}
        assert officer.post_form(f"{path}/{act}", fields, page="/meja", check=False).status_code == 404, act


@pytest.mark.both_engines
@pytest.mark.parametrize("who", ["employee", "editor", "head"])
def test_others_of_the_office_do_not_open_it(cast, sign_in, who):
    path, browser = ask(cast), sign_in(who)
    for page in (LIST, path):
        assert browser.get(page, check=False).status_code == 403


@pytest.mark.both_engines
def test_an_invitation_by_message_asks_for_the_code_and_counts_as_the_guests_own(cast, officer, client):
    office, visit_id = configuration(cast.office_id), uuid7()
    consents = ("rating_invitation",)
    entry = Entry(service_id=office.services[1].id, name="Siti", phone=PHONE, consents=consents)
    code = register_visit(office.id, visit_id, entry, Origin(channel="tablet")).code
    other = register_visit(office.id, uuid7(), Entry(service_id=office.services[1].id, name="Budi"), Origin("tablet"))
    start_service(cast.officer2, visit_id)
    close_visit(cast.officer2, visit_id)
    start_service(cast.officer2, other.visit_id)
    close_visit(cast.officer2, other.visit_id)
    taken = officer.post_form(f"{address(visit_id)}/ambil", {}, page=LIST)
    message = taken.page.select_one("#pesan-janji").get_text()
    token = invite_token(visit_id)
    assert f"/n/{token}" in message and code not in message

    page = f"/n/{token}"
    assert client.get(page).page.select_one("input[name=code]")
    for wrong in (other.code, "C7QX"):
        form = {"code": wrong, "form": token}
        assert client.post_form(f"{page}/kode", form, page=page, check=False).status_code == 422
    rating = client.post_form(f"{page}/kode", {"code": code, "form": token}, page=page)
    assert rating.status_code == 303
    fields = {"score": "4", "vote": str(uuid7())}
    client.post_form(f"{rating.location}/nilai", fields, page=rating.location)
    assert session().query(Vote).one().held_by == "guest"
    assert "Siti" not in officer.get(LIST).page.get_text()
    session().rollback()


@pytest.mark.both_engines
def test_the_list_says_who_sends_invitations_to_the_readers_own_guests(cast, officer):
    assert "tampil pada petugas lain dan admin" in officer.get(LIST).page.select_one("main").get_text()
    with atomic() as s:
        s.execute(update(Person).where(Person.id != cast.officer.person_id).values(is_active=False))
    assert (
        "tidak dikirim, karena tidak ada petugas atau admin lain"
        in officer.get(LIST).page.select_one("main").get_text()
    )
