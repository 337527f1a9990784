"""The journal beside the backups: what was erased, as ids, so that restoring an older backup erases it again.

A line is one JSON object with a MAC, because a line makes a restore erase. Lines come from the trail (erased guests, cut
quarters, and what was refused: `refusals.py`) and from complaints whose sender is gone; none says which guest a complaint was of. Where the trail stood then is
a line as well: the newest end of it that is known when the disk of the office is lost.
"""

import hmac
import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from pstku.audit.models import AuditEntry, AuditHead
from pstku.backups.operations.refusals import AGAIN, journal_line
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import ServerFault
from pstku.core.keys import audit_mac
from pstku.guestbook.models import Guest
from pstku.guestbook.operations.anonymising import anonymise, anonymise_guests, forget_complainants
from pstku.ratings.operations.cutting import cut_quarter

FILE = "forgotten.jsonl"
GUEST, COMPLAINT, CUT = "guest", "complaint", "cut"
HEAD, RESTORED = "head", "restored"
JOURNALLED = ("erase_guest", "cut_votes", *AGAIN)


class JournalFaultyError(ServerFault):
    """A line was changed or is torn; the message says which."""


def note_forgotten(office_id: int, folder: Path) -> None:
    """Right after an act that erases or withdraws something: note it beside the backups, if there are any."""
    if folder.is_dir():
        write_journal(office_id, folder, is_nightly=False)


def has_just_forgotten(office_id: int, actor_id: int) -> bool:
    """Did this person do, within the last minute, what belongs into the journal?"""
    mine = (AuditEntry.office_id == office_id, AuditEntry.actor_id == actor_id, AuditEntry.action.in_(JOURNALLED))
    query = select(AuditEntry.at).where(*mine).order_by(AuditEntry.seq.desc()).limit(1)
    at = session().scalar(query)
    return at is not None and abs(clock.now() - at) < timedelta(minutes=1)


def write_journal(office_id: int, folder: Path, *, is_nightly: bool = True) -> int:
    """Add what was erased or withdrawn since the last line, and where the trail ends; returns how many lines."""
    mine = [line for line in read_journal(folder) if line["office"] == office_id]
    since = next((line["seq"] for line in reversed(mine) if "seq" in line), 0)
    complaints = {line["id"] for line in mine if line["what"] == COMPLAINT}
    new = [*_from_trail(office_id, since), *_complaints(office_id, complaints)]
    if new or is_nightly:
        append(folder, sealed([*new, _head(office_id, HEAD)]))
    return len(new)


def append(folder: Path, text: str) -> None:
    """Add sealed lines to the journal of a folder."""
    file = folder / FILE
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(text)


def restored_line(office_id: int) -> dict[str, Any]:
    """The line that marks a restore: after it the trail goes on from the restored end, with numbers that may be lower."""
    return _head(office_id, RESTORED)


def sealed(lines: Iterable[dict[str, Any]]) -> str:
    """Lines as the file holds them, each with its MAC."""
    return "".join(f"{json.dumps(line | {'seal': _seal(line)})}\n" for line in lines)


def read_journal(folder: Path) -> Iterable[dict[str, Any]]:
    """The lines in order; raises JournalFaultyError at the first that does not bear the installation's MAC."""
    file = folder / FILE
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else (), start=1):
        try:
            line = json.loads(text)
            seal = line.pop("seal")
        except (ValueError, KeyError, AttributeError):
            line, seal = {}, ""
        if not hmac.compare_digest(seal, _seal(line)):
            raise JournalFaultyError(f"{FILE} baris {number} diubah atau terpotong")
        yield line


def replay_journal(office_id: int, lines: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Erase from a restored database what was erased after its backup: guests, senders, cut quarters, old identities.

    Returns how many of each. Doing it again changes nothing.
    """
    mine = [line for line in lines if line["office"] == office_id]
    guests = _remembered(office_id, [UUID(line["id"]) for line in mine if line["what"] == GUEST])
    anonymise(guests)
    complaints = [UUID(line["id"]) for line in mine if line["what"] == COMPLAINT]
    forget_complainants(complaints)
    votes = sum(cut_quarter(office_id, line["year"], line["quarter"]) for line in mine if line["what"] == CUT)
    return {"guests": len(guests) + anonymise_guests(office_id), "complaints": len(complaints), "votes": votes}


def newest_head(office_id: int, lines: Iterable[dict[str, Any]]) -> tuple[int, str] | None:
    """The newest end of an office's audit trail in the journal: (number, MAC)."""
    heads = [line for line in lines if line["office"] == office_id and line["what"] in (HEAD, RESTORED)]
    return (heads[-1]["seq"], heads[-1]["mac"]) if heads else None


def _head(office_id: int, what: str) -> dict[str, Any]:
    head = session().get_one(AuditHead, office_id, populate_existing=True)
    return {"office": office_id, "what": what, "seq": head.seq, "mac": head.mac}


def _from_trail(office_id: int, since: int) -> Iterable[dict[str, Any]]:
    mine = (AuditEntry.office_id == office_id, AuditEntry.seq > since, AuditEntry.action.in_(JOURNALLED))
    for entry in session().scalars(select(AuditEntry).where(*mine).order_by(AuditEntry.seq)).all():
        line = {"office": office_id, "seq": entry.seq}
        if entry.action == "erase_guest":
            yield line | {"what": GUEST, "id": entry.entity_id}
        elif entry.action == "cut_votes":
            yield line | {"what": CUT, "year": entry.detail["year"], "quarter": entry.detail["quarter"]}
        elif refused := journal_line(entry.action, entry.entity_id, entry.actor_id, entry.at, entry.detail):
            yield line | refused


def _complaints(office_id: int, noted: set[str]) -> Iterable[dict[str, Any]]:
    """Every complaint without a sender that is not in the journal; sorted by id, so that order tells nothing."""
    nobody = (Complaint.name == "", Complaint.contact_sealed.is_(None))
    query = select(Complaint.id).where(Complaint.office_id == office_id, *nobody)
    for complaint_id in sorted(str(found) for found in session().scalars(query)):
        if complaint_id not in noted:
            yield {"office": office_id, "what": COMPLAINT, "id": complaint_id}


def _remembered(office_id: int, guest_ids: list[UUID]) -> list[UUID]:
    query = select(Guest.id).where(Guest.office_id == office_id, Guest.anonymised_at.is_(None))
    stored = set(session().scalars(query)) if guest_ids else set()
    return [guest_id for guest_id in guest_ids if guest_id in stored]


def _seal(line: dict[str, Any]) -> str:
    return audit_mac("forgotten", json.dumps(line, sort_keys=True))
