"""Editors beside the one of the cast: a figure needs a second pair of eyes."""

from dataclasses import replace

from pstku.accounts.models import PersonRole
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic


def another_editor(cast) -> Actor:
    """The admin of the cast, as somebody who edits and nothing else."""
    return replace(cast.admin, roles=frozenset({Role.EDITOR}))


def make_editors(cast) -> Actor:
    """admin2 becomes an editor; returns a third editor as an actor."""
    with atomic() as s:
        s.add(PersonRole(person_id=cast.admin2.person_id, role=Role.EDITOR))
    return another_editor(cast)


def draft_fields(page) -> dict:
    """What a browser would send of the draft's form as it stands."""
    form = page.select_one("form:has(#body)")
    values = {node["name"]: node.get("value", "") for node in form.select("input[name]:not([type=checkbox])")}
    values |= {node["name"]: node.get_text() for node in form.select("textarea[name]")}
    for node in form.select("select[name]"):
        values[node["name"]] = (node.select_one("option[selected]") or node.select_one("option"))["value"]
    for node in form.select("input[type=checkbox][checked]"):
        values.setdefault(node["name"], []).append(node["value"])
    return values
