"""What a tablet says to staff, in Indonesian whatever language its guest chose; it comes with the key of the outbox."""

from typing import Any

from pstku.core.text import N_
from pstku.devices.rules import USEFUL, VITAL


def staff_words() -> dict[str, Any]:
    """Siap luring: what the mark on the idle screen says, what each missing thing means; and Daftar kirim behind it."""
    return {
        "ready": N_("Siap luring"),
        "unready": N_("Belum siap luring"),
        "hint": N_("Petugas: tahan dua detik untuk melihat daftar kirim."),
        "vital": list(VITAL),
        "lacks": VITAL | USEFUL,
        "sent": N_("Daftar kirim"),
        "about": N_("Yang disimpan dan dikirim tablet ini, 90 hari terakhir. Tanpa nama dan tanpa isi."),
        "nothing": N_("Belum ada kiriman."),
        "close": N_("Tutup"),
        "columns": [N_("Waktu"), N_("Isian"), N_("Nomor"), N_("Keadaan"), N_("Tanda")],
        "kinds": {"visit": N_("Buku tamu"), "vote": N_("Penilaian")},
        "answers": {
            "sent": N_("Diterima server"),
            "waiting": N_("Menunggu server"),
            "aside": N_("Disisihkan, menunggu admin"),
            "accepted": N_("Diterima admin"),
            "discarded": N_("Dibuang admin"),
        },
    }
