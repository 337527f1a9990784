"""The staff's face: Jawab, Belajar, Meja, QR saya, Hasil saya, Ringkasan."""

from flask import Blueprint

blueprint = Blueprint("intranet", __name__)

from pstku.intranet import (  # noqa: E402, F401  (views bind themselves to the blueprint)
    account,
    answers,
    awards,
    checking,
    competence,
    components,
    desk,
    editing,
    field,
    figures,
    filling,
    first_week,
    front,
    gaps,
    library,
    my_qr,
    my_results,
    news,
    offline,
    overview,
    passkeys,
    practice,
    regions,
    remote,
    second_factor,
    sign_in,
    take_home,
    verification,
    webapi,
)
