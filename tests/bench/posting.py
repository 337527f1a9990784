"""Posts guests to the product or to the floor in a process of its own, for whoever counts what it asks of the system.

    python -m tests.bench.posting product|floor DATABASE SERVICE COUNT MARK

MARK is a file that is synced once before and once after the posts.
"""

import os
import sys
from pathlib import Path

from config import TestConfig
from pstku.app import create_app
from pstku.core import keys
from pstku.core.tokens import uuid7
from tests.bench.floor_guest import FloorGuestBook
from tests.bench.links import link
from tests.bench.posts import call
from tests.conftest import config_for

PATH = "/kiosk/api/kunjungan"


def main(side: str, url: str, service_id: int, count: int, mark: str) -> None:
    """One guest for the connection, then a mark, `count` guests and another mark."""
    if side == "product":
        application = create_app(config_for(url, Path(mark).parent)).wsgi_app
    else:
        keys.configure(*TestConfig().secrets())
        database = link(url)
        office_id = database.run("SELECT office_id FROM service_types WHERE id = ?", (service_id,)).fetchone()[0]
        application = FloorGuestBook(database, office_id).app.wsgi_app
    with Path(mark).open("wb") as file:
        for number in range(count + 1):
            if number == 1:
                os.fsync(file)
            call(application, PATH, {"id": str(uuid7()), "service": service_id, "name": "Rahmawati", "consent": []})
        os.fsync(file)


main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5]), sys.argv[5])
