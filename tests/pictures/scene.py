"""What every picture shows: one Monday morning at the counter of the test office, and the pages of a guest's phone.

Whatever is drawn at random elsewhere is fixed here: a state that has not changed gives the same bytes again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import update

from kiosk.phone.tokens import GivenBallot, sign_ballot
from pstku.arrivals.models import Arrival
from pstku.arrivals.operations.book_qr import issue_book_qr
from pstku.arrivals.queries import current_qr
from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint, say_first_word
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, db
from pstku.core.tokens import uuid7
from pstku.core.vault import unseal
from pstku.devices.models import Pairing
from pstku.devices.operations import request_pairing
from pstku.guestbook.operations.serving import call_next_visit, start_called
from pstku.guestbook.visit_tokens import visit_token
from pstku.officers.operations.personal_qr import issue_badge
from pstku.officers.operations.roster import set_roster
from pstku.officers.queries.desks import desks
from pstku.officers.rules import DayPlan
from pstku.officers.scanning import current_badge
from pstku.offices.operations.configuring import change_settings
from pstku.offices.operations.english import write_english
from pstku.offices.operations.improvements import add_improvement
from pstku.offices.queries import guest_rows
from pstku.waitingroom.models import Display
from pstku.waitingroom.operations.displays import request_display
from tests.factories import make_device, make_display, make_visit
from tests.page import PageClient

OPEN, SHUT = datetime(2026, 11, 23, 2, 12, tzinfo=UTC), datetime(2026, 11, 23, 9, 5, tzinfo=UTC)  # 10.12 and 17.05 WITA
DAY = date(2026, 11, 23)
SECRET, SCREEN = "device-token", "display-token"
ADDRESS = "https://pst.contoh.id"  # of every QR; the server of a test has another each time
CODE, SIGN, TABLET_CODE, SCREEN_CODE = "M4RX", "Kelinci 27", "4H7QRX", "9CFW3P"
HEARD = ("Tamu meminta colokan listrik di ruang baca. Kini tersedia di setiap meja.",
         "Guests asked for power sockets in the reading room. Every table has one now.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wall:
    """A page of a browser that is no guest's: where, with what cookie, and whether numbers are called."""

    address: str
    cookie: tuple[str, str]
    has_queue: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Name -> page: of a guest's phone by its address, and of tablets and screens that are no guest's."""

    phone: dict[str, str]
    walls: dict[str, Wall]
    admin: Actor

    @contextmanager
    def opened(self, wall: Wall) -> Iterator[Wall]:
        """The office calls numbers while such a page is looked at; at other times it is the quiet one of the tablet."""
        if wall.has_queue:
            change_settings(self.admin, {"mode": "queue", "display_voice": "no"})
            db.session.remove()
        yield wall
        if wall.has_queue:
            change_settings(self.admin, {"mode": "quiet", "display_voice": "yes"})
            db.session.remove()


def set_scene(app: Flask, cast) -> Scene:
    """Make the office of the pictures."""
    office_id = cast.office_id
    with clock.at(OPEN):
        make_device(office_id, token=SECRET)
        set_roster(cast.admin, {DAY: DayPlan({desks(office_id)[0].id: cast.officer.person_id})})
        add_improvement(cast.admin, HEARD[0])
        news = next(row for row in guest_rows(office_id) if row.kind == "improvement")
        write_english(cast.admin, "improvement", news.id, "text", HEARD[1])
        issue_book_qr(cast.admin)
        issue_badge(cast.officer)
        ago = OPEN - timedelta(minutes=20)
        waiting = make_visit(
            office_id, id=UUID(int=14), at=ago, code="H7QF", letter="B", number=14
        )  # beside the tablet's
        served = {"state": "done", "at": ago, "officer_id": cast.officer.person_id, "letter": "B"}
        done, rated = make_visit(office_id, code="C7QF", **served), make_visit(office_id, rated_at=OPEN, **served)
        ballot = GivenBallot(UUID(int=1), done.id, 2, OPEN)  # asks for no unsur
        book = f"/n/isi/{unseal(current_qr(office_id).token)}"
        phone = {
            "hp-buku-tamu": book,
            "hp-tanda": _send_from_phone(app, book),
            "hp-menunggu": f"/n/{visit_token(waiting.id)}",
            "hp-kode": f"/n/{current_badge(cast.officer.person_id).token}",
            "hp-penilaian": f"/n/{visit_token(done.id)}",
            "hp-alasan": f"/n/{sign_ballot(ballot)}",
            "hp-terima-kasih": "/n/terima-kasih",
            "hp-sudah-dinilai": f"/n/{visit_token(rated.id)}",
            "hp-tidak-berlaku": "/n/lama",
            "hp-pengaduan": "/n/pengaduan",
            "hp-kode-pengaduan": "/pengaduan",
            "hp-jawaban-pengaduan": f"/pengaduan/{_answered_complaint(cast)}",
        }
        walls = _walls(app, cast)
        db.session.remove()
    return Scene(phone, walls, cast.admin)


def _send_from_phone(app: Flask, book: str) -> str:
    """The page of an entry that waits until an officer confirms its guest."""
    client = PageClient(app)
    form = client.get(book).page.select_one("form:has([name=service])")
    service = form.select_one("[name=service]")["value"]
    answer = client.post_form(book, {"id": form.select_one("[name=id]")["value"], "service": service, "name": "Budi"})
    with atomic() as s:
        s.execute(update(Arrival).values(sign=SIGN))
    return answer.location


def _walls(app: Flask, cast) -> dict[str, Wall]:
    """A tablet and a screen that wait for the admin, and a screen on which numbers stand."""
    tablet, screen = (ask(cast.office_id, address="") for ask in (request_pairing, request_display))
    with atomic() as s:
        s.execute(update(Pairing).values(code=TABLET_CODE))
        s.execute(update(Display).values(code=SCREEN_CODE))
    make_display(cast.office_id, token=SCREEN)
    for number, help_ in ((21, False), (22, False), (23, True), (24, False), (25, False), (26, False)):
        at = OPEN - timedelta(minutes=40 - number)
        make_visit(cast.office_id, at=at, number=number, needs_help=help_)
    desk = desks(cast.office_id)[0].id
    start_called(cast.officer, call_next_visit(cast.officer, desk_id=desk))
    call_next_visit(cast.officer2, desk_id=desk)
    devices, displays = app.config["DEVICE_COOKIE_NAME"], app.config["DISPLAY_COOKIE_NAME"]
    return {
        "pasang-tablet": Wall("/kiosk/", (devices, tablet)),
        "pasang-layar": Wall("/layar", (displays, screen)),
        "layar": Wall("/layar", (displays, SCREEN), has_queue=True),
        "layar-tenang": Wall("/layar", (displays, SCREEN)),
    }


def _answered_complaint(cast) -> str:
    """The code of a complaint that got a first word and an answer."""
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Nomor saya dilewati dua kali.", channel="own_phone")
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, kind="plain")
    say_first_word(cast.editor, complaint_id, "Pengaduan Anda kami terima dan sedang kami periksa.")
    answer = "Kami minta maaf. Nomor dipanggil dua kali, dan layar kini menampilkannya lebih lama."
    answer_complaint(cast.editor, complaint_id, answer=answer, finding="upheld", reason="Sesuai catatan panggilan.")
    with atomic() as s:
        s.execute(update(Complaint).where(Complaint.id == complaint_id).values(code="CFGHJMPQRV"))
    return "CFGHJ-MPQRV"
