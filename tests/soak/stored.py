"""What must be true of the database after any fault: everything acknowledged is there, and nothing is there twice."""

from collections.abc import Sequence
from uuid import UUID

from config import TestConfig
from pstku.core import keys
from pstku.core.vault import blind_index
from tests.soak.house import House
from tests.soak.people import Guest, Sender, Voter

TWICE = {
    "a number": "SELECT letter FROM visits GROUP BY office_id, day, letter, number HAVING count(*) > 1",
    "a code": "SELECT code FROM visits WHERE code IS NOT NULL GROUP BY office_id, code HAVING count(*) > 1",
    "a vote": "SELECT visit_id FROM votes GROUP BY visit_id HAVING count(*) > 1",
    "an act": "SELECT entity_id FROM audit_entries WHERE action IN ('register_visit', 'rate_visit')"
    " GROUP BY action, entity_id HAVING count(*) > 1",
    "a registration": "SELECT visit_id FROM visit_events WHERE kind = 'registered' GROUP BY visit_id HAVING count(*) > 1",
}
HALF = {
    "a visit without its registration": "SELECT v.id FROM visits v LEFT JOIN visit_events e ON e.visit_id = v.id"
    " WHERE e.id IS NULL AND v.letter <> 'Z'",
    "a guest without a visit": "SELECT g.id FROM guests g LEFT JOIN visits v ON v.guest_id = g.id WHERE v.id IS NULL",
    "a visit rated without a vote": "SELECT v.id FROM visits v LEFT JOIN votes t ON t.visit_id = v.id"
    " WHERE v.rated_at IS NOT NULL AND t.id IS NULL",
    "a vote for a visit not rated": "SELECT t.id FROM votes t JOIN visits v ON v.id = t.visit_id WHERE v.rated_at IS NULL",
}


def faults(house: House) -> list[str]:
    """In words; nothing when all is well. The server must be down or idle."""
    senders: Sequence[Sender] = house.senders
    found = [f"refused: {body} {told}" for one in senders for body, told in one.answered if "error" in told]
    found += _lost(house, senders)
    found += [f"{what} twice" for what, statement in TWICE.items() if house.rows(statement)]
    found += [what for what, statement in HALF.items() if house.rows(statement)]
    found += house.chain_faults()
    if house.url.startswith("sqlite") and house.rows("PRAGMA integrity_check") != [("ok",)]:
        found.append("integrity_check")
    return found


def _lost(house: House, senders: Sequence[Sender]) -> list[str]:
    stored = {_id(row[0]): row[1:] for row in house.rows("SELECT id, letter, number, code FROM visits")}
    found = []
    for body, told in (pair for one in senders if isinstance(one, Guest) for pair in one.answered):
        if "error" not in told and stored.get(_id(body["id"])) != (told["letter"], int(told["number"]), told["code"]):
            found.append(f"entry lost or changed: {body['id']}")
    keys.configure(*TestConfig().secrets())
    cast = dict(house.rows("SELECT client_key, score FROM votes"))
    for body, _ in (pair for one in senders if isinstance(one, Voter) for pair in one.answered):
        if cast.get(blind_index(house.office_id, f"vote:{body['id']}")) != body["score"]:
            found.append(f"vote lost or changed: {body['id']}")
    return found + _from_nowhere(stored, senders)


def _from_nowhere(stored: dict[UUID, tuple[object, ...]], senders: Sequence[Sender]) -> list[str]:
    """Rows that nobody sent."""
    sent = {_id(body["id"]) for one in senders if isinstance(one, Guest) for body in one.sent}
    return [f"entry nobody sent: {visit}" for visit, row in stored.items() if row[0] != "Z" and visit not in sent]


def _id(value: object) -> UUID:
    return UUID(str(value))
