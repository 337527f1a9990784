"""Reads of the places figures may belong to."""

from collections.abc import Collection

from sqlalchemy import select

from pstku.core.db import session
from pstku.core.text import fold
from pstku.library.models import Region
from pstku.library.rules.places import CITY, NATION, NATION_CODE, PROVINCE, TOLD_APART, called, place_name
from pstku.offices.queries import Configuration


def regions(office: Configuration) -> dict[str, tuple[str, str]]:
    """Level -> (region code, name on screen)."""
    return {
        CITY: (office.code, office.region_name),
        PROVINCE: (office.province_code, office.province_name),
        NATION: (NATION_CODE, "Indonesia"),
    }


def places(office_id: int) -> list[Region]:
    """The places the library knows, from the nation down."""
    mine = select(Region).where(Region.office_id == office_id)
    return sorted(
        session().scalars(mine), key=lambda row: (len(row.code.rstrip("0")) if row.code != "0000" else 0, row.code)
    )


def namesakes(office: Configuration, code: str, name: str) -> list[str]:
    """Other places that a question may mean by this name, which does not say that it is a kota, kabupaten or provinsi."""
    mine = called(name)
    if fold(name).split(" ")[0] in TOLD_APART:
        return []
    others = region_names(office).items()
    return [other for other_code, other in others if other_code != code and called(other) == mine]


def region_names(office: Configuration) -> dict[str, str]:
    """Code -> name of every place a figure may belong to."""
    return dict(regions(office).values()) | place_names(office.id)


def place_names(office_id: int, codes: Collection[str] | None = None) -> dict[str, str]:
    """Region code -> name on screen, of all places or of these; read anew, so it holds in the middle of an import."""
    mine = select(Region.code, Region.name, Region.level).where(Region.office_id == office_id)
    rows = session().execute(mine if codes is None else mine.where(Region.code.in_(codes)))
    return {code: place_name(name, level) for code, name, level in rows}
