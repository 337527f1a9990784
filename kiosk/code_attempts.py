"""How often a visit code, an officer's code or a remark may be tried, on a tablet or from one address."""

from flask import request

from pstku.core.attempts import count_attempt
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_device, current_office

SECONDS = 300
PER_PLACE = 20
PER_OFFICE = 200  # an office's guests may share one address, a guesser may have many


def count_code_attempt() -> None:
    """Count one try; raises InvalidInput("code") when there were too many in five minutes."""
    device = current_device()
    place = f"device:{device.id}" if device else f"address:{request.remote_addr}"
    tries = count_attempt("visit_code", place, seconds=SECONDS)
    in_all = count_attempt("visit_code:office", str(current_office().id), seconds=SECONDS)
    if tries > PER_PLACE or in_all > PER_OFFICE:
        raise InvalidInput("code", N_("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."))
