"""A served database with one enrolled tablet."""

import shutil
from collections.abc import Iterator

import pytest

from pstku.app import create_app
from pstku.core.db import db
from pstku.core.installation import claim_folder
from pstku.offices.queries import configuration, office_by_code
from tests.conftest import config_for
from tests.factories import make_device
from tests.served.server import DEVICE_TOKEN, Server


@pytest.fixture
def served(sqlite_template, tmp_path) -> Iterator[tuple[Server, str, int]]:
    """(server not yet started, address of its database, id of a service)."""
    file = tmp_path / "served.sqlite"
    shutil.copy(sqlite_template, file)
    url = f"sqlite:///{file}"
    app = create_app(config_for(url, tmp_path))
    with app.app_context():
        office = office_by_code("7571")
        make_device(office.id, token=DEVICE_TOKEN)
        service_id = configuration(office.id).services[1].id
        claim_folder(tmp_path)
        db.session.remove()
        db.engine.dispose()
    server = Server(url, tmp_path)
    yield server, str(file), service_id
    server.kill()
