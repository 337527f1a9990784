"""What an officer types about a guest, whichever way the guest came."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField

from pstku.core.languages import INDONESIAN, LANGUAGES
from pstku.core.text import N_
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import AGENCY_LONGEST, NAME_LONGEST, Entry
from pstku.http.access import current_office
from pstku.http.forms import Form, at_most, offer

DETAILS = ("age_group", "sex", "education", "occupation", "purpose")
TEXTS = ("name", "agency", "phone", "email")


class GuestForm(Form):
    """Name and service, and the rest that nobody has to know."""

    visit_id = HiddenField()
    name = StringField(N_("Nama"), [at_most(NAME_LONGEST)])
    service_id = SelectField(N_("Layanan"), coerce=int)
    phone = StringField(N_("HP"), [at_most(40)])
    email = StringField(N_("E-mail"), [at_most(120)])
    agency = StringField(N_("Instansi"), [at_most(AGENCY_LONGEST)])
    age_group = SelectField(N_("Kelompok umur"))
    sex = SelectField(N_("Jenis kelamin"))
    education = SelectField(N_("Pendidikan"))
    occupation = SelectField(N_("Pekerjaan"))
    purpose = SelectField(N_("Pemanfaatan"))
    language = SelectField(N_("Bahasa tamu"), choices=offer(LANGUAGES.items()), default=INDONESIAN)

    def __init__(self) -> None:
        super().__init__()
        office = current_office()
        services = [item for item in office.active_services() if not item.is_complaint]
        self.service_id.choices = offer((item.id, item.guest_label) for item in services)
        for name in DETAILS:
            self._fields[name].choices = offer(office.choices(name), empty="–")
        self.visit_id.data = self.visit_id.data or str(uuid7())

    def entry(self, **more: Any) -> Entry:
        """The form as the guest book takes it."""
        values: dict[str, Any] = {name: self._fields[name].data or None for name in DETAILS}
        values |= {name: self._fields[name].data or "" for name in TEXTS}
        asked_back = (
            ("follow_up",) if values["phone"] or values["email"] else ()
        )  # the field says: only when the guest asks
        return Entry(service_id=self.service_id.data, consents=asked_back, **values, **more)
