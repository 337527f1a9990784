"""The desk's page, and being ready for it."""

from typing import Any

from flask import Response, current_app, url_for
from wtforms import SelectField

from pstku.arrivals.queries import arrivals
from pstku.complaints.queries import to_do_count
from pstku.contacts.queries import summary
from pstku.core.text import N_
from pstku.devices.queries import crowded
from pstku.guestbook.queries.desk import board, waiting_guests
from pstku.guestbook.queries.visits import needs_of
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import Refusals, refusals
from pstku.http.forms import Form, optional_id
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.officers.operations.readiness import be_ready, take_break
from pstku.officers.queries.desks import desks_in_use
from pstku.officers.queries.readiness import stations
from pstku.officers.rules import SERVERS

ELSEWHERE = {"remote_url": "intranet.remote_visit", "field_url": "intranet.field_note"}


class ReadyForm(Form):
    """At which desk one is ready; none means anywhere."""

    desk_id = SelectField(N_("Loket"), coerce=optional_id, validate_choice=False)


@blueprint.get("/meja")
@requires(*SERVERS, area=DESK)
def desk() -> Response:
    """The desk."""
    return render_page("intranet/desk/page.html", **desk_page())


@blueprint.post("/meja/siap")
@requires(*SERVERS, area=DESK)
def ready_at_desk() -> Response:
    """Siap melayani, at the chosen desk."""
    with refusals() as no:
        be_ready(current_actor(), ReadyForm().desk_id.data)
    return desk_after(no)


@blueprint.post("/meja/istirahat")
@requires(*SERVERS, area=DESK)
def rest_from_desk() -> Response:
    """Istirahat."""
    take_break(current_actor())
    return redirect_to("intranet.desk")


def desk_page() -> dict[str, Any]:
    """Everything the desk's page shows."""
    office, actor = current_office(), current_actor()
    now = board(office, actor.person_id)
    stations_now = stations(office)
    desks = desks_in_use(office)
    return {
        "board": now,
        "guests": waiting_guests(now.waiting),
        "arrivals": arrivals(office),
        "crowded": crowded(office.id),
        "contacts": summary(office, actor.person_id),
        "complaints": to_do_count(actor, today()),
        "desks": desks,
        "my_desk": stations_now.desk_of(actor.person_id),
        "is_ready": actor.person_id in stations_now.ready,
        "needs": needs_of(office.id, [visit.id for visit in now.mine]),
        **{name: _url(endpoint) for name, endpoint in ELSEWHERE.items()},
    }


def desk_after(no: Refusals) -> Response:
    """Back to the desk; after a refusal, the desk as it is now under the sentence that says why."""
    if no:
        return render_page("intranet/desk/page.html", status=no.status, refused=no.words, **desk_page())
    return redirect_to("intranet.desk")


def my_desk() -> int | None:
    """The desk this officer sits at now."""
    return stations(current_office()).desk_of(current_actor().person_id)


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None
