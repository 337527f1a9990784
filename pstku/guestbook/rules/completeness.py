"""The details of a visit that reports still need; a guest never waits for them."""

from collections.abc import Mapping
from typing import Any

from pstku.core.text import N_

DETAILS = {
    "age_group": N_("Kelompok umur"),
    "sex": N_("Jenis kelamin"),
    "education": N_("Pendidikan"),
    "occupation": N_("Pekerjaan"),
    "agency_category": N_("Kategori instansi"),
    "purpose": N_("Pemanfaatan data"),
}


def missing_details(visit: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of details still open; none once the officer said that this is all there is to know."""
    if visit.get("completed_at") is not None:
        return ()
    return tuple(name for name in DETAILS if not visit.get(name))
