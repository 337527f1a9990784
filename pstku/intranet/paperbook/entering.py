"""The table: type or paste the guests of one day, look at what is wrong, save the sheet in one act."""

from datetime import timedelta
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import HiddenField, SelectField, TextAreaField

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.guestbook.queries.kiosk import agency_names
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.formats import weekday_date
from pstku.http.forms import NUMBER_REMOVED, DayField, Form, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.intranet.paperbook.rows import (
    FIRST_ROWS,
    MORE_ROWS,
    Row,
    dtsen_service,
    new_rows,
    offered,
    pasted_rows,
    sent_rows,
)
from pstku.officers.rules import SERVERS
from pstku.paperbook.operations.entering import enter_sheet
from pstku.paperbook.queries import read_sheet, repeated, sheets_of_today, was_entered
from pstku.paperbook.rules.rows import PaperGuest
from pstku.paperbook.rules.sheets import CAUSES, FIELDS, MOST_ROWS, check_day

SKIP, KEEP = "skip", "keep"  # guests who are in the book already


class SheetForm(Form):
    """What holds for the whole sheet; its rows are fields of their own, numbered."""

    sheet_id = HiddenField()
    day = DayField(N_("Hari kunjungan"), [required(N_("Pilih hari kunjungannya."))])
    cause = SelectField(N_("Mengapa susulan?"), choices=offer(CAUSES.items()))
    text = TextAreaField(N_("Tempel dari lembar kerja"))

    def __init__(self) -> None:
        super().__init__()
        self.sheet_id.data = self.sheet_id.data or str(uuid7())
        if not self.is_submitted():
            self.day.data = today() - timedelta(days=1)


@blueprint.route("/meja/susulan", methods=["GET", "POST"])
@requires(*SERVERS, area=DESK)
def paper_book() -> Response:
    """The table. Adding rows, pasting and looking only fill it; one button saves."""
    form = SheetForm()
    if not form.is_submitted():
        return _page(form, new_rows(FIRST_ROWS))
    rows, act = sent_rows(), request.form.get("do")
    if act == "more":
        return _page(form, [*rows, *new_rows(MORE_ROWS, rows)][:MOST_ROWS], first_new=len(rows))
    if act == "paste":
        return _pasted(form, rows)
    guests = _read(form, rows)
    if guests and act == "save" and (answer := _saved(form, guests)):
        return answer
    is_read = bool(guests) and act != "save"
    return _page(form, rows, status=200 if is_read else form.http_status, is_read=is_read, guests=guests)


def today() -> Any:
    """The office's day."""
    return clock.local_day(clock.now(), current_office().tz)


def _pasted(form: SheetForm, rows: list[Row]) -> Response:
    kept = [row for row in rows if not row.is_empty]
    with form.refusals():
        pasted = pasted_rows(form.text.data or "")
        if not pasted:
            raise InvalidInput("text", N_("Tempel dulu isi tabelnya."))
        if len(kept) + len(pasted) > MOST_ROWS:
            raise InvalidInput(
                "text", N_("Satu lembar memuat paling banyak %(most)s tamu. Tempel sebagian dahulu."), most=MOST_ROWS
            )
        form.text.data = ""
        flash(ngettext("%(num)d baris masuk ke tabel.", "%(num)d baris masuk ke tabel.", len(pasted)), "success")
        return _page(form, [*kept, *pasted], first_new=len(kept))
    return _page(form, rows, status=form.http_status)


def _read(form: SheetForm, rows: list[Row]) -> list[PaperGuest]:
    """The guests of all rows that are not empty; none when anything is wrong, which then stands beside its field."""
    is_valid = form.validate_on_submit()
    with form.refusals():
        if form.day.data:
            check_day(form.day.data, today(), current_office().settings.paper_days)
    filled = [row for row in rows if not row.is_empty]
    read = read_sheet(current_office(), form.day.data, [row.typed for row in filled])
    for row, (_guest, faults) in zip(filled, read, strict=True):
        row.show(faults)
    if not filled and rows:
        rows[0].errors["came"] = _("Isi paling sedikit satu tamu.")
    guests = [guest for guest, _faults in read if guest]
    is_sound = is_valid and not form.refused and len(guests) == len(filled)
    if is_sound and any(row.holds_card_number for row in filled):
        flash(sentence(NUMBER_REMOVED), "warning")
    return guests if is_sound else []


def _saved(form: SheetForm, guests: list[PaperGuest]) -> Response | None:
    """On to an empty table after saving; None when something has to be asked or was refused."""
    office, answer = current_office(), request.form.get("repeats")
    sheet_id = parse_uuid7(form.sheet_id.data or "")
    places = set() if was_entered(office.id, sheet_id) else repeated(office, form.day.data, guests)
    if places and answer not in (SKIP, KEEP):
        return None
    if answer == SKIP:
        guests = [guest for place, guest in enumerate(guests) if place not in places]
    if not guests:
        flash(_("Semua tamu di lembar ini sudah ada di buku tamu."), "success")
        return redirect_to("intranet.paper_book")
    with form.refusals(beside="day"):
        entered = enter_sheet(current_actor(), sheet_id, form.day.data, form.cause.data, guests)
        _tell(form, entered.guests, is_after_lock=entered.is_after_lock)
        return redirect_to("intranet.paper_book")
    return None


def _tell(form: SheetForm, count: int, *, is_after_lock: bool) -> None:
    day = weekday_date(form.day.data)
    words = ngettext("%(num)d tamu tercatat untuk %(day)s.", "%(num)d tamu tercatat untuk %(day)s.", count, day=day)
    flash(words, "success")
    if is_after_lock:
        flash(
            _("Triwulannya sudah ditutup: tamu ini masuk hitungan, data penghargaan yang dikunci tidak berubah."),
            "warning",
        )
    if not current_office().works_on(form.day.data):
        flash(_("Hari itu kantor tutup. Lembarnya ditandai begitu."), "warning")


def _page(
    form: SheetForm,
    rows: list[Row],
    *,
    status: int = 200,
    guests: list[PaperGuest] | None = None,
    first_new: int | None = None,
    **context: Any,
) -> Response:
    office = current_office()
    places = repeated(office, form.day.data, guests) if guests and form.day.data else set()
    return render_page(
        "intranet/paperbook/page.html",
        status=status,
        form=form,
        rows=rows,
        labels=FIELDS,
        lists=offered(),
        dtsen=dtsen_service(),
        agencies=agency_names(office.id),
        faulty=sum(bool(row.errors) for row in rows),
        focus=_focus(rows, first_new),
        repeats=[guests[place] for place in sorted(places)] if guests else [],
        can_grow=len(rows) < MOST_ROWS,
        sheets=sheets_of_today(office),
        causes=CAUSES,
        earliest=today() - timedelta(days=office.settings.paper_days),
        **({"is_read": False} | context),
    )


def _focus(rows: list[Row], first_new: int | None) -> tuple[int, str] | None:
    """The field to type in next: the first that is wrong, else the first of the rows that were just added."""
    wrong = ((place, name) for place, row in enumerate(rows) for name in FIELDS if name in row.errors)
    return next(wrong, None if first_new is None else (first_new, "came"))
