"""Kartu dan bawa pulang: checked figures on a public page, by QR, on an A6 counter card or an A5 sheet."""

from flask import Response, abort, request

from pstku.answers.queries.cards import Card, quotable_card
from pstku.http.access import current_office, public, requires
from pstku.http.links import public_address, qr_matrix
from pstku.http.pages import render_page
from pstku.intranet import blueprint

MOST = 12
SIZES = ("a6", "a5")


@blueprint.get("/angka")
@public
def public_figures() -> Response:
    """The figures a guest takes home: ?k=ipm:7571:2023, once for each. Only checked ones."""
    return render_page("intranet/take_home/public.html", cards=chosen_cards())


@blueprint.get("/kartu/<slug>/<region>/<period>")
@requires()
def counter_card(slug: str, region: str, period: str) -> Response:
    """One figure as a card for the counter, with the QR of its public page; ?ukuran=a5 for a guest."""
    return _sheet([quotable_card(current_office(), slug, region, period)])


@blueprint.get("/kartu")
@requires()
def counter_cards() -> Response:
    """Several figures on one sheet, the same addresses as the public page."""
    return _sheet(chosen_cards())


def _sheet(cards: list[Card]) -> Response:
    size = request.args.get("ukuran", "a6" if len(cards) == 1 else "a5")
    address = public_address("intranet.public_figures", k=[figure_key(card) for card in cards])
    return render_page(
        "intranet/take_home/sheet.html",
        cards=cards,
        address=address,
        matrix=qr_matrix(address),
        size=size if size in SIZES else "a6",
        keys=[figure_key(card) for card in cards],
    )


def chosen_cards() -> list[Card]:
    """The cards of ?k=; 404 without any, or when one is broken."""
    keys = [key.split(":") for key in request.args.getlist("k")[:MOST]]
    if not keys or any(len(parts) != 3 for parts in keys):
        abort(404)
    return [quotable_card(current_office(), *parts) for parts in keys]


def figure_key(card: Card) -> str:
    """ipm:7571:2023: a checked figure in an address."""
    return f"{card.page.slug}:{card.region_code}:{card.figure.period}" if card.figure else ""
