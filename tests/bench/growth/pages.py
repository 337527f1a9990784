"""The pages that a tablet or a colleague opens, and who opens them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from pstku.accounts.queries import people
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration, office_by_code

TABLET = ("/kiosk/", "/kiosk/api/keadaan", "/kiosk/api/instansi", "/kiosk/api/pengaduan/tentang")
STAFF = ("/belajar", "/belajar/belum-terjawab", "/belajar/baru", "/jawab", "/jawab?q=ipm", "/latihan", "/kompetensi")
OFFICER = ("/meja", "/meja/panggilan", "/hasil-saya", "/qr-saya")
ADMIN = (
    "/admin/",
    "/admin/instansi",
    "/admin/instansi?halaman=2",
    "/admin/jejak",
    "/admin/jejak?tindakan=add_person",
    "/admin/jejak?tindakan=close_visit",
    "/admin/jejak?orang={admin}",
    "/admin/jejak?tindakan=close_visit&orang={officer}",
    "/admin/jejak?sebelum=500",
    "/admin/tinjauan",
    "/admin/pengaduan",
    "/admin/piket",
    "/admin/pegawai",
    "/admin/data-pribadi",
    "/admin/jam",
    "/penghargaan",
    "/briefing",
)


@dataclass(frozen=True)
class Page:
    """A page, or with `sends` what a tablet posts to it; answers 200."""

    name: str
    who: str  # username, or "tablet"
    path: str
    sends: str = ""

    def call(self, client: FlaskClient) -> None:
        """One visit to it."""
        if self.sends:
            answer = client.post(
                self.path, json=_guest(self.sends), headers={"Origin": "http://localhost", "X-PSTku": "1"}
            )
        else:
            answer = client.get(self.path)
        if answer.status_code != 200:
            raise SystemExit(f"{self.path} answers {answer.status}")
        answer.close()


def _guest(service_id: str) -> dict[str, object]:
    sent_at = int(clock.now().timestamp() * 1000)
    told = {"service": service_id, "name": "Tamu", "agency": "Instansi 7", "occupation": "student"}
    return {"id": str(uuid7()), "sent_at": sent_at, **told}


def pages_of(app: Flask) -> Sequence[Page]:
    """Every page, with the ids this office gives its rows."""
    with app.app_context():
        office = configuration(office_by_code("7571").id)
        today = clock.local_day(clock.now(), office.tz)
        names = {person.username: person.id for person in people(office.id)}
        served = session().query(Visit.id).filter_by(office_id=office.id, day=today, state="done").limit(1).scalar()
        service = next(each for each in office.active_services() if not each.is_complaint)
        db.session.remove()
    found = [Page("POST tamu", "tablet", "/kiosk/api/kunjungan", sends=str(service.id))]
    found += [Page(path, "tablet", path) for path in TABLET]
    found += [Page(path, "employee", path) for path in STAFF]
    found += [Page(path, "officer", path) for path in OFFICER]
    found.append(Page("/meja/…/data", "officer", f"/meja/{served}/data"))
    blank = dict.fromkeys(names, "…")
    found += [Page(path.format(**blank), "admin", path.format(**names)) for path in ADMIN]
    found += [Page(f"/ringkasan {label}", "head", f"/ringkasan?masa={code}") for label, code in _periods(today)]
    return found


def _periods(today: date) -> list[tuple[str, str]]:
    year, quarter = clock.quarter_of(today)
    return [
        ("tahun ini", str(year)),
        ("triwulan ini", f"{year}-Q{quarter}"),
        ("tahun lalu", str(year - 1)),
        ("triwulan lama", f"{year - 1}-Q4"),
    ]
