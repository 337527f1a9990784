"""The end of the trail, written down outside the database every night, and compared with what the database says now.

Whoever can change the database can cut its tail and move the head; they cannot also move back a line in another file.
A line is one JSON object: office, seq, mac, at, and a MAC of these, as the file could be written to as well.
"""

import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pstku.audit.models import AuditEntry, AuditHead
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import session
from pstku.core.keys import audit_mac

FILE = "audit-heads.jsonl"
MISSING = f"{FILE} hilang atau kosong. Bila folder datanya memang baru: flask pstku claim-folder"


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the trail of an office ended, and when that was written down."""

    office_id: int
    seq: int
    mac: str
    at: str

    @property
    def seal(self) -> str:
        return audit_mac("export", f"{self.office_id} {self.seq} {self.mac} {self.at}")


def begin_exports(folder: Path) -> None:
    """Create the file of trail ends, when an office is founded or a data folder is claimed.

    Whenever it is missing or empty later, somebody took it away.
    """
    (folder / FILE).touch(mode=0o600)
    for office_id in session().scalars(select(AuditHead.office_id)):
        write_end(office_id, folder)


def export_head(office_id: int, folder: Path) -> Exported | None:
    """Write down where the office's trail ends. Lines are only ever added, and none while `export_faults` finds a fault:
    a night would hide it. Returns None then, and before the office's first act.
    """
    head = session().get(AuditHead, office_id, populate_existing=True)
    return None if head is None or export_faults(office_id, folder) else write_end(office_id, folder)


def write_end(office_id: int, folder: Path) -> Exported:
    """Append the end of the office's trail without checking earlier lines: the first line, or one after a restore."""
    head = session().get_one(AuditHead, office_id, populate_existing=True)
    exported = Exported(head.office_id, head.seq, head.mac, clock.now().isoformat(timespec="seconds"))
    write_down(exported, folder)
    return exported


def write_down(exported: Exported, folder: Path) -> None:
    """Add the line of one office."""
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(exported) | {"seal": exported.seal}) + "\n")


def export_faults(office_id: int, folder: Path) -> list[str]:
    """What speaks against the last line: a trail that ends before it or became another one, or a line or file that was
    changed or taken away.

    A database that was restored from a copy may end earlier; `note_restored` must then have said so.
    """
    if not _is_begun(folder):
        return [MISSING]
    try:
        last = last_exported(office_id, folder)
    except (ValueError, TypeError, KeyError):
        return [f"{FILE} diubah atau rusak"]
    if last is None or _stands(last) or _was_restored(last):
        return []
    head = session().get(AuditHead, office_id, populate_existing=True)
    seq = head.seq if head else 0
    return [
        f"jejak berakhir di baris {seq} atau berbeda dari yang tercatat {last.at[:10]} di luar basis data: baris {last.seq}"
    ]


def note_restored(office_id: int, folder: Path) -> bool:
    """After a copy was put back: name the exported end and the one found, so that the difference is no fault.

    Returns False when nothing differs. The trail keeps both for ever.
    """
    last = last_exported(office_id, folder)
    if last is None or _stands(last) or _was_restored(last):
        return False
    head = session().get(AuditHead, office_id, populate_existing=True)
    found: dict[str, Any] = {"found_seq": head.seq if head else 0, "found_mac": head.mac if head else ""}
    record(office_id, "restore_database", "office", office_id, exported_seq=last.seq, exported_mac=last.mac, **found)
    export_head(office_id, folder)
    return True


def _is_begun(folder: Path) -> bool:
    file = folder / FILE
    return file.exists() and file.stat().st_size > 0


def last_exported(office_id: int, folder: Path) -> Exported | None:
    """The newest line of the office; raises ValueError for one that was changed."""
    file, last = folder / FILE, None
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        head = json.loads(line)
        seal = head.pop("seal")
        exported = Exported(**head)
        if not hmac.compare_digest(seal, exported.seal):
            raise ValueError("seal")
        last = exported if exported.office_id == office_id else last
    return last


def _stands(last: Exported) -> bool:
    query = select(AuditEntry.mac).where(AuditEntry.office_id == last.office_id, AuditEntry.seq == last.seq)
    return session().scalar(query) == last.mac


def _was_restored(last: Exported) -> bool:
    query = select(AuditEntry.detail).where(
        AuditEntry.office_id == last.office_id, AuditEntry.action == "restore_database"
    )
    named = [(details.get("exported_seq"), details.get("exported_mac")) for details in session().scalars(query)]
    return (last.seq, last.mac) in named
