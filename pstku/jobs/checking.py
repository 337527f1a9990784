"""The check of the trail as a job: part by part, beside the pages, and on from where it was broken off."""

import hmac
from pathlib import Path
from typing import Any

from pstku.audit.exports import export_faults
from pstku.audit.operations import START, Place, verify_part
from pstku.core.text import N_
from pstku.jobs.operations import running
from pstku.jobs.queries import CHECK_AUDIT, last_seq

CHECKING = N_("Memeriksa baris jejak audit")
WHOLE = N_("Jejak utuh: %(n)s baris diperiksa, setiap baris menyambung dengan baris sebelumnya.")
BROKEN = N_("Jejak TIDAK utuh: %(faults)s. Simpan salinan basis data dan hubungi pengelola.")
TOLD = 10  # faults in the result


def check_trail(office_id: int, folder: Path, *, asked: bool = False) -> list[list[Any]]:
    """Compute the whole chain anew and compare its end with the one written outside; returns the lines of the result.

    Raises Conflict while somebody else is at it, and with `asked` when no admin waits for it.
    """
    with running(office_id, CHECK_AUDIT, asked=asked) as job:
        place, faults = _place(job.position), list(job.position.get("faults", ()))
        is_end = False
        while not is_end:
            job.position = {"seq": place.seq, "mac": place.mac, "seal": place.seal, "faults": faults[:TOLD]}
            job.at(CHECKING, place.seq, last_seq(office_id))
            some, place, is_end = verify_part(office_id, place)
            faults += some
        faults += export_faults(office_id, folder)
        job.say(BROKEN, faults="; ".join(faults[:TOLD])) if faults else job.say(WHOLE, n=place.seq)
    return job.said


def _place(position: dict[str, object]) -> Place:
    """Where a check that was broken off goes on; one whose seal does not fit begins anew."""
    if not position:
        return START
    place = Place(int(str(position["seq"])), str(position["mac"]))
    return place if hmac.compare_digest(str(position["seal"]), place.seal) else START
