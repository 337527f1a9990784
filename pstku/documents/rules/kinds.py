"""The papers of an award. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from pstku.core.text import N_


class Kind(StrEnum):
    """Prosedur, daftar calon, berita acara, lampiran SK, piagam."""

    SOP = "sop"
    CANDIDATES = "candidates"
    MINUTES = "minutes"
    ANNEX = "annex"
    CERTIFICATE = "certificate"


NAMES: Mapping[Kind, str] = {
    Kind.SOP: N_("SOP pemberian penghargaan"),
    Kind.CANDIDATES: N_("Daftar calon"),
    Kind.MINUTES: N_("Berita acara"),
    Kind.ANNEX: N_("Lampiran SK"),
    Kind.CERTIFICATE: N_("Piagam"),
}
NUMBERED = (Kind.SOP, Kind.CANDIDATES, Kind.MINUTES, Kind.CERTIFICATE)  # the annex bears the number of the office's SK
ABOUT_CANDIDATES = (Kind.CANDIDATES, Kind.MINUTES)  # they tell of everybody who was rated, so none of those reads them
