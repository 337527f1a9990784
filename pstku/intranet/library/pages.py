"""Belajar: the library by function, and one page of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _

from pstku.accounts.queries import names_of
from pstku.answers.queries.cards import cards_of
from pstku.core.text import N_
from pstku.editing.queries.revisions import verified_until
from pstku.http.access import current_office, requires
from pstku.http.context import today
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.answers import names_on
from pstku.library.models import Page
from pstku.library.queries import pages as queries
from pstku.library.rendering import formula, markdown
from pstku.library.rules.states import Kind

SEGMENTS = {"survei": "survey", "indikator": "indicator", "media": "medium", "sikap": "conduct"}
KIND_SEGMENTS = {kind: segment for segment, kind in SEGMENTS.items()}
FUNCTIONS = {
    "sosial": N_("Sosial"),
    "produksi": N_("Produksi"),
    "distribusi": N_("Distribusi"),
    "nerwilis": N_("Nerwilis"),
    "ipds": N_("IPDS"),
    "umum": N_("Umum"),
}


@blueprint.app_context_processor
def library_words() -> dict[str, Any]:
    """How templates name functions and address pages."""
    return {"function_names": FUNCTIONS, "page_segments": KIND_SEGMENTS, "owner_words": owner_words}


def owner_words(page: Page, names: Mapping[int, str]) -> str:
    """Who looks after a page; without an owner the editors of its function do."""
    return names.get(page.owner_id or 0) or _("editor fungsi %(name)s", name=_(FUNCTIONS[page.function]))


@blueprint.get("/belajar")
@requires()
def library() -> Response:
    """Surveys by function, and doors to indicators, media, conduct and the glossary."""
    by_kind: dict[str, list[queries.PageLine]] = defaultdict(list)
    for line in queries.page_lines(current_office().id):
        by_kind[line.kind].append(line)
    counts = {kind: len(lines) for kind, lines in by_kind.items()}
    return render_page("intranet/library/home.html", counts=counts, surveys=_by_function(by_kind["survey"]))


@blueprint.get("/belajar/istilah")
@requires()
def glossary() -> Response:
    """All terms with their meaning."""
    office_id = current_office().id
    terms = queries.glossary(office_id)
    linked = queries.lines_by_key(office_id, {term.page_key for term in terms if term.page_key})
    return render_page("intranet/library/glossary.html", terms=terms, linked=linked)


@blueprint.get("/belajar/<segment>")
@requires()
def library_kind(segment: str) -> Response:
    """All pages of one kind."""
    kind = SEGMENTS.get(segment) or abort(404)
    return render_page(
        "intranet/library/kind.html", kind=kind, lines=queries.page_lines(current_office().id, kind=kind)
    )


@blueprint.get("/belajar/<segment>/<slug>")
@requires()
def library_page(segment: str, slug: str) -> Response:
    """One page: facts, text, and for surveys and indicators the figures."""
    office = current_office()
    page = queries.get_page(office.id, SEGMENTS.get(segment) or abort(404), slug)
    return render_page(
        f"intranet/library/{page.kind}.html",
        page=page,
        body=markdown(page.body),
        state=queries.check_state(page, today()),
        checker=queries.checker_name(page),
        owner=names_of(office.id, [page.owner_id]),
        until=verified_until(page),
        **_extras(page),
    )


def _by_function(surveys: Iterable[queries.PageLine]) -> dict[str, list[queries.PageLine]]:
    tree: dict[str, list[queries.PageLine]] = {}
    for line in surveys:
        tree.setdefault(line.function, []).append(line)
    return tree


def _extras(page: Page) -> dict[str, Any]:
    office = current_office()
    linked = queries.lines_by_key(office.id, queries.linked_keys(page))
    if page.kind == Kind.SURVEY:
        keys = [key for key in page.fact.indicators if key in linked]
        cards = cards_of(office, queries.pages_by_key(office.id, keys))
        return {"linked": linked, "cards": cards, "tree": _by_function(queries.page_lines(office.id, kind=Kind.SURVEY))}
    if page.kind == Kind.INDICATOR:
        card = cards_of(office, [page])[0]
        latex = page.fact.formula_latex
        return {"linked": linked, "card": card, "names": names_on([card]), "formula": formula(latex) if latex else None}
    return {"linked": linked}
