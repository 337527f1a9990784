"""The version of a tablet's scripts, styles and screens: after an upgrade an idle tablet reloads."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app


def tablet_build() -> str:
    """Changes with any file a tablet's page is made of."""
    return build_of(Path(str(current_app.static_folder)), Path(current_app.root_path, str(current_app.template_folder)))


@cache
def build_of(static: Path, templates: Path) -> str:
    """The version from two folders; computed once, because a running server keeps the files it started with."""
    files = [
        *(static / "js/kiosk").rglob("*.js"),
        *(static / "css").glob("*.css"),
        *(templates / "kiosk").rglob("*.html"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.name}:{path.stat().st_size}:".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
