"""The survey's face for staff: rounds, figures, the follow-up plan, papers. Guests fill it in at `kiosk/phone/survey.py`."""

from flask import Blueprint

blueprint = Blueprint("survey", __name__)

from pstku.survey import plan, rounds, sets, sheets, skd  # noqa: E402, F401  (views bind themselves to the blueprint)
