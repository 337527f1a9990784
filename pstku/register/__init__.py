"""The face of papers with a number: drafts, issuing, the register, the office's words, signed copies."""

from flask import Blueprint

from pstku.core.actor import Role

ROLES = (Role.ADMIN, Role.HEAD, Role.DECIDER)

blueprint = Blueprint("register", __name__, url_prefix="/admin")

from pstku.register import documents, papers, texts  # noqa: E402, F401  (views bind themselves to the blueprint)
