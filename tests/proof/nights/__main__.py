"""`python -m tests.proof.nights`: fifteen months of nights on both engines, or on one of them with ENGINE=sqlite.

Ends with a failed assertion on the first morning that is not as it must be.
"""

import logging
import os
import tempfile
import time
from pathlib import Path

from pstku.app import create_app
from pstku.core.db import db
from tests.conftest import config_for, fill, read_cast
from tests.proof.nights.plan import YEAR
from tests.proof.nights.walk import Walk
from tests.soak.cluster import cluster
from tests.soak.house import new_database


def main() -> None:
    """SQLite, then PostgreSQL where there is one."""
    logging.disable(logging.WARNING)
    only = os.environ.get("ENGINE")
    if only in (None, "sqlite"):
        _walk("sqlite", None)
    if only in (None, "postgresql"):
        with cluster() as server:
            if server:
                _walk("postgresql", server)


def _walk(engine: str, server: str | None) -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pstku-nights-") as name:
        folder = Path(name)
        url = new_database(server, folder.name) if server else f"sqlite:///{folder / 'office.sqlite'}"
        fill(url, folder)
        app = create_app(config_for(url, folder))
        with app.app_context():
            walk = Walk(app, read_cast(), YEAR)
            walk.go(lambda line: print(f"{engine} {line}", flush=True))
            db.session.remove()
            db.engine.dispose()
    print(f"{engine}: {walk.nights} nights as they must be, in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
