"""Kebocoran data: what happened, whom the office told within 72 hours, and the letters for it."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from wtforms import IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import Optional

from pstku.accounts.queries import names_of
from pstku.admin import blueprint
from pstku.breaches import operations, queries
from pstku.breaches.models import Breach
from pstku.breaches.rules import Data, Outcome, Told
from pstku.core import clock
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import DayField, Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page

DATA = {
    Data.IDENTITY: N_("Identitas tamu (nama, instansi, umur)"),
    Data.CONTACT: N_("Nomor HP atau e-mail tamu"),
    Data.COMPLAINT: N_("Isi pengaduan atau pengadunya"),
    Data.STAFF: N_("Data pegawai"),
    Data.SIGN_IN: N_("Kata sandi atau kunci"),
    Data.COPY: N_("Satu cadangan atau basis data seluruhnya"),
}
OUTCOMES = {
    Outcome.HANDLED: N_("Selesai ditangani"),
    Outcome.NO_BREACH: N_("Sesudah diperiksa, tidak ada data yang bocor"),
}


class FactsForm(Form):
    """What Pasal 46 wants told."""

    known_on = DayField(N_("Diketahui kantor pada tanggal"), [required(N_("Pilih tanggalnya."))])
    known_time = TimeField(N_("Jam"), [required(N_("Ketik jamnya, misalnya 08.00."))])
    happened = StringField(
        N_("Kapan terjadinya"),
        [required(N_("Tulis kapan terjadi, atau “belum diketahui”.")), at_most(operations.LONGEST_LINE)],
    )
    data = SelectMultipleField(N_("Data apa yang terungkap"), choices=offer(DATA.items()))
    people_count = IntegerField(N_("Data berapa orang"), [Optional()])
    cause = TextAreaField(
        N_("Bagaimana terungkapnya"), [required(N_("Tulis bagaimana terjadinya.")), at_most(operations.LONGEST)]
    )
    measures = TextAreaField(
        N_("Apa yang sudah dan akan dilakukan"), [required(N_("Tulis penanganannya.")), at_most(operations.LONGEST)]
    )

    def facts(self) -> operations.Facts:
        """What was typed, as the domain takes it."""
        return operations.Facts(
            known_at=_moment(self.known_on.data, self.known_time.data),
            happened=self.happened.data,
            data=frozenset(self.data.data or ()),
            people_count=self.people_count.data,
            cause=self.cause.data,
            measures=self.measures.data,
        )


class NoticeForm(Form):
    """When one side was told, and how."""

    told_on = DayField(N_("Tanggal pemberitahuan"), [required(N_("Pilih tanggalnya."))])
    told_time = TimeField(N_("Jam"), [required(N_("Ketik jamnya, misalnya 08.00."))])
    how = TextAreaField(N_("Lewat apa"), [required(N_("Tulis lewat apa.")), at_most(operations.LONGEST)])


class CloseForm(Form):
    """How it ended."""

    outcome = RadioField(
        N_("Hasilnya"), choices=offer(OUTCOMES.items()), validators=[required(N_("Pilih salah satu."))]
    )
    lesson = TextAreaField(
        N_("Apa yang diubah supaya tidak terulang"),
        [required(N_("Tulis apa yang diubah, atau apa yang ternyata terjadi.")), at_most(operations.LONGEST)],
    )


@blueprint.get("/kebocoran")
@requires(*queries.WHO, area=ADMIN)
def breaches() -> Response:
    """All of them, the latest first; fifty a page."""
    after = request.args.get("sesudah", type=UUID)
    last = queries.get_breach(current_actor(), after) if after else None
    found = queries.breaches(current_actor(), after=last)
    rows = found[: queries.PAGE_SIZE]
    following = rows[-1].id if len(found) > len(rows) else None
    lines = [(row, _kinds(row), queries.notices(row)) for row in rows]
    return render_page("admin/breaches/list.html", lines=lines, following=following, outcomes=OUTCOMES)


@blueprint.route("/kebocoran/baru", methods=["GET", "POST"])
@requires(*queries.WHO, area=ADMIN)
def new_breach() -> Response:
    """Record one; the clock has been running since the office knew."""
    local = clock.now().astimezone(current_office().tz)
    form = FactsForm(data={"known_on": local.date(), "known_time": local.time()})
    if form.validate_on_submit():
        with form.refusals():
            breach_id = operations.record_breach(current_actor(), form.facts())
            flash(_("Kebocoran tercatat. Beri tahu lembaga dan orangnya sebelum 72 jam."), "success")
            return redirect_to("admin.breach", breach_id=breach_id)
    return render_page("admin/breaches/new.html", form=form, status=form.http_status)


@blueprint.get("/kebocoran/<uuid:breach_id>")
@requires(*queries.WHO, area=ADMIN)
def breach(breach_id: UUID) -> Response:
    """One breach with its two clocks and what may still be done."""
    return _page(queries.get_breach(current_actor(), breach_id))


@blueprint.post("/kebocoran/<uuid:breach_id>/perbaiki")
@requires(*queries.WHO, area=ADMIN)
def correct_breach(breach_id: UUID) -> Response:
    """Put right what is known by now."""
    found, form = queries.get_breach(current_actor(), breach_id), FactsForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.correct_breach(current_actor(), breach_id, form.facts())
            flash(_("Catatan diperbaiki."), "success")
            return redirect_to("admin.breach", breach_id=breach_id)
    return _page(found, facts=form)


@blueprint.post("/kebocoran/<uuid:breach_id>/beri-tahu/<whom>")
@requires(*queries.WHO, area=ADMIN)
def tell_of_breach(breach_id: UUID, whom: str) -> Response:
    """Note that one side was told."""
    found, form = queries.get_breach(current_actor(), breach_id), NoticeForm(prefix=_told(whom))
    if form.validate_on_submit():
        told_at = _moment(form.told_on.data, form.told_time.data)
        with form.refusals():
            operations.note_notice(current_actor(), breach_id, _told(whom), told_at=told_at, how=form.how.data)
            flash(_("Pemberitahuan tercatat."), "success")
            return redirect_to("admin.breach", breach_id=breach_id)
    return _page(found, notices={_told(whom): form})


@blueprint.post("/kebocoran/<uuid:breach_id>/tutup")
@requires(*queries.WHO, area=ADMIN)
def close_breach(breach_id: UUID) -> Response:
    """It is dealt with, or was none."""
    found, form = queries.get_breach(current_actor(), breach_id), CloseForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.close_breach(current_actor(), breach_id, outcome=form.outcome.data, lesson=form.lesson.data)
            flash(_("Catatan ditutup."), "success")
            return redirect_to("admin.breach", breach_id=breach_id)
    return _page(found, closing=form)


@blueprint.get("/kebocoran/<uuid:breach_id>/surat/<whom>")
@requires(*queries.WHO, area=ADMIN)
def breach_letter(breach_id: UUID, whom: str) -> Response:
    """The notice in writing, with all that Pasal 46 asks for, to be signed by the head."""
    found = queries.get_breach(current_actor(), breach_id)
    return render_page("admin/breaches/letter.html", breach=found, whom=_told(whom), **_words(found))


def _told(whom: str) -> Told:
    if whom not in tuple(Told):
        abort(404)
    return Told(whom)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, current_office().tz).astimezone(UTC)


def _words(found: Breach) -> dict[str, Any]:
    return {"kinds": _kinds(found), "outcomes": OUTCOMES}


def _kinds(found: Breach) -> str:
    return "; ".join(_(DATA[Data(kind)]) for kind in found.data.split())


def _page(
    found: Breach,
    *,
    facts: FactsForm | None = None,
    notices: dict[Told, NoticeForm] | None = None,
    closing: CloseForm | None = None,
) -> Response:
    sent = facts or closing or next(iter((notices or {}).values()), None)
    local = found.known_at.astimezone(current_office().tz)
    known = {"known_on": local.date(), "known_time": local.time(), "data": found.data.split()}
    forms = {whom: NoticeForm(formdata=None, prefix=whom) for whom in Told} | (notices or {})
    names = names_of(current_office().id, [found.recorded_by_id, found.closed_by_id])
    return render_page(
        "admin/breaches/one.html",
        status=sent.http_status if sent else 200,
        breach=found,
        notices=queries.notices(found),
        forms=forms,
        facts=facts or FactsForm(formdata=None, obj=found, data=known),
        is_correcting=facts is not None,
        closing=closing or CloseForm(formdata=None),
        names=names,
        **_words(found),
    )
