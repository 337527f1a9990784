"""The pages that a tablet, a colleague or a guest's phone opens: the whole URL map, whoever adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from pstku.accounts.queries import people
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import db
from pstku.http.access import declared_access
from pstku.offices.queries import configuration, office_by_code
from pstku.returns.overview.period import choices
from tests.bench.growth.addresses import Addresses

PHONE, TABLET = "phone", "tablet"  # who opens a page without being signed in
STAFF = {  # username -> role, those who may least first
    "employee": Role.EMPLOYEE,
    "officer": Role.OFFICER,
    "editor": Role.EDITOR,
    "head": Role.HEAD,
    "admin": Role.ADMIN,
}
FIGURE = "?k=ipm:7571:{period}"
NEEDED = {  # no page without
    "intranet.public_figures": FIGURE,
    "intranet.counter_cards": FIGURE,
    "admin.merge_agencies": "?ejaan={agencies[0]}&ejaan={agencies[1]}",
}
# The same page asked otherwise, where other rows are read then.
ASKED = {
    "intranet.answers": ("?q=ipm", "?q=berapa+penduduk+miskin+2023"),
    "intranet.series_table": ("?q=ipm",),
    "intranet.visits": (
        *("?masa=today", "?cari=dinas", "?masa=chosen&dari={year}-01-01&sampai={year}-12-31", "?petugas={officer}"),
        "?keadaan=done&belum_lengkap=y",
    ),
    "intranet.visit_needs": ("?what=ipm",),
    "intranet.report": ("?jenis=waktu", "?jenis=data", "?masa={year}", "?jenis=data&masa={year}"),
    "intranet.needs": ("?perolehan=no", "?indikator=ind.ipm", "?masa={year}"),
    "intranet.register": ("?petugas={officer}&keadaan=done",),
    "admin.audit": (
        *("?tindakan=add_person", "?tindakan=close_visit", "?orang={admin}", "?sebelum=500"),
        "?tindakan=close_visit&orang={officer}",
    ),
    "admin.complaints": ("?sesudah={complaint}",),
    "admin.awards": ("?sampai={year}",),
    "register.documents": ("?sampai={year}",),
    "admin.agencies": ("?cari=dinas", "?sesudah=dinas"),
    "admin.reviews": ("?masa={quarter}", "?petugas={officer}", "?halaman=2"),
}
# Nothing of a visit in it, and a state of its own would have to be made for each.
LEFT_OUT = {
    "display.recording": "a clip in the office's own voice",
    "waiting_room.hear": "a clip in the office's own voice",
    "admin.aside_item": "an item of a tablet that the server refused",
    "admin.phone_book_pdf": "the QR of the guest book on phones",
    "kiosk.phone_book": "the QR of the guest book on phones",
    "kiosk.phone_arrival": "a guest who waits with a phone",
    "kiosk.phone_arrival_standing": "a guest who waits with a phone",
    "intranet.rebase_draft": "a draft under which its page moved",
    "intranet.review_draft": "a draft of a colleague that was handed in",
    "static": "files",
    "sheets": "files",
}
ELSEWHERE = {  # they lead on, or say why not yet
    "intranet.find_verification": 303,
    "intranet.competence_pdf": 409,  # fewer than five have replied
    "survey.report": 409,  # too few have answered
    "survey.report_docx": 409,
    "survey.print_sheets": 303,  # without numbers
    "kiosk.official_qr": 404,  # nobody is invited to SKD
    "intranet.second_step": 303,
    "intranet.pass_contact_on": 403,  # of a guest whom nobody took
    "intranet.start_quiz": 303,
    "kiosk.guest_done": 303,  # its token lives for seconds
}
SOON = ("kiosk.change_rating",)  # its address is good for a minute only
OVERSEEN = ("admin.complaints", "admin.complaint")  # open to all, and full for those who oversee


@dataclass(frozen=True)
class Page:
    """A page and the one who opens it."""

    name: str
    who: str  # username, "tablet" or "phone"
    path: str
    status: int = 200

    def call(self, client: FlaskClient) -> None:
        """One visit to it."""
        answer = client.get(self.path)
        if answer.status_code != self.status:
            raise SystemExit(f"{self.path} answers {answer.status}")
        answer.close()


def pages_of(app: Flask) -> Sequence[Page]:
    """Every GET of the URL map, with the ids this office gives its rows; what is sought in them besides; each period."""
    found = []
    with app.app_context():
        office = configuration(office_by_code("7571").id)
        today = clock.local_day(clock.now(), office.tz)
        addresses = Addresses(app, office)
        words = {person.username: person.id for person in people(office.id)}
        words |= {
            "period": addresses.period,
            "quarter": choices(today)[1][0],
            "year": today.year - 1,
            "agencies": addresses.agencies,
            "complaint": addresses.complaint,
        }
        for rule in sorted(measured_rules(app), key=lambda rule: rule.endpoint not in SOON):
            who, path = _who_opens(rule), addresses.of(rule)
            if path is None:
                continue
            asked = [NEEDED.get(rule.endpoint, ""), *ASKED.get(rule.endpoint, ())]
            if rule.endpoint == "intranet.overview":
                asked = [f"?masa={code}" for code, _label in choices(today)]
            for query in asked:
                status = ELSEWHERE.get(rule.endpoint, 200)
                found.append(Page(f"{rule}{query}", who, path + query.format(**words), status))
        db.session.remove()
    return found


def measured_rules(app: Flask) -> list[Rule]:
    """Every rule that a browser can GET, but for those that are left out with a reason."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in rules if rule.endpoint not in LEFT_OUT]


def _who_opens(rule: Rule) -> str:
    """The tablet (which is the waiting room's screen too), a phone that is nobody's, or the one of the staff who may least of those who may."""
    access = declared_access(rule.endpoint)
    if access.kind == "device" or rule.rule == "/kiosk/" or rule.rule.startswith("/layar"):
        return TABLET
    if access.kind == "public":
        return PHONE
    if rule.endpoint in OVERSEEN:
        return "admin"
    allowed = access.roles or {Role.EMPLOYEE}
    return next(name for name, role in STAFF.items() if allowed & {role, Role.EMPLOYEE})
