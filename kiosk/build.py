"""Which scripts, styles and screens a tablet runs: after an upgrade an idle tablet reads itself anew."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app


def tablet_build() -> str:
    """Changes with any file a tablet's page is made of."""
    return build_of(Path(str(current_app.static_folder)), Path(current_app.root_path, str(current_app.template_folder)))


@cache
def build_of(static: Path, templates: Path) -> str:
    """The same from two folders; read once, as a server that runs keeps the files it began with."""
    files = [
        *(static / "js/kiosk").rglob("*.js"),
        *(static / "css").glob("*.css"),
        *(templates / "kiosk").rglob("*.html"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.name}:{path.stat().st_size}:".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
