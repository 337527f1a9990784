"""Tambah tamu di meja: a guest at the counter for whom the tablet is no way in."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import Optional

from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7
from pstku.desk.operations.walk_in import add_walk_in
from pstku.guestbook.entry import SALUTATIONS, Entry
from pstku.guestbook.queries.visits import Registered
from pstku.guestbook.rules.codes import queue_label
from pstku.http.access import DESK, current_actor, requires
from pstku.http.forms import offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.desk.guest_fields import GuestForm
from pstku.intranet.desk.queue import my_desk
from pstku.officers.rules import SERVERS


class WalkInForm(GuestForm):
    """What stands in the guest book of somebody at the counter; only name and service are needed."""

    salutation = SelectField(N_("Sapaan"), choices=offer((word, word or "–") for word in SALUTATIONS))
    is_minor = BooleanField(N_("Di bawah 17 tahun, nama boleh kosong"))
    needs_help = BooleanField(N_("Perlu bantuan khusus"))
    party_size = IntegerField(N_("Jumlah orang"), [Optional()])
    party_male = IntegerField(N_("Laki-laki"), [Optional()])
    party_female = IntegerField(N_("Perempuan"), [Optional()])

    def walk_in(self) -> Entry:
        """The form as the guest book takes it."""
        return self.entry(
            salutation=self.salutation.data or "",
            is_minor=self.is_minor.data,
            needs_help=self.needs_help.data,
            party_size=1 if self.party_size.data is None else self.party_size.data,
            party_male=self.party_male.data,
            party_female=self.party_female.data,
        )


@blueprint.route("/meja/tamu", methods=["GET", "POST"])
@requires(*SERVERS, area=DESK)
def walk_in() -> Response:
    """Enter the guest, who then waits or is served at once, and say the code they vote with."""
    form = WalkInForm()
    if form.validate_on_submit():
        with form.refusals():
            visit = _add(form)
            _tell(visit)
            return redirect_to("intranet.desk")
    return render_page("intranet/desk/walk_in.html", form=form, status=form.http_status)


def _add(form: WalkInForm) -> Registered:
    return add_walk_in(
        current_actor(),
        parse_uuid7(form.visit_id.data or ""),
        form.walk_in(),
        desk_id=my_desk(),
        is_served_now=request.form.get("do") == "serve",
        language=form.language.data,
    )


def _tell(visit: Registered) -> None:
    words = _(
        "Tamu tercatat dengan nomor %(number)s. Kode kunjungannya %(code)s: sampaikan kepada tamu, untuk menilai nanti.",
        number=queue_label(visit.letter, visit.number),
        code=visit.code,
    )
    flash(words, "success")
