"""What a tablet asks every few seconds, all in one: clock, idle screen, invitation, call for help, what an admin asks of it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, current_app, jsonify, request

from kiosk import blueprint
from kiosk.enrolment import remember_device
from kiosk.idle import idle_screen
from kiosk.visit_view import invitation_view
from pstku.audit.queries import trail_end
from pstku.core import clock
from pstku.core.stamps import Stamp, still_holds
from pstku.devices.operations import Pulse, heartbeat
from pstku.devices.queries import DeviceView
from pstku.guestbook.queries.kiosk import find_help_call
from pstku.http.access import current_device, current_office, requires_device
from pstku.ratings.queries.visits import find_open_invitation
from pstku.remote.operations.commands import do_commands, hear_commands
from pstku.remote.operations.secrets import keep_secret

BEAT_EVERY = timedelta(seconds=45)
MINUTE = timedelta(minutes=1)


@blueprint.get("/kiosk/api/keadaan")
@requires_device
def standing() -> Response:
    """Polled: the present state, or 204 while the stamp the tablet sends is still current."""
    device = current_device()
    assert device is not None  # @requires_device
    if "heard" in request.args:
        hear_commands(device.office_id, device.id)
    seq, now = trail_end(device.office_id), clock.now()
    is_known = still_holds(request.args.get("seen", ""), seq, now)
    answer = Response(status=204) if is_known else jsonify(_news(device, seq, now))
    return _noted(device, now, answer)


def _news(device: DeviceView, seq: int, now: datetime) -> dict[str, Any]:
    office = current_office()
    screen = idle_screen(office, device.id)
    orders = screen.orders
    is_done = orders.is_undone and request.args.get("page") == screen.mark
    if is_done:
        do_commands(office.id, device.id)
    call = find_help_call(office.id, device.id)
    invitation = None if orders.closing else find_open_invitation(office, device.desk_id)
    ends = [one.expires_at for one in (call, invitation) if one]
    if orders.closing and orders.closing.ends_at:
        ends.append(orders.closing.ends_at)
    return {
        "stamp": str(Stamp(seq, now, min([_next_minute(now), *ends]))),
        "clock": screen.clock,
        "date": screen.date,
        "page": screen.mark,
        "unheard": orders.is_unheard and not is_done,
        "help": call.standing if call else None,
        "invitation": invitation_view(invitation) if invitation else None,
    }


def _next_minute(now: datetime) -> datetime:
    """The next full minute, at which clock and opening hours change."""
    return now.replace(second=0, microsecond=0) + MINUTE


def _noted(device: DeviceView, now: datetime, answer: Response) -> Response:
    """Every 45 s a poll is also a heartbeat: it is recorded and the cookie is renewed, now and then with the next secret."""
    if device.last_seen_at is not None and timedelta() <= now - device.last_seen_at < BEAT_EVERY:
        return answer
    pulse = Pulse(
        outbox_count=_count("outbox"),
        aside_count=_count("aside"),
        outbox_age_seconds=_count("outbox_age"),
        client_at=clock.client_moment(request.args.get("at", type=int)),
        lacks=request.args.get("lacks"),
        oldest_key=_count("key") or None,
    )
    heartbeat(device.id, pulse)
    return remember_device(answer, keep_secret(device.id, request.cookies[current_app.config["DEVICE_COOKIE_NAME"]]))


def _count(name: str) -> int:
    value = request.args.get(name, 0, type=int)
    return value if 0 <= value < 10**6 else 0
