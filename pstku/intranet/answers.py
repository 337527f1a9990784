"""Jawab: one box, an answer card, and what to say when there is none."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import StringField

from pstku.accounts.queries import names_of
from pstku.answers.queries.answers import answer
from pstku.answers.queries.cards import Card
from pstku.answers.queries.meant import key_of
from pstku.answers.queries.series import series_rows
from pstku.answers.rules.saying import PROVISIONAL, is_revised, misreading, reading, source_doubt, unit_words, valued
from pstku.core.text import N_
from pstku.editing.operations.questions import is_first_time, keep_question
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals, refusals
from pstku.http.files import CSV, saved_file
from pstku.http.forms import Form, required
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.rules.charts import chart_points, chart_words
from pstku.library.rules.notes import note_to_show, why_unchecked
from pstku.practice.queries.first_week import is_invited


class OpenQuestionForm(Form):
    """The words nobody could answer."""

    q = StringField(N_("Pertanyaan"), [required(N_("Ketik dulu yang ditanyakan."))])


@blueprint.get("/jawab")
@requires()
def answers() -> Response:
    """The answer to ?q=, or the box alone; htmx gets the results only."""
    asked = request.args.get("q", "").strip()
    found = answer(current_office(), asked) if asked else None
    return render_page(
        "intranet/answers/page.html",
        fragments=("results",),
        asked=asked,
        answer=found,
        names=names_on(found.cards) if found else {},
        is_invited=not found and is_invited(current_actor()),
    )


@blueprint.get("/jawab/deret.csv")
@requires()
def series_table() -> Response:
    """The checked series of every indicator that answers ?q=, as a table."""
    office = current_office()
    rows = series_rows(office.id, answer(office, request.args.get("q", "")).cards)
    table = StringIO()
    csv.writer(table, delimiter=";").writerows(rows)
    return saved_file("\ufeff" + table.getvalue(), CSV, "deret.csv")


def names_on(cards: Iterable[Card]) -> dict[int, str]:
    """The names of the owners and checkers on these cards, by id."""
    listed = list(cards)
    people = [card.page.owner_id for card in listed] + [card.figure.checked_by_id for card in listed if card.figure]
    return names_of(current_office().id, people)


@blueprint.post("/jawab/dicari")
@requires()
def asked() -> Response:
    """A question at which typing stopped: an unanswered one is stored without the person, once a day for each."""
    text = OpenQuestionForm().q.data or ""
    found = answer(current_office(), text)
    if found.is_unanswered and is_first_time(current_actor(), text):
        with refusals():  # nobody asked to keep these words
            keep_question(current_office().id, text, key_of(found))
    return Response(status=204)


@blueprint.post("/jawab/belum-terjawab")
@requires()
def keep_open_question() -> Response:
    """Put a question on the editors' list; nobody's name goes with it."""
    form = OpenQuestionForm()
    with flash_refusals():
        text = form.q.data or ""
        keep_question(current_office().id, text, key_of(answer(current_office(), text)))
        flash(_("Tercatat untuk editor. Terima kasih, pertanyaan ini akan kami siapkan jawabannya."), "success")
        return redirect_to("intranet.answers", q=form.q.data)
    return redirect_to("intranet.answers")


@blueprint.app_context_processor
def card_words() -> dict[str, Any]:
    """Template functions with which any answer card draws its series and shows its note."""
    return {
        "chart_points": chart_points,
        "chart_words": chart_words,
        "misreading": misreading,
        "note_to_show": note_to_show,
        "why_unchecked": why_unchecked,
        "is_revised": is_revised,
        "provisional": PROVISIONAL,
        "reading": reading,
        "source_doubt": source_doubt,
        "unit_words": unit_words,
        "valued": valued,
    }
