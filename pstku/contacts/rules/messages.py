"""The message an officer may send, and the addresses that open it in WhatsApp, the telephone or mail. Pure."""

from collections.abc import Mapping
from urllib.parse import quote

from pstku.contacts.rules.results import Kind
from pstku.core.text import N_

SUBJECT = N_("Dari %(office)s")
MESSAGES: Mapping[str, str] = {
    Kind.QUESTION: N_(
        "Halo %(guest)s, saya %(officer)s dari %(office)s. Pada %(day)s Anda meninggalkan pertanyaan: “%(what)s”."
        " Jawaban kami: "
    ),
    Kind.DATA: N_(
        "Halo %(guest)s, saya %(officer)s dari %(office)s. Pada %(day)s Anda minta dikabari tentang %(what)s. Kabar dari kami: "
    ),
    Kind.AFTERWARDS: N_(
        "Halo %(guest)s, saya %(officer)s dari %(office)s. Ini tindak lanjut kunjungan Anda pada %(day)s tentang %(what)s: "
    ),
    Kind.RATING: N_(
        "Halo %(guest)s, terima kasih sudah menghubungi %(office)s pada %(day)s. Bila berkenan, nilai layanan kami di"
        " %(address)s dengan kode kunjungan yang tampil saat Anda mengisi buku tamu. Petugas tidak melihat jawaban satu per"
        " satu."
    ),
}
GUEST, SOUGHT = N_("Bapak/Ibu"), N_("data yang Anda cari")


def whatsapp_address(phone: str, message: str) -> str:
    """Where WhatsApp opens with the message ready; empty for a number that is no mobile one."""
    return f"https://wa.me/{phone[1:]}?text={quote(message)}" if phone.startswith("+628") else ""


def mail_address(email: str, subject: str, message: str) -> str:
    """Where the mail program opens with the message ready; empty without an address."""
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}&body={quote(message)}" if email else ""
