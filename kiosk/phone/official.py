"""BPS's own survey as guests are invited to it: the same for everyone who was served while it asks."""

from dataclasses import dataclass

from pstku.http.access import current_office
from pstku.http.links import Matrix, qr_matrix
from pstku.skm.queries.skd import skd_address


@dataclass(frozen=True, slots=True)
class OfficialSurvey:
    """Its form: a link on a phone, a QR at a tablet, from which no address leads away."""

    address: str
    matrix: Matrix


def official_survey() -> OfficialSurvey | None:
    """None on days on which nobody is invited."""
    address = skd_address(current_office())
    return OfficialSurvey(address, qr_matrix(address)) if address else None
