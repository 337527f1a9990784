"""The page of paper: printed before a dark day, filled in with a pen, typed into the table afterwards."""

from flask import Response

from pstku.http.access import DESK, current_office, requires
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS
from pstku.paperbook.paper import paper_page_pdf


@blueprint.get("/meja/susulan/lembar.pdf")
@requires(*SERVERS, area=DESK)
def paper_page() -> Response:
    """An empty sheet for two guests, A4."""
    headers = {"Content-Disposition": 'inline; filename="buku-tamu-kertas.pdf"'}
    return Response(paper_page_pdf(current_office()), mimetype="application/pdf", headers=headers)
