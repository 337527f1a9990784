"""What every picture shows: one Monday morning at the counter of the test office, and the pages of a guest's phone."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from kiosk.phone_tokens import GivenBallot, sign_ballot
from pstku.arrivals.operations.book_qr import issue_book_qr
from pstku.arrivals.queries import current_qr
from pstku.core import clock
from pstku.core.db import db
from pstku.core.vault import unseal
from pstku.guestbook.visit_tokens import visit_token
from pstku.officers.operations.personal_qr import issue_badge
from pstku.officers.operations.roster import set_roster
from pstku.officers.queries.desks import desks
from pstku.officers.rules import DayPlan
from pstku.officers.scanning import current_badge
from pstku.offices.operations.english import write_english
from pstku.offices.operations.improvements import add_improvement
from pstku.offices.queries import guest_rows
from tests.factories import make_device, make_visit

OPEN, SHUT = datetime(2026, 11, 23, 2, 12, tzinfo=UTC), datetime(2026, 11, 23, 9, 5, tzinfo=UTC)  # 10.12 and 17.05 WITA
DAY = date(2026, 11, 23)
SECRET = "device-token"
HEARD = ("Tamu meminta colokan listrik di ruang baca. Kini tersedia di setiap meja.",
         "Guests asked for power sockets in the reading room. Every table has one now.")  # fmt: skip


def set_scene(cast) -> dict[str, str]:
    """Make the office of the pictures; name -> address of each page of the guest's phone."""
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
        waiting = make_visit(office_id, at=ago, code="H7QF", letter="B", number=14)  # beside the numbers of the tablet
        served = {"state": "done", "at": ago, "officer_id": cast.officer.person_id, "letter": "B"}
        done, rated = make_visit(office_id, code="C7QF", **served), make_visit(office_id, rated_at=OPEN, **served)
        ballot = GivenBallot(UUID(int=1), done.id, 2, OPEN)  # asks for no unsur
        addresses = {
            "hp-buku-tamu": f"/n/isi/{unseal(current_qr(office_id).token)}",
            "hp-menunggu": f"/n/{visit_token(waiting.id)}",
            "hp-kode": f"/n/{current_badge(cast.officer.person_id).token}",
            "hp-penilaian": f"/n/{visit_token(done.id)}",
            "hp-alasan": f"/n/{sign_ballot(ballot)}",
            "hp-terima-kasih": "/n/terima-kasih",
            "hp-sudah-dinilai": f"/n/{visit_token(rated.id)}",
            "hp-tidak-berlaku": "/n/lama",
            "hp-pengaduan": "/n/pengaduan",
        }
        db.session.remove()
    return addresses
