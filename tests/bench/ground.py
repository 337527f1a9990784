"""A filled database and an application on it, in this process, for what needs no other side."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from pstku.app import create_app
from pstku.core.db import db
from pstku.offices.queries import configuration, office_by_code
from tests.conftest import config_for, fill
from tests.factories import make_device
from tests.served.server import DEVICE_TOKEN


@dataclass
class Ground:
    """A folder with a template database; `copy()` gives a fresh one."""

    folder: Path
    template: Path
    office_id: int
    service_id: int

    def copy(self, name: str) -> Path:
        target = self.folder / f"{name}.sqlite"
        shutil.copy(self.template, target)
        return target

    def app(self, file: Path) -> Flask:
        return create_app(config_for(f"sqlite:///{file}", self.folder))


def lay() -> Ground:
    """A migrated office with its content, people and one tablet."""
    folder = Path(tempfile.mkdtemp(prefix="pstku-bench-"))
    template = folder / "template.sqlite"
    fill(f"sqlite:///{template}", folder)
    app = create_app(config_for(f"sqlite:///{template}", folder))
    with app.app_context():
        office = office_by_code("7571")
        make_device(office.id, token=DEVICE_TOKEN)
        service_id = configuration(office.id).services[1].id
        office_id = office.id
        db.session.remove()
        db.engine.dispose()
    return Ground(folder, template, office_id, service_id)
