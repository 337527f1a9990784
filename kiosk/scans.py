"""What a QR means that is shown to the tablet or opened on a phone, and what its guest hears when it opens nothing."""

import re

from flask import current_app

from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.guestbook.visit_tokens import read_invite, read_link, read_visit_token
from pstku.http.access import current_office
from pstku.http.text import gettext
from pstku.officers.scanning import (
    EXPIRED,
    REVOKED,
    Officer,
    find_officer,
    officer_view,
    token_in,
    why_unknown,
)
from pstku.ratings.queries.visits import (
    ENDED,
    RATED,
    SERVING,
    TOO_OLD,
    WAITING,
    GuestVisit,
    find_guest_visit,
    find_visit_by_code,
)

FOREIGN = N_("QR ini milik kantor BPS lain. Pindai QR petugas yang melayani Anda di sini.")
NOT_OURS = N_("Ini bukan QR petugas kami. Pindai QR di layar atau di kartu petugas.")
ARABIC = N_(
    "Alat pemindai mengirim huruf Arab. Ketik kode kunjungan Anda. "
    "Untuk petugas: ubah papan ketik tablet menjadi Indonesia atau Inggris."
)
FOR_A_PHONE = N_("Tautan ini untuk HP Anda. Buka di HP, atau ketik kode kunjungan di sini.")
NO_SUCH_CODE = N_("Kode ini tidak ditemukan. Periksa keempat hurufnya.")
NO_SUCH_BADGE = N_("Kode ini tidak ditemukan. Ketik empat huruf kode kunjungan, atau delapan huruf di kartu petugas.")
LONGEST_TYPED = 10
WHY_UNKNOWN = {
    EXPIRED: N_("QR di layar petugas sudah berganti. Pindai QR yang tampil sekarang."),
    REVOKED: N_("QR ini sudah diganti atau dicabut. Minta petugas menampilkan QR terbaru."),
}
NOT_YET = N_("Kunjungan ini belum selesai dilayani. Beri penilaian setelah selesai.")
WHY_NOT_RATABLE = {
    WAITING: NOT_YET,
    SERVING: NOT_YET,
    RATED: N_("Kunjungan ini sudah dinilai. Satu kunjungan dinilai satu kali."),
    TOO_OLD: N_("Masa penilaian kunjungan ini sudah lewat. Kritik dan saran tetap kami terima."),
    ENDED: N_("Kunjungan ini tidak dapat dinilai. Kritik dan saran tetap kami terima."),
}
_ARABIC = re.compile("[\u0600-\u06ff]")
_ADDRESS = re.compile(r"(?i)https?://[^/]+/n/")


def read_scan(text: str) -> Officer | GuestVisit:
    """Whose QR was shown to the tablet, or the visit of a guest's own QR that may be rated.

    Raises NotFound or InvalidInput("code") with the sentence for whatever else was scanned.
    """
    officer = find_officer(text)
    if officer and officer.office_id == current_office().id:
        return officer
    if _ARABIC.search(text):
        raise NotFound(ARABIC)
    token = token_in(text)
    if visit_id := read_visit_token(token):
        return need_ratable(find_guest_visit(current_office(), visit_id), FOREIGN)
    if read_link(token) or read_invite(token):
        raise NotFound(FOR_A_PHONE)
    if _ADDRESS.match(text) and not text.startswith(current_app.config["PUBLIC_URL"]):
        raise NotFound(why_no_officer(text, officer, FOREIGN))
    raise NotFound(why_no_officer(text, officer, NO_SUCH_BADGE if len(text) <= LONGEST_TYPED else NOT_OURS))


def why_no_officer(text: str, officer: Officer | None, strange: str) -> str:
    """Why a QR names no officer here; `officer`: of another office, `strange`: the sentence for what was never ours."""
    return FOREIGN if officer else WHY_UNKNOWN.get(why_unknown(text), strange)


def need_ratable(visit: GuestVisit | None, unknown: str = NO_SUCH_CODE) -> GuestVisit:
    """The visit when its guest may rate it now; raises NotFound(`unknown`), or InvalidInput("code") that says why not."""
    if visit is None:
        raise NotFound(unknown)
    if not visit.is_ratable:
        raise InvalidInput("code", WHY_NOT_RATABLE[visit.standing])
    return visit


def visit_of_code(typed: str) -> GuestVisit:
    """The visit of a typed code, if it may be rated; raises as `need_ratable`."""
    return need_ratable(find_visit_by_code(current_office(), typed))


def other_officer_words(visit: GuestVisit, scanned_id: int) -> str:
    """What a guest hears whose scanned QR is not that of who served; empty when it is, or none was scanned."""
    scanned = officer_view(current_office().id, scanned_id) if scanned_id not in (0, visit.officer_id) else None
    if scanned is None:
        return ""
    return gettext(
        "QR tadi milik %(other)s, tetapi Anda dilayani %(name)s. Penilaian ini untuk %(name)s.",
        other=scanned.address,
        name=visit.officer_name,
    )
