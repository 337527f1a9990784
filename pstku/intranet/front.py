"""The front page: where a newcomer finds the rooms of the system."""

from flask import Response, current_app

from pstku.core.actor import Actor, Role
from pstku.demo.people import CAST
from pstku.http.access import current_office, find_actor, public
from pstku.http.context import role_label, today
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.offices.rules.calendar import week_of
from pstku.offices.rules.week import week_in_words


@blueprint.get("/")
@public
def front() -> Response:
    """Staff go on to their first room; everybody else sees the faces of the system."""
    if actor := find_actor():
        return redirect_to(first_room(actor))
    week = week_in_words(week_of(today(), current_office().calendar))
    return render_page("intranet/front/page.html", demo_people=demo_people(), week=week)


def demo_people() -> list[dict[str, str]]:
    """Who can be tried in the demo; nobody elsewhere."""
    if not current_app.config["DEMO"]:
        return []
    return [{"username": p.username, "name": p.name, "role": role_label(frozenset(p.roles))} for p in CAST]


def first_room(actor: Actor) -> str:
    """Where this person works: the head's overview, the officer's desk, otherwise the answers."""
    if actor.has(Role.HEAD):
        return "intranet.overview"
    return "intranet.desk" if actor.has(Role.OFFICER) else "intranet.answers"
