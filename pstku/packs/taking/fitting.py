"""Does a pack fit the office it comes into?"""

from typing import Any

from sqlalchemy import ColumnElement, select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.library.models import Pack as PackRow
from pstku.library.models import Page, Region
from pstku.library.rules.admission import check_figure
from pstku.library.rules.places import NATION_CODE
from pstku.library.rules.states import Kind
from pstku.offices.queries import configuration
from pstku.packs.faults import Fault
from pstku.packs.names import FOLDER_OF
from pstku.packs.reading.pages import Pack, version_order
from pstku.packs.reading.tables import column_of, offered


def misfits(office_id: int, pack: Pack) -> list[Fault]:
    """Why the office cannot take the pack; empty when it can."""
    code = configuration(office_id).code
    if pack.domain and pack.domain != code:
        message = f"paket ini berisi angka kantor {pack.domain}, bukan {code}; pakai paket angka kantor sendiri"
        return [Fault("pack.yaml", "domain", message)]
    installed = {
        row[0]: row[1]
        for row in session().execute(select(PackRow.key, PackRow.version).where(PackRow.office_id == office_id))
    }
    faults = []
    for key, least in pack.requires:
        if key not in installed:
            faults.append(Fault("pack.yaml", "requires", f"membutuhkan paket {key}; muat paket itu dulu"))
        elif version_order(installed[key]) < version_order(least):
            message = f"membutuhkan {key} {least}; yang terpasang {installed[key]}"
            faults.append(Fault("pack.yaml", "requires", message))
    if faults:
        return faults  # the rest would only say the same of every row
    return _changed_kinds(office_id, pack) + _strange_figures(office_id, pack)


def _changed_kinds(office_id: int, pack: Pack) -> list[Fault]:
    kinds = {
        row[0]: row[1] for row in session().execute(select(Page.key, Page.kind).where(Page.office_id == office_id))
    }
    return [
        Fault(
            f"{FOLDER_OF[page.kind]}/{page.slug}.md",
            "id",
            f"{page.key} di kantor ini berada di {FOLDER_OF[kinds[page.key]]}; jenis halaman tidak dapat diganti, pakai id lain",
        )
        for page in pack.pages
        if kinds.get(page.key, page.kind) != page.kind
    ]


def _strange_figures(office_id: int, pack: Pack) -> list[Fault]:
    """Figures of an indicator or place that neither office nor pack has, and figures dated later than is allowed."""
    office, faults = configuration(office_id), []
    indicators = _stored(Page.key, (Page.office_id == office_id) & (Page.kind == Kind.INDICATOR))
    indicators |= {page.key for page in pack.pages if page.kind == Kind.INDICATOR}
    places = _stored(Region.code, Region.office_id == office_id) | {place.code for place in pack.regions}
    places |= {office.code, office.province_code, NATION_CODE}
    today = clock.local_day(clock.now(), office.tz)
    for value in pack.values:
        where = f"baris {value.line}"
        if value.indicator_key not in indicators:
            message = f"indikator {value.indicator_key} tidak ada di pustaka; muat paket definisinya dulu"
            faults.append(Fault("values.csv", f"{where}, indicator_id", message))
        if value.region_code not in places:
            message = f"wilayah {value.region_code} tidak dikenal; tulis di regions.csv"
            faults.append(Fault("values.csv", f"{where}, region_code", message))
        try:
            check_figure(offered(value), today)
        except InvalidInput as error:
            faults.append(Fault("values.csv", f"{where}, {column_of(error.field)}", str(error)))
    return faults


def _stored(column: Any, mine: ColumnElement[bool]) -> set[str]:
    return set(session().scalars(select(column).where(mine)))


def is_imported(office_id: int, key: str, version: str) -> bool:
    """Is this version of the pack in the library already?"""
    query = select(PackRow.version).where(PackRow.office_id == office_id, PackRow.key == key)
    return session().scalar(query) == version
