"""What an admin does with the waiting room: pair screens, see how they are doing, revoke them, and lend calls a voice."""

from flask import Blueprint

blueprint = Blueprint("waiting_room", __name__, url_prefix="/admin/layar")

from pstku.display.office import displays, recordings  # noqa: E402, F401  (views bind themselves to the blueprint)
