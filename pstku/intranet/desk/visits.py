"""Daftar kunjungan: any visit of yesterday, this week or another period is found again, and opened as at the desk."""

from datetime import date

from flask import Response, request
from flask_babel import gettext as _
from wtforms import BooleanField, SearchField, SelectField
from wtforms.validators import Optional

from pstku.accounts.queries import people
from pstku.core import clock
from pstku.core.text import N_, has_card_number
from pstku.core.tokens import parse_uuid, sealed_text, unsealed_text
from pstku.desk.queries.visit_list import LONGEST_SOUGHT, PAGE_SIZE, Sought, VisitLine, visit_lines
from pstku.desk.rules import CHOSEN, LAST_WEEK, THIS_MONTH, THIS_WEEK, TODAY, YESTERDAY, check_period, period_of
from pstku.guestbook.rules.states import Channel, VisitState
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.forms import DayField, Form, at_most, offer, optional_id
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS

SEALED, PURPOSE = "kata", "visits"
PERIODS = {
    TODAY: N_("Hari ini"),
    YESTERDAY: N_("Kemarin"),
    THIS_WEEK: N_("Minggu ini"),
    LAST_WEEK: N_("Minggu lalu"),
    THIS_MONTH: N_("Bulan ini"),
    CHOSEN: N_("Pilih tanggal"),
}
STATES = {
    VisitState.WAITING: N_("Menunggu"),
    VisitState.CALLED: N_("Dipanggil"),
    VisitState.SERVING: N_("Dilayani"),
    VisitState.DONE: N_("Selesai"),
    VisitState.CANCELLED: N_("Pergi"),
    VisitState.NO_SHOW: N_("Tidak hadir"),
}
CHANNELS = {
    Channel.TABLET: N_("Tablet"),
    Channel.OWN_PHONE: N_("HP tamu"),
    Channel.DESK: N_("Meja layanan"),
    Channel.WHATSAPP: N_("WhatsApp"),
    Channel.EMAIL: N_("E-mail"),
    Channel.PHONE: N_("Telepon"),
    Channel.FIELD: N_("Di luar kantor"),
    Channel.PAPER: N_("Susulan dari kertas"),
}


class VisitFilter(Form):
    """Which visits; names as they stand in the address."""

    class Meta(Form.Meta):
        csrf = False  # a filter changes nothing

    cari = SearchField(N_("Nama, kode, atau instansi"), [at_most(LONGEST_SOUGHT)])
    masa = SelectField(N_("Masa"), choices=offer(PERIODS.items()), default=THIS_WEEK, validate_choice=False)
    dari = DayField(N_("Dari"), [Optional()])
    sampai = DayField(N_("Sampai"), [Optional()])
    layanan = SelectField(N_("Layanan"), coerce=optional_id, default="")
    keadaan = SelectField(N_("Keadaan"), choices=offer(STATES.items(), empty=N_("Semua keadaan")), default="")
    petugas = SelectField(N_("Petugas"), coerce=optional_id, default="")
    jalur = SelectField(N_("Lewat"), choices=offer(CHANNELS.items(), empty=N_("Semua jalur")), default="")
    belum_lengkap = BooleanField(N_("Hanya yang belum lengkap"))

    def __init__(self) -> None:
        super().__init__(request.values)
        if sealed := request.args.get(SEALED):
            self.cari.data = unsealed_text(PURPOSE, current_actor().person_id, sealed) or ""
        office = current_office()
        self.layanan.choices = offer(
            ((item.id, item.guest_label) for item in office.services), empty=N_("Semua layanan")
        )
        self.petugas.choices = offer(
            ((person.id, person.name) for person in people(office.id, active_only=False)), empty=N_("Semua petugas")
        )

    def sought(self, today: date) -> Sought:
        """The filter as a question; raises InvalidInput for a chosen period that cannot be."""
        first, last = period_of(self.masa.data, today)
        if self.masa.data == CHOSEN:
            first, last = self.dari.data or first, self.sampai.data or today
            check_period(first, last)
        return Sought(
            first=first,
            last=last,
            words=(self.cari.data or "").strip(),
            service_id=self.layanan.data,
            state=self.keadaan.data or None,
            officer_id=self.petugas.data,
            channel=self.jalur.data or None,
            is_incomplete=self.belum_lengkap.data,
        )


@blueprint.post("/meja/kunjungan")
@requires(*SERVERS, area=DESK)
def seek_visits() -> Response:
    """Cari: what was typed goes on sealed, so that no guest's name stands in an address, a history or a log."""
    form = VisitFilter()
    if has_card_number(form.cari.data):
        form.cari.errors = [_("NIK dan nomor kartu tidak dicari. Ketik nama, kode, atau instansi.")]
    if form.errors or not form.validate():
        return _page(form, [])
    asked = {name: request.form.get(name) for name in form.data if name != "cari" and request.form.get(name)}
    words = (form.cari.data or "").strip()
    sealed = {SEALED: sealed_text(PURPOSE, current_actor().person_id, words)} if words else {}
    return redirect_to("intranet.visits", **asked, **sealed)


@blueprint.get("/meja/kunjungan")
@requires(*SERVERS, area=DESK)
def visits() -> Response:
    """The list, fifty visits a page, the newest first; what is asked stands in the address, typed words sealed."""
    office = current_office()
    form: VisitFilter = VisitFilter()
    found: list[VisitLine] = []
    if form.validate():
        with form.refusals():
            sought = form.sought(clock.local_day(clock.now(), office.tz))
            found = visit_lines(office, sought, after=request.args.get("sesudah", type=parse_uuid))
    return _page(form, found)


def _page(form: VisitFilter, found: list[VisitLine]) -> Response:
    lines = found[:PAGE_SIZE]
    asked = {name: request.args[name] for name in (*form.data, SEALED) if name in request.args}
    return render_page(
        "intranet/desk/visits.html",
        form=form,
        lines=lines,
        following=lines[-1].id if len(found) > PAGE_SIZE else None,
        asked=asked,
        here=request.full_path.rstrip("?"),
        states=STATES,
        channels=CHANNELS,
        status=422 if form.errors else 200,
    )
