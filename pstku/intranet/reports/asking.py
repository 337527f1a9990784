"""What is asked of a report: the period and what narrows it, who signs the paper, and the file that goes out."""

from flask import request
from flask_babel import gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Optional

from pstku.accounts.queries import people
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_office
from pstku.http.context import today
from pstku.http.forms import NO_CHOICE, DayField, Form, at_most, offer, optional_id, required
from pstku.returns.measures.groups import DIVISIONS, WAYS, Narrowing, narrowing_of
from pstku.returns.monthly.paper import HEAD, LONGEST, SIGNING, Signature, signature_of
from pstku.returns.monthly.tables import KINDS, MONTHLY, Kind
from pstku.returns.overview.period import code_of_month, month_choices

CHOSEN = "pilih"


class ReportFilter(Form):
    """Which report; names as they stand in the address."""

    class Meta(Form.Meta):
        csrf = False  # a filter changes nothing

    jenis = HiddenField()
    masa = SelectField(N_("Masa"), validate_choice=False)
    dari = DayField(N_("Dari"), [Optional()])
    sampai = DayField(N_("Sampai"), [Optional()])
    bagian = SelectField(
        N_("Bagian"), choices=offer(((g.key, g.name) for g in DIVISIONS), empty=N_("Total")), default=""
    )
    jalur = SelectField(
        N_("Jalur"),
        choices=offer(((key, name) for key, (name, _words) in WAYS.items()), empty=N_("Semua jalur")),
        default="",
    )
    layanan = SelectField(N_("Layanan"), coerce=optional_id, default="")

    def __init__(self) -> None:
        super().__init__(request.args)
        periods = [*month_choices(today()), (CHOSEN, _("Pilih tanggal"))]
        self.masa.choices = offer(periods)
        self.masa.data = self.masa.data or code_of_month(today())
        self.layanan.choices = offer(((s.id, s.name) for s in current_office().services), empty=N_("Semua layanan"))

    @property
    def code(self) -> str:
        """The period as an address has it."""
        if self.masa.data != CHOSEN:
            return str(self.masa.data)
        return f"{self.dari.data or ''}..{self.sampai.data or ''}"

    @property
    def address(self) -> dict[str, str]:
        """What of the address is this filter's, for the links of its page."""
        return {name: request.args[name] for name in self.data if name in request.args}

    @property
    def is_waiting(self) -> bool:
        """Are days to be chosen, of which one is not typed yet?"""
        return self.masa.data == CHOSEN and not (self.dari.data and self.sampai.data)

    def kind(self) -> Kind:
        """Which tables; raises InvalidInput."""
        if (self.jenis.data or MONTHLY.key) not in KINDS:
            raise InvalidInput("masa", NO_CHOICE)
        return KINDS[self.jenis.data or MONTHLY.key]

    def narrowing(self) -> Narrowing:
        """The chosen groups; raises InvalidInput."""
        values = self.bagian.data or "", self.jalur.data or "", self.layanan.data
        return narrowing_of(current_office().services, *values)


class SignForm(Form):
    """Who signs the paper."""

    tanda = SelectField(N_("Yang menandatangani"), choices=offer(SIGNING.items()), default=HEAD)
    nama = StringField(N_("Nama"), [required(N_("Ketik nama yang menandatangani.")), at_most(LONGEST)])
    jabatan = StringField(N_("Jabatan, untuk a.n."), [at_most(LONGEST)])
    nip = StringField(N_("NIP, bila dicetak"), [at_most(30)])

    def signature(self) -> Signature:
        """The lines to sign; raises InvalidInput."""
        words = (self[name].data or "" for name in ("tanda", "nama", "jabatan", "nip"))
        return signature_of(current_office(), *words)


def sign_form() -> SignForm:
    """With the head's name in it, as it is most often."""
    heads = people(current_office().id, role=Role.HEAD)
    form: SignForm = SignForm(formdata=None)
    form.nama.data = heads[0].name if heads else ""
    return form
