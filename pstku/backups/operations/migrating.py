"""Bring the database at hand to the newest schema: the application's, or one that is being restored."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parents[3] / "migrations"


def migrate(folder: Path = MIGRATIONS) -> None:
    """All revisions the database lacks, in one transaction: they are there wholly or not at all."""
    command.upgrade(_settings(folder), "head")


def newest_revision(folder: Path = MIGRATIONS) -> str:
    """The revision this program is written for."""
    return str(ScriptDirectory.from_config(_settings(folder)).get_current_head())


def _settings(folder: Path) -> Config:
    settings = Config(str(folder / "alembic.ini"))
    settings.set_main_option("script_location", str(folder))
    return settings
