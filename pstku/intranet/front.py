"""The front page: where a newcomer finds the rooms of the system."""

from flask import Response

from pstku.core.actor import Actor, Role
from pstku.http.access import find_actor, public
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint


@blueprint.get("/")
@public
def front() -> Response:
    """Staff go on to their first room; everybody else sees the faces of the system."""
    if actor := find_actor():
        return redirect_to(first_room(actor))
    return render_page("intranet/front.html")


def first_room(actor: Actor) -> str:
    """Where this person works: the head's overview, the officer's desk, otherwise the answers."""
    if actor.has(Role.HEAD):
        return "intranet.overview"
    return "intranet.desk" if actor.has(Role.OFFICER) else "intranet.answers"
