"""The admin's face."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

from pstku.admin import reviews  # noqa: E402, F401  (views bind themselves to the blueprint)
