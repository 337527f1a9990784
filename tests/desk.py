"""A guest at the desk and what a browser there hears, for the tests of its pages."""

from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.models import Setting
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from tests import listening


def state(visit) -> str:
    session().expire_all()
    return session().get_one(Visit, visit.id).state


def register(cast, name="Budi"):
    """A guest fills the book in; the visit's id."""
    office, visit_id = configuration(cast.office_id), uuid7()
    entry = Entry(service_id=office.services[1].id, name=name)
    register_visit(cast.office_id, visit_id, entry, Origin("tablet"))
    return visit_id


def queue_mode(cast) -> None:
    with atomic() as s:
        s.add(Setting(office_id=cast.office_id, key="mode", value="queue"))
        changed(cast.office_id)


def poll(browser, path="/meja/kabar", **known):
    """The answer of one poll of a page that shows `known`."""
    return browser.get(path, query_string=known, headers={"X-Poll": "1", "HX-Request": "true"})


def shown_by(answer) -> dict[str, str]:
    """What a page shows after an answer, as it tells the next poll."""
    return {field["name"]: field["value"] for field in answer.page.select("[data-known]")}


def statements(run) -> int:
    with listening.statements() as seen:
        run()
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(statement.lstrip().upper().startswith(verbs) for statement in seen)
