"""The admin's face."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

from pstku.admin import (  # noqa: E402, F401  (views bind themselves to the blueprint)
    agencies,
    aside,
    audit,
    awards,
    backups,
    code_lists,
    complaints,
    demo,
    desks,
    english,
    holidays,
    home,
    hours,
    improvements,
    jobs,
    packs,
    paper_book,
    people,
    phone_book,
    privacy,
    reviews,
    roster,
    service_types,
    settings,
    special_hours,
    tablet,
    tablet_deliveries,
    tablet_journeys,
    tablets,
)
