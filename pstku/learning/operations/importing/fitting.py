"""Does a pack fit the office it comes into?"""

from sqlalchemy import select

from pstku.core.db import session
from pstku.learning.models import Pack as PackRow
from pstku.learning.pack_tables import Fault
from pstku.learning.packs import Pack, version_order
from pstku.offices.queries import configuration


def misfits(office_id: int, pack: Pack) -> list[Fault]:
    """Why the office cannot take the pack; empty when it can."""
    code, faults = configuration(office_id).code, []
    if pack.domain and pack.domain != code:
        message = f"paket ini berisi angka kantor {pack.domain}, bukan {code}; pakai paket angka kantor sendiri"
        faults.append(Fault("pack.yaml", "domain", message))
    installed = {
        row[0]: row[1]
        for row in session().execute(select(PackRow.key, PackRow.version).where(PackRow.office_id == office_id))
    }
    for key, least in pack.requires:
        if key not in installed:
            faults.append(Fault("pack.yaml", "requires", f"membutuhkan paket {key}; muat paket itu dulu"))
        elif version_order(installed[key]) < version_order(least):
            message = f"membutuhkan {key} {least}; yang terpasang {installed[key]}"
            faults.append(Fault("pack.yaml", "requires", message))
    return faults


def is_imported(office_id: int, key: str, version: str) -> bool:
    """Is this version of the pack in the library already?"""
    wanted = select(PackRow.version).where(PackRow.office_id == office_id, PackRow.key == key)
    return session().scalar(wanted) == version
