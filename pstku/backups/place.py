"""Where an installation keeps what a backup holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """One installation: its database, its data folder, the folder of its backups, its secrets and its address."""

    database_url: str
    data: Path
    backups: Path
    secret_key: str
    data_key: str
    public_url: str

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def place_of(config: Mapping[str, Any]) -> Place:
    """The installation a configuration describes; without a folder for backups they lie in the data folder."""
    return Place(
        database_url=config["SQLALCHEMY_DATABASE_URI"],
        data=config["DATA"],
        backups=config["BACKUPS"] or config["DATA"] / "backups",
        secret_key=config["SECRET_KEY"],
        data_key=config["DATA_KEY"],
        public_url=config["PUBLIC_URL"],
    )


def rehearsal_place(place: Place, folder: Path) -> Place:
    """An empty place in a folder, in which a restore is tried out beside the office that goes on."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = f"sqlite:///{folder.absolute() / 'pstku.sqlite'}" if place.is_sqlite else place.database_url
    return replace(place, database_url=url, data=folder.absolute(), backups=folder.absolute() / "backups")
