"""Tutup bulan: which months are closed, what a month still lacks, and what differs since."""

from datetime import date
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import TextAreaField

from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.operations.details import declare_complete
from pstku.guestbook.rules.completeness import DETAILS
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.forms import Form, at_most
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import gettext
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.returns.closing.grounds import CHANGED, RULES_IN_WORDS, changed_rules, rules_of
from pstku.returns.closing.models import MonthClosing
from pstku.returns.closing.operations import REASON_LONGEST, close_month, revise_month
from pstku.returns.closing.queries import (
    PROPOSED_ON,
    carried_to,
    changes_since,
    closings,
    lacking,
    months_to_close,
    waiting_months,
)
from pstku.returns.closing.rules import Change, carried_in, differences_in, grounds_in, hash_of
from pstku.returns.overview.period import code_of_month, period_of


class ReviseForm(Form):
    """Why a closed month is told anew."""

    reason = TextAreaField(N_("Alasan revisi"), [at_most(REASON_LONGEST)])


class PlainForm(Form):
    """One tap."""


@blueprint.get("/laporan/tutup")
@requires(*READERS, area=ADMIN)
def month_closings() -> Response:
    """All past months, the newest first, and how each stands."""
    office = current_office()
    last = {one.month: one for one in closings(office.id)}
    return render_page(
        "intranet/reports/closings.html",
        months=[(month, code_of_month(month), last.get(month)) for month in months_to_close(office, today())],
        proposed=waiting_months(office, today()),
        proposed_on=PROPOSED_ON,
        names=names_of(office.id, {one.closed_by_id for one in last.values()}),
    )


@blueprint.get("/laporan/tutup/<bulan>")
@requires(*READERS, area=ADMIN)
def month_closing(bulan: str) -> Response:
    """One month: what it lacks before, what differs after."""
    return _page(_month(bulan), ReviseForm(formdata=None))


@blueprint.post("/laporan/tutup/<bulan>")
@requires(Role.ADMIN, area=ADMIN)
def close_this_month(bulan: str) -> Response:
    """Close it."""
    month, form = _month(bulan), PlainForm()
    with form.refusals():
        close_month(current_actor(), month)
        flash(_("Bulan ditutup. Angkanya tetap; yang datang kemudian menjadi susulan."), "success")
        return redirect_to("intranet.month_closing", bulan=bulan)
    return _page(month, ReviseForm(formdata=None), form.http_status)


@blueprint.post("/laporan/tutup/<bulan>/revisi")
@requires(Role.ADMIN, area=ADMIN)
def revise_this_month(bulan: str) -> Response:
    """Issue a revision."""
    month, form = _month(bulan), ReviseForm()
    if form.validate_on_submit():
        with form.refusals():
            made = revise_month(current_actor(), month, form.reason.data or "")
            flash(_("Revisi %(n)s terbit.", n=made.revision), "success")
            return redirect_to("intranet.month_closing", bulan=bulan)
    return _page(month, form, form.http_status)


@blueprint.post("/laporan/tutup/<bulan>/lengkap/<uuid:visit_id>")
@requires(Role.ADMIN, area=ADMIN)
def complete_for_closing(bulan: str, visit_id: UUID) -> Response:
    """Nothing more can be learnt of this visit."""
    month, form = _month(bulan), PlainForm()
    with form.refusals():
        declare_complete(current_actor(), visit_id)
        return redirect_to("intranet.month_closing", bulan=bulan)
    return _page(month, ReviseForm(formdata=None), form.http_status)


def _month(code: str) -> date:
    period = period_of(code, today())
    if not period.is_month:
        raise NotFound(N_("Bulan ini tidak ada."))
    return period.first


def _told(closing: MonthClosing) -> tuple[MonthClosing, bool, list[Change], str]:
    """How it was closed: is its content still that of its hash, what a revision changed, by which rules it was counted."""
    content = closing.content
    rules = RULES_IN_WORDS[rules_of(content.get("grounds", {}))]
    return closing, hash_of(content) == closing.hash, differences_in(content), rules


def _page(month: date, form: ReviseForm, status: int = 200) -> Response:
    office = current_office()
    made = closings(office.id)
    mine = [one for one in made if one.month == month]
    rules = changed_rules(grounds_in([one.content for one in mine], month), office, month)
    count, visits = lacking(office, month)
    return render_page(
        "intranet/reports/closing.html",
        bulan=code_of_month(month),
        title=period_of(code_of_month(month), today()).label,
        mine=[_told(one) for one in reversed(mine)],
        carried=carried_in(mine[-1].content) if mine else carried_to(office, made, month),
        since=changes_since(office, made, month),
        changed_rules=[CHANGED[rule] for rule in rules],
        can_close=month in months_to_close(office, today()) and not mine,
        lacking=count,
        visits=visits,
        lacks={each.id: ", ".join(gettext(DETAILS[name]) for name in each.missing) for each in visits},
        names=names_of(office.id, {one.closed_by_id for one in mine}),
        form=form,
        plain=PlainForm(formdata=None),
        status=status,
    )
