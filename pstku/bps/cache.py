"""Raw replies on disk with the time they came, one file a request. A file's name is a hash, without the key."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply as it was received."""

    body: str
    fetched_at: datetime


class ReplyCache:
    """The newest reply to each request; an unreadable file counts as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, request: Mapping[str, str], now: datetime, longest: timedelta | None = None) -> Kept | None:
        """The stored reply; None when there is none younger than `longest`."""
        try:
            stored = json.loads(self._file(request).read_text(encoding="utf-8"))
            hit = Kept(stored["body"], datetime.fromisoformat(stored["fetched_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return hit if longest is None or now - hit.fetched_at <= longest else None

    def put(self, request: Mapping[str, str], body: str, now: datetime) -> None:
        """Store a reply; the file appears whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {"request": dict(request), "fetched_at": now.isoformat(), "body": body}
        with NamedTemporaryFile("w", dir=self.folder, suffix=".new", delete=False, encoding="utf-8") as handle:
            json.dump(content, handle, ensure_ascii=False)
        Path(handle.name).replace(self._file(request))

    def _file(self, request: Mapping[str, str]) -> Path:
        name = json.dumps(dict(request), sort_keys=True)
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()}.json"
