"""The staff's way around: which rooms a person sees, and what waits there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request

from pstku.complaints.queries import to_do_count
from pstku.contacts.queries import summary
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.text import N_
from pstku.http.access import current_office, find_actor
from pstku.http.paths import path_to
from pstku.http.text import gettext
from pstku.offices.queries import Configuration
from pstku.skm.queries.rounds import awaits_sheets


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation; absent when its face was deleted or the person has no key."""

    endpoint: str
    label: str
    icon: str
    roles: tuple[Role, ...] = (Role.EMPLOYEE,)
    short: str = ""  # under the icon of a phone tab
    also: tuple[str, ...] = ()  # endpoints of pages that belong to the room though their address does not tell
    count: Callable[[Configuration, Actor], int] | None = None  # what waits there for this person
    opens_when_counted: bool = False  # to everybody for whom something waits there
    is_wanted: Callable[[Configuration], bool] | None = None  # None for a room that is always of use


GROUPS: tuple[tuple[str | None, tuple[Room, ...]], ...] = (
    (
        None,
        (
            Room("intranet.answers", N_("Jawab"), "search"),
            Room("intranet.library", N_("Belajar"), "book"),
            Room(
                "intranet.practice",
                N_("Latihan 3 menit"),
                "cards",
                short=N_("Latihan"),
                also=("intranet.competence", "intranet.first_week"),
            ),
            Room("intranet.desk", N_("Meja layanan"), "desk", (Role.OFFICER, Role.ADMIN), N_("Meja")),
            Room("intranet.field_note", N_("Catat pertanyaan"), "edit", short=N_("Catat")),
            Room(
                "intranet.contacts",
                N_("Harus dihubungi"),
                "phone",
                (Role.OFFICER, Role.ADMIN),
                N_("Hubungi"),
                count=lambda office, actor: summary(office, actor.person_id).count,
            ),
            Room(
                "survey.sheets",
                N_("Lembar survei"),
                "list",
                short=N_("Survei"),
                is_wanted=lambda o: awaits_sheets(o.id),
            ),
            Room("intranet.my_qr", N_("QR saya"), "qr", (Role.OFFICER,)),
            Room("intranet.my_results", N_("Hasil saya"), "face"),
            Room("intranet.awards", N_("Penghargaan"), "award"),
        ),
    ),
    (
        N_("Pengelola"),
        (
            Room("intranet.overview", N_("Ringkasan"), "chart", (Role.HEAD, Role.ADMIN)),
            Room("intranet.report", N_("Laporan"), "table", (Role.HEAD, Role.ADMIN)),
            Room("intranet.readiness", N_("Kesiapan"), "doccheck", (Role.ADMIN, Role.HEAD)),
            Room(
                "admin.awards",
                N_("Penetapan"),
                "award",
                (Role.ADMIN, Role.HEAD, Role.DECIDER),
                also=("register.documents",),
            ),
            Room("survey.rounds", N_("Survei kepuasan"), "face", (Role.ADMIN, Role.HEAD), N_("Survei")),
            Room(
                "admin.complaints",
                N_("Pengaduan"),
                "mega",
                (Role.ADMIN, Role.HEAD),
                count=lambda office, actor: to_do_count(actor, clock.local_day(clock.now(), office.tz)),
                opens_when_counted=True,
            ),
            Room("admin.home", N_("Pengaturan"), "gear", (Role.ADMIN,)),
        ),
    ),
)


def navigation() -> list[dict[str, Any]]:
    """Groups of {label, items}; an item is {endpoint_url, label, icon, current, count, on_phone}."""
    actor = find_actor()
    if actor is None:
        return []
    groups, here = [], _room_here()
    for label, rooms in GROUPS:
        items = [item for room in rooms if _exists(room) and (item := _item(room, actor, room == here))]
        if items:
            groups.append({"label": gettext(label) if label else None, "items": items})
    return groups


def _room_here() -> Room | None:
    """The room whose address the present page continues; the longest one, as /admin/pengaduan is not /admin/."""
    rooms = [room for _, group in GROUPS for room in group if _exists(room)]
    behind = [(_path(endpoint), room) for room in rooms for endpoint in (room.endpoint, *room.also)]
    around = [(path, room) for path, room in behind if f"{request.path}/".startswith(f"{path}/")]
    return max(around, key=lambda pair: len(pair[0]))[1] if around else None


def _path(endpoint: str) -> str:
    return path_to(endpoint).rstrip("/")


def _count(room: Room, actor: Actor) -> int | None:
    return room.count(current_office(), actor) if room.count else None


def _exists(room: Room) -> bool:
    return room.endpoint in current_app.view_functions


def _item(room: Room, actor: Actor, is_here: bool) -> dict[str, Any] | None:
    """The way into a room; None for one that is not this person's."""
    is_theirs = actor.has(*room.roles)
    if not is_theirs and not room.opens_when_counted:
        return None
    if room.is_wanted and not room.is_wanted(current_office()):
        return None
    count = _count(room, actor)
    if not is_theirs and not count:
        return None
    return {
        "endpoint_url": path_to(room.endpoint),
        "label": gettext(room.label),
        "icon": room.icon,
        "current": is_here,
        "count": count,
        "short_label": gettext(room.short or room.label),
    }
