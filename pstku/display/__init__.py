"""The waiting room's face: the screen at /layar; in `office` the pages where an admin pairs and furnishes screens."""

from flask import Blueprint

blueprint = Blueprint("display", __name__)

from pstku.display import calls, pairing, screen  # noqa: E402, F401  (views bind themselves to the blueprint)
