"""The desk knows in which language a guest reads, and writes to them in it."""

import pytest
from sqlalchemy import select

from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import ContactPromise, Visit
from pstku.guestbook.operations.questions import leave_question
from pstku.guestbook.operations.registering import Origin
from pstku.offices.queries import configuration
from tests.factories import make_visit
from tests.views.test_remote import form_of


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


@pytest.mark.both_engines
@pytest.mark.parametrize(("language", "thanks"), [("en", "Thank you, Emma."), ("id", "Terima kasih, Emma.")])
def test_the_link_is_sent_in_the_guests_language(officer, language, thanks):
    fields = form_of(officer.get("/meja/catat").page) | {"name": "Emma", "channel": "whatsapp", "language": language}
    answer = officer.post("/meja/catat", data=fields | {"do": "finish"}, follow_redirects=True)
    message = answer.page.select_one("#pesan-wa")
    assert message.text.startswith(thanks) and message.parent["lang"] == language
    assert answer.page["lang"] == "id"
    assert session().scalars(select(Visit.language)).one() == language


@pytest.mark.both_engines
def test_a_promised_message_is_written_in_the_guests_language(cast, officer):
    visit_id = uuid7()
    entry = Entry(
        service_id=configuration(cast.office_id).services[0].id,
        name="Emma",
        phone="+6281234567890",
        consents=("follow_up",),
        question="How many people live here?",
    )
    leave_question(cast.office_id, visit_id, entry, Origin(channel="tablet", language="en"))
    path = f"/meja/hubungi/{session().scalars(select(ContactPromise.id)).one()}"
    taken = officer.post_form(f"{path}/ambil", {}, page="/meja/hubungi")
    message = taken.page.select_one("#pesan-janji")
    assert message.text.startswith("Hello Emma, this is Ibu Nurain of") and message.parent["lang"] == "en"


def test_the_desk_marks_who_reads_english_and_says_how_to_greet_them(cast, officer):
    make_visit(cast.office_id, language="id")
    visit = make_visit(cast.office_id, language="en")
    waiting = officer.get("/meja").page.select_one(".waiting")
    assert waiting.text.count("Bahasa Inggris") == 1
    officer.post_form(f"/meja/{visit.id}/mulai", {}, page="/meja")
    serving = officer.get("/meja").page.select_one(".serving")
    assert "Good morning" in serving.select_one("[lang=en]").text


def test_an_officer_says_in_which_language_a_guest_at_the_desk_reads(officer):
    fields = form_of(officer.get("/meja/tamu").page) | {"name": "Emma", "language": "en", "do": "wait"}
    assert officer.post("/meja/tamu", data=fields).status_code == 303
    assert session().scalars(select(Visit.language)).one() == "en"


def test_an_english_reply_to_the_english_form_makes_an_english_visit(officer):
    page = officer.get("/meja/catat").page
    sent = {code: page.select_one(f"#format-wa-{code}") for code in ("id", "en")}
    assert [text["lang"] for text in sent.values()] == ["id", "en"]
    assert sent["id"].text.startswith("Halo") and "Data you need:" in sent["en"].text
    reply = sent["en"].text.replace("Name:", "Name: Emma").replace("Occupation:", "Occupation: Student")
    fields = form_of(page) | {"channel": "whatsapp", "reply": reply, "do": "paste"}
    filled = form_of(officer.post("/meja/catat", data=fields).page)
    assert [filled[name] for name in ("name", "occupation", "language")] == ["Emma", "student", "en"]
