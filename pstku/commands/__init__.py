"""The command line's face: `flask pstku …`."""

from flask import Flask
from flask_migrate import Migrate

from config import ROOT
from pstku.commands import audit, backups, demo, jobs, offices, packs, people, practice  # noqa: F401  (commands bind themselves)
from pstku.commands.group import group
from pstku.core.db import db


def init_app(app: Flask) -> None:
    """Bind the commands, those of the migrations among them."""
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    app.cli.add_command(group)
