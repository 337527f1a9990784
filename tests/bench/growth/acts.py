"""What a tablet, a phone and colleagues send: a guest from the door to the vote, and what is rarer, each act by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pstku.contacts.queries import owed
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.guestbook.visit_tokens import visit_token
from pstku.offices.queries import configuration, office_by_code
from tests.bench.growth.pages import PHONE, TABLET
from tests.page import TOKEN
from tests.people import PASSWORD

HEADERS = {"Origin": "http://localhost", "X-PSTku": "1"}
FORMS = {PHONE: "/n/pengaduan", "employee": "/catat", "officer": "/meja/catat", "admin": "/admin/data-pribadi"}
NUMBER = "081234567890"


@dataclass(frozen=True)
class Act:
    """One POST."""

    name: str
    who: str
    path: str
    sends: Mapping[str, Any]

    def call(self, client: FlaskClient) -> None:
        """Send it; anything but success ends the benchmark."""
        sent = {"json": self.sends, "headers": HEADERS} if self.who == TABLET else {"data": self.sends}
        answer = client.post(self.path, **sent)
        if answer.status_code not in (200, 204, 303):
            raise SystemExit(f"{self.name}: {self.path} answers {answer.status} {answer.get_data(as_text=True)[:300]}")
        answer.close()


class Round:
    """The acts of one round; each must be done before the next is asked for, which names what it made."""

    def __init__(self, app: Flask, clients: Mapping[str, FlaskClient]) -> None:
        self._app = app
        self._tokens = {who: _form_token(clients[who], page) for who, page in FORMS.items()}
        with app.app_context():
            self._office = configuration(office_by_code("7571").id)
            db.session.remove()
        self._service = next(each.id for each in self._office.active_services() if not each.is_complaint)

    def acts(self) -> Iterator[Act]:
        """All of them."""
        yield from self._at_the_tablet()
        yield from self._at_the_desk()
        yield from self._promised()
        yield from self._elsewhere()

    def _at_the_tablet(self) -> Iterator[Act]:
        entry = {"service": str(self._service), "name": "Tamu", "agency": "Dinas 1", "sent_at": _now()}
        yield self._sent("periksa", phone=NUMBER, party_size="2")
        yield self._sent("tamu-lama", typed=NUMBER)
        yield self._sent("kunjungan", **entry)
        yield self._sent("kunjungan (lengkap)", **entry, phone=NUMBER, consent=["recognition"], occupation="student")
        yield self._sent("bantuan")
        yield self._sent("pertanyaan", name="Tamu", question="Berapa IPM?", contact=NUMBER, consent=["follow_up"])
        yield self._sent("pengaduan", text="Menunggu terlalu lama sekali.")
        yield Act("POST /kiosk/saran", TABLET, "/kiosk/saran", {"id": str(uuid7()), "text": "Kursinya kurang."})

    def _at_the_desk(self) -> Iterator[Act]:
        yield self._form("officer", "/meja/panggil")
        visit_id, guest_id = self._called()
        yield self._form("officer", "/meja/{}/datang", visit_id)
        need = {"need_id": str(uuid7()), "what": "angka kemiskinan", "obtained": "yes_fits", "from": "desk"}
        yield self._form("officer", "/meja/{}/data", visit_id, **need)
        yield self._form("officer", "/meja/{}/selesai", visit_id, outcome="done_on_the_spot")
        vote = {"id": str(uuid7()), "visit": str(visit_id), "first_at": _now(), "at": _now(), "reaction_ms": 900}
        yield Act("POST /kiosk/suara", TABLET, "/kiosk/suara", vote | {"score": 4, "revision": 1})
        yield Act("POST /kiosk/suara (diubah)", TABLET, "/kiosk/suara", vote | {"score": 3, "revision": 2})
        told = {"age_group": "26_34", "sex": "female", "agency": "Dinas 1", "party_size": "1"}
        yield self._form("officer", "/meja/{}", visit_id, **told)
        for kind, sought in (("nama", "Tamu pagi"), ("nama yang tidak ada", "Zulkarnain"), ("nomor", NUMBER)):
            yield self._form("admin", "/admin/data-pribadi", kind=kind, password=PASSWORD, sought=sought)
        changed = {"password": PASSWORD, "name": "Tamu Dua", "salutation": "Ibu"}
        yield self._form("admin", "/admin/data-pribadi/{}/perbaiki", guest_id, **changed)
        yield self._form("admin", "/admin/data-pribadi/{}/hapus", guest_id, password=PASSWORD)

    def _promised(self) -> Iterator[Act]:
        with self._app.app_context():
            promise_id = owed(self._office, 0)[0].id
            db.session.remove()
        for act in ("ambil", "lihat", "belum"):
            yield self._form("officer", f"/meja/hubungi/{{}}/{act}", promise_id)
        kept = {"channel": "whatsapp", "result": "answered", "words": ""}
        yield self._form("officer", "/meja/hubungi/{}/sudah", promise_id, **kept)

    def _elsewhere(self) -> Iterator[Act]:
        visit_id = uuid7()
        asked = {"visit_id": str(visit_id), "need": "inflasi", "do": "answered", "occupation": "student"}
        yield self._form("employee", "/catat", **asked)
        with self._app.app_context():
            token = visit_token(visit_id)
        yield self._form(PHONE, "/n/{}/nilai", token, score="4", vote=str(uuid7()))
        unsaid = dict.fromkeys(("age_group", "sex", "education", "occupation", "purpose"), "")
        remote = unsaid | {
            "visit_id": str(uuid7()),
            "channel": "whatsapp",
            "name": "Sitti",
            "service_id": str(self._service),
        }
        yield self._form("officer", "/meja/catat", **remote, need="ipm", obtained="yes_fits")
        yield self._form("employee", "/jawab/dicari", q=f"jumlah becak tahun {_now()}")

    def _sent(self, name: str, /, **sends: Any) -> Act:
        return Act(f"POST /kiosk/api/{name}", TABLET, f"/kiosk/api/{name.split()[0]}", {"id": str(uuid7()), **sends})

    def _form(self, who: str, path: str, /, *ids: object, kind: str = "", **sends: Any) -> Act:
        name = f"POST {path.format('…')}" + (f" ({kind})" if kind else "")
        return Act(name, who, path.format(*ids), {"csrf_token": self._tokens[who], **sends})

    def _called(self) -> tuple[UUID, UUID]:
        with self._app.app_context():
            mine = (Visit.office_id == self._office.id) & (Visit.state == "called")
            found = session().execute(select(Visit.id, Visit.guest_id).where(mine)).one()
            db.session.remove()
            return found.id, found.guest_id


def _form_token(client: FlaskClient, page: str) -> str:
    found = TOKEN.search(client.get(page).get_data(as_text=True))
    assert found is not None, page
    return unescape(found[1])


def _now() -> int:
    return int(clock.now().timestamp() * 1000)
