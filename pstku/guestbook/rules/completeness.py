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
OF_DATA = ("purpose",)  # asked only of who seeks data
OF_EVERYBODY = tuple(name for name in DETAILS if name not in OF_DATA)


def missing_details(visit: Mapping[str, Any], *, seeks_data: bool) -> tuple[str, ...]:
    """The names of details still open; none once the officer said that this is all there is to know.

    `seeks_data`: does the guest of this service come for data? Who comes for anything else uses none.
    """
    if visit.get("completed_at") is not None:
        return ()
    return tuple(name for name in (DETAILS if seeks_data else OF_EVERYBODY) if not visit.get(name))
