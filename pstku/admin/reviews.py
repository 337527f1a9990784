"""Tinjauan: votes that deserve a second look, and appeals to decide; never about oneself."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext
from wtforms import SelectField

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.domain_refusals import refusals
from pstku.http.forms import Form, offer, optional_id
from pstku.http.pages import redirect_to, render_page
from pstku.ratings.operations.appeals import decide_appeal
from pstku.ratings.queries import appeals_to_decide, votes_to_review
from pstku.ratings.queries.review import WORDS_A_PAGE, flag_counts, newest_remarks, officers_with_gap, pooled_comments
from pstku.ratings.rules.review import FLAGS, REASONS_NOT_COUNTED
from pstku.returns.overview.period import period_of
from pstku.rewards.presentation import next_quarters

LABELS = FLAGS | REASONS_NOT_COUNTED
LOOK_BACK = timedelta(days=90)
VOTES_A_PAGE = 50


class FilterForm(Form):
    """Which quarter, and whose votes."""

    class Meta(Form.Meta):
        csrf = False  # a filter changes nothing

    masa = SelectField(N_("Masa"), default="", validate_choice=False)
    petugas = SelectField(N_("Petugas"), coerce=optional_id, default="", validate_choice=False)

    def __init__(self, names: dict[int, str]) -> None:
        super().__init__(request.args)
        self.masa.choices = offer(next_quarters(today()), empty=gettext("90 hari terakhir"))
        self.petugas.choices = offer(names.items(), empty=gettext("Semua petugas"))

    def days(self) -> tuple[date, date]:
        """First and last day of the chosen quarter, or the last ninety days."""
        with refusals():  # an address that names no quarter shows the last ninety days
            if self.masa.data:
                chosen = period_of(self.masa.data, today())
                return chosen.first, chosen.last
        return today() - LOOK_BACK, today()


@blueprint.get("/tinjauan")
@requires(Role.ADMIN, area=ADMIN)
def reviews() -> Response:
    """Appeals first, then flags by kind, then the votes behind them, then kritik & saran."""
    return _page()


@blueprint.post("/tinjauan/sanggahan/<int:appeal_id>")
@requires(Role.ADMIN, area=ADMIN)
def decide(appeal_id: int) -> Response:
    """Uphold or reject an appeal, with a reason the officer reads."""
    reason = request.form.get("reason", "")
    with refusals(InvalidInput, Conflict) as no:
        decide_appeal(current_actor(), appeal_id, upheld=request.form.get("verdict") == "upheld", reason=reason)
        flash(gettext("Keputusan tersimpan. Petugas dapat membacanya."), "success")
        return redirect_to("admin.reviews")
    return _page(appeal_id, reason, no.words, no.status)


def _page(typed_for: int = 0, reason: str = "", error: str = "", status: int = 200) -> Response:
    actor = current_actor()
    form = FilterForm(
        {person.id: person.name for person in people(actor.office_id, role=Role.OFFICER, active_only=False)}
    )
    first, last = form.days()
    officer_id = request.args.get("petugas", type=row_id)
    votes = votes_to_review(actor, first, last, officer_id)
    page = min(max(request.args.get("halaman", 1, type=row_id), 1), -(-len(votes) // VOTES_A_PAGE) or 1)
    values: dict[str, Any] = {
        "appeals": appeals_to_decide(actor),
        "votes": votes[(page - 1) * VOTES_A_PAGE : page * VOTES_A_PAGE],
        "vote_count": len(votes),
        "page": page,
        "has_more": page * VOTES_A_PAGE < len(votes),
        "counts": flag_counts(votes),
        "form": form,
        "first": first,
        "last": last,
        "labels": LABELS,
        "words_of": lambda vote: ", ".join(gettext(LABELS[code]) for code in vote.codes),
        "gaps": officers_with_gap(actor, first, last),
        "remarks": newest_remarks(actor, request.args.get("saran", type=UUID)),
        "pooled": pooled_comments(actor, request.args.get("kata", type=UUID)),
        "words_a_page": WORDS_A_PAGE,
        "typed_for": typed_for,
        "reason": reason,
        "error": error,
    }
    return render_page("admin/reviews.html", status=status, **values)
