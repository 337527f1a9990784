"""Which packs an office has taken."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.library.models import IndicatorValue, Pack, Page


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack as it was taken last, and how many published pages came with it."""

    pack: Pack
    pages: int


def installed_packs(office_id: int) -> list[InstalledPack]:
    """The office's packs by key."""
    pages = select(Page.pack_key, func.count()).where(Page.office_id == office_id).group_by(Page.pack_key)
    counts = {row[0]: row[1] for row in session().execute(pages)}
    packs = session().scalars(select(Pack).where(Pack.office_id == office_id).order_by(Pack.key))
    return [InstalledPack(pack, counts.get(pack.key, 0)) for pack in packs]


def titles_of(office_id: int, keys: Collection[str]) -> dict[str, str]:
    """Page key -> title, for the keys that are pages of the office."""
    query = select(Page.key, Page.title).where(Page.office_id == office_id, Page.key.in_(keys))
    return {row[0]: row[1] for row in session().execute(query)}


def licence_of(packs: Iterable[Pack]) -> str:
    """The licences of these packs, joined; empty when no pack names one."""
    return ", ".join(sorted({pack.licence for pack in packs if pack.licence}))


def packs_behind_figures(office_id: int) -> list[str]:
    """Keys of the packs for every office that brought the indicators of this office's figures."""
    counted = select(IndicatorValue.indicator_key).where(
        IndicatorValue.office_id == office_id, IndicatorValue.withdrawn_at.is_(None)
    )
    pages = select(Page.pack_key).where(Page.office_id == office_id, Page.key.in_(counted))
    mine = (Pack.office_id == office_id) & Pack.domain.is_(None) & Pack.key.in_(pages)
    return list(session().scalars(select(Pack.key).where(mine).order_by(Pack.key)))
