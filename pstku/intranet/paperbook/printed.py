"""The page of paper: printed before a dark day, filled in with a pen, typed into the table afterwards."""

from flask import Response

from pstku.http.access import DESK, current_office, requires
from pstku.http.files import PDF, shown_file
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS
from pstku.paperbook.paper import paper_page_pdf


@blueprint.get("/meja/susulan/lembar.pdf")
@requires(*SERVERS, area=DESK)
def paper_page() -> Response:
    """An empty sheet for two guests, A4."""
    return shown_file(paper_page_pdf(current_office()), PDF, "buku-tamu-kertas.pdf")
