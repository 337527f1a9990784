"""What a tablet needs while no server answers: its series, letters, day and codes, and what it says then."""

from typing import Any, cast

from flask import Response, jsonify, request

from kiosk import blueprint
from kiosk.guard import from_tablet
from pstku.core import clock
from pstku.core.text import N_
from pstku.core.tokens import CODE_ALPHABET
from pstku.devices.queries import DeviceView
from pstku.devices.rules import USEFUL, VITAL
from pstku.guestbook.rules.codes import LOOK_ALIKES, VISIT_CODE_LETTERS
from pstku.http.access import current_device, current_office, requires_device
from pstku.http.text import gettext
from pstku.http.ways import told_ways
from pstku.offices.rules.addresses import DTSEN_SERVICE, Topic
from pstku.outbox.operations.codes import POOL, refill_codes

SHOWN = {  # beside the number and the code that the tablet gives
    "number": N_("Nomor Anda"),
    "say": N_("Sebutkan nomor ini kepada petugas di meja."),
    "code": N_("Kode kunjungan"),
    "keep": N_("Ingat atau foto kode ini, untuk memberi penilaian setelah dilayani."),
    "none": N_("Kali ini tanpa kode. Untuk menilai, minta petugas mengundang Anda di tablet ini."),
}
RATING = {  # of a guest whose vote no server takes now
    "lead": N_("Server belum menjawab. Penilaian Anda disimpan di tablet ini dan dihitung nanti."),
    "kept": N_("Tersimpan di tablet ini, dikirim sendiri nanti."),
    "question": N_("Seberapa puas Anda dengan layanan kami?"),
    "wrong": N_("Kode ini tidak ditemukan. Periksa keempat hurufnya."),
}

WAYS = {  # of a guest who came for DTSEN, on the last screen
    "offer": N_("Alamat urusan DTSEN"),
    "title": N_("Ke mana mengurus data DTSEN"),
    "lead": N_("Penerima bantuan ditetapkan kementerian, bukan BPS."),
}


def alone_facts() -> dict[str, Any]:
    """Its series, the letter of each service, the office's clock, what a code looks like."""
    office, now = current_office(), clock.now()
    offset = now.astimezone(office.tz).utcoffset()
    return {
        "series": _device().series,
        "letters": {str(service.id): service.queue_letter for service in office.services},
        "clock": {"now": round(now.timestamp() * 1000), "ahead": round(offset.total_seconds() * 1000) if offset else 0},
        "code": {
            "letters": CODE_ALPHABET,
            "length": VISIT_CODE_LETTERS,
            "alike": {chr(typed): chr(meant) for typed, meant in LOOK_ALIKES.items()},
        },
    }


def alone_words() -> dict[str, Any]:
    """What it says then, in the reader's language."""
    return {
        name: {key: gettext(words) for key, words in said.items()}
        for name, said in (("shown", SHOWN), ("rating", RATING))
    }


def ways_words() -> dict[str, Any]:
    """Where guests of Konsultasi DTSEN go on, in the reader's language; nothing while the office offers no such service."""
    service = next((one for one in current_office().active_services() if one.code == DTSEN_SERVICE), None)
    if service is None:
        return {}
    ways = [
        {
            "name": [way.name, way.name.lang],
            "guidance": [way.guidance, way.guidance.lang],
            "address": way.address,
            "note": way.note,
        }
        for way in told_ways(Topic.DTSEN)
    ]
    words = {name: gettext(sentence) for name, sentence in WAYS.items()}
    return {"ways": words | {"service": service.id, "list": ways}}


def staff_words() -> dict[str, Any]:
    """Siap luring: what the mark on the idle screen says, what each missing thing means; and Daftar kirim behind it.

    In Indonesian, whatever language its guest chose.
    """
    return {
        "ready": N_("Siap luring"),
        "unready": N_("Belum siap luring"),
        "crowded": N_("Kotak kirim hampir penuh"),
        "old": N_("Ada isian lebih dari 14 hari"),
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
            "taken": N_("Diterima server"),
            "accepted": N_("Diterima admin"),
            "discarded": N_("Dibuang admin"),
        },
    }


@blueprint.post("/kiosk/api/kode")
@requires_device
@from_tablet
def fill_pool() -> Response:
    """New codes for a tablet that tells which it still has."""
    held = cast(dict[str, Any], request.get_json(silent=True)).get("held")  # as the guard has read it already
    mine = [str(code) for code in held[:POOL]] if isinstance(held, list) else []
    return jsonify(codes=refill_codes(current_office().id, _device().id, mine))


def _device() -> DeviceView:
    device = current_device()
    assert device is not None  # @requires_device stands before every view here
    return device
