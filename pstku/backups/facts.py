"""Facts that are recorded with a copy and compared again when it is restored."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import inspect, text

from pstku.backups.engines import NEVER_COPIED
from pstku.core.db import session

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Revision of the schema, rows of every table, and where the trail of each office ends: [office, seq, mac]."""

    revision: str
    counts: dict[str, int]
    heads: list[list[Any]]


def facts() -> Facts:
    """The facts of the database the session works on, at the moment it holds. Reads any schema, also an older one."""
    connection = session().connection()
    tables = sorted({*inspect(connection).get_table_names()} - {*NEVER_COPIED})
    counts = {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in tables}
    heads = connection.execute(text("SELECT office_id, seq, mac FROM audit_heads ORDER BY office_id"))
    return Facts(
        revision=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
        counts=counts,
        heads=[list(head) for head in heads],
    )


def differences(recorded: Facts, found: Facts) -> list[str]:
    """In words, how a copy differs from what was recorded when it was made; empty when it does not."""
    lines = []
    if recorded.revision != found.revision:
        lines.append(f"skema {found.revision}, tercatat {recorded.revision}")
    for name in sorted({*recorded.counts, *found.counts}):
        if recorded.counts.get(name) != found.counts.get(name):
            lines.append(f"{name}: {found.counts.get(name, 0)} baris, tercatat {recorded.counts.get(name, 0)}")
    if recorded.heads != found.heads:
        lines.append("ujung jejak audit berbeda dari yang tercatat")
    return lines


def as_manifest(found: Facts, **more: Any) -> dict[str, Any]:
    """The facts and further entries, as JSON to be stored in a backup."""
    return {"format": FORMAT, **more, **asdict(found)}


def facts_of(manifest: dict[str, Any]) -> Facts:
    """The facts a manifest holds."""
    return Facts(manifest["revision"], manifest["counts"], manifest["heads"])
