"""The staff's face: Jawab, Belajar, Meja, QR saya, Hasil saya, Ringkasan."""

from flask import Blueprint

blueprint = Blueprint("intranet", __name__)

from pstku.intranet import (  # noqa: E402, F401  (views bind themselves to the blueprint)
    account,
    answers,
    awards,
    competence,
    components,
    desk,
    editing,
    filling,
    first_week,
    front,
    library,
    my_qr,
    my_results,
    offline,
    outside_addresses,
    overview,
    paperbook,
    practice,
    readiness,
    recap,
    reports,
    take_home,
    verification,
)
