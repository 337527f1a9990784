"""Writing and checking the audit trail."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from pstku.audit.models import AuditEntry, AuditHead
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.keys import audit_mac, keyed_hash, keys
from pstku.core.statements import Prepared

GENESIS = "0" * 64

ENTRIES: Any = AuditEntry.__table__
HEADS: Any = AuditHead.__table__
_MINE = HEADS.c.office_id == bindparam("of_office")
END = Prepared(select(HEADS.c.seq, HEADS.c.mac).where(_MINE).with_for_update())
BEGIN = Prepared(insert(HEADS))
APPEND = Prepared(insert(ENTRIES))
SEAL = Prepared(
    update(HEADS).where(_MINE).values(seq=bindparam("new_seq"), mac=bindparam("new_mac"), seal=bindparam("new_seal"))
)


_spelled = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


def _mac(previous: str, fields: dict[str, Any]) -> str:
    text = _spelled(fields)
    return keyed_hash(keys().audit, f"{previous}\n{text}".encode()).hex()


def record(
    office_id: int,
    action: str,
    entity: str,
    entity_id: object,
    *,
    actor_id: int | None = None,
    actor_kind: str | None = None,
    **detail: Any,
) -> None:
    """Append one entry to the office's chain, in the caller's transaction.

    `action` is a verb of the office ("close_visit"); `detail` holds ids, states and field names only.
    """
    at = clock.now()
    with atomic() as s:
        s.flush()  # an act that is recorded is also written, whatever the caller does next
        seq, previous = _next_place(office_id)
        fields: dict[str, Any] = {
            "office_id": office_id,
            "seq": seq,
            "at": at.isoformat(timespec="microseconds"),
            "actor_id": actor_id,
            "actor_kind": actor_kind or ("person" if actor_id else "system"),
            "action": action,
            "entity": entity,
            "entity_id": str(entity_id),
            "detail": detail,
        }
        mac = _mac(previous, fields)
        APPEND.run(fields | {"at": at, "previous_mac": previous, "mac": mac})
        SEAL.run({"of_office": office_id, "new_seq": seq, "new_mac": mac, "new_seal": _seal(office_id, seq, mac)})


def _seal(office_id: int, seq: int, mac: str) -> str:
    return audit_mac("head", f"{office_id} {seq} {mac}")


def _next_place(office_id: int) -> tuple[int, str]:
    """The next place in the chain and the MAC before it; the end's row stays locked until the transaction ends."""
    row = END.first({"of_office": office_id})
    if row is None:
        BEGIN.run({"office_id": office_id, "seq": 1, "mac": GENESIS, "seal": ""})
        return 1, GENESIS
    return row.seq + 1, row.mac


def verify_chain(office_id: int) -> list[str]:
    """Every fault of an office's chain, in words; nothing when it is whole."""
    faults, place = [], START
    while True:
        some, place, is_end = verify_part(office_id, place)
        faults += some
        if is_end:
            return faults


@dataclass(frozen=True, slots=True)
class Place:
    """How far a chain has been computed: the last entry that was looked at."""

    seq: int
    mac: str

    @property
    def seal(self) -> str:
        """A MAC stored with the place, so that nobody without the key can make the check start later."""
        return audit_mac("place", f"{self.seq} {self.mac}")


START = Place(0, GENESIS)
PART = 5000


def verify_part(office_id: int, after: Place, size: int = PART) -> tuple[list[str], Place, bool]:
    """Compute the chain of up to `size` entries after a place; returns faults, the new place, and whether it ends there.

    Reads in a transaction of its own, so that a long trail holds up neither writers nor the database's own cleaning.
    """
    session().rollback()
    if (
        session().get_bind().dialect.name == "postgresql"
    ):  # the end and the entries as of one moment; on SQLite they are
        session().connection(execution_options={"isolation_level": "REPEATABLE READ"})
    query = select(AuditEntry).where(AuditEntry.office_id == office_id, AuditEntry.seq > after.seq)
    read = list(session().scalars(query.order_by(AuditEntry.seq).limit(size).execution_options(yield_per=1000)))
    faults: list[str] = []
    place = after
    for entry in read:
        faults += _faults(entry, place)
        place = Place(entry.seq, entry.mac)
        session().expunge(entry)
    is_end = len(read) < size
    if is_end:
        faults += _faults_of_head(office_id, place)
    session().rollback()
    return faults, place, is_end


def _faults(entry: AuditEntry, before: Place) -> Iterator[str]:
    if entry.seq != before.seq + 1:
        yield f"baris {before.seq + 1} hilang"
    fields = {
        "office_id": entry.office_id,
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor_kind": entry.actor_kind,
        "action": entry.action,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "detail": entry.detail,
    }
    if entry.previous_mac != before.mac:
        yield f"baris {entry.seq} tidak menyambung dengan baris sebelumnya"
    if not hmac.compare_digest(_mac(entry.previous_mac, fields), entry.mac):
        yield f"baris {entry.seq} diubah"


def _faults_of_head(office_id: int, last: Place) -> Iterator[str]:
    head = session().get(AuditHead, office_id, populate_existing=True)
    if head is None:
        if last.seq:
            yield "catatan ujung rantai hilang"
        return
    if head.seq != last.seq or head.mac != last.mac:
        yield f"ujung rantai hilang: tercatat {head.seq}, ditemukan {last.seq}"
    if not hmac.compare_digest(head.seal, _seal(office_id, head.seq, head.mac)):
        yield "catatan ujung rantai diubah"
