"""An editor adds a place figures may belong to, or says anew what a known one is."""

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_, clean_line
from pstku.library.models import IndicatorValue, Region
from pstku.library.queries.places import regions
from pstku.library.rules.admission import REGION_CODE
from pstku.library.rules.places import CITY, NATION, NATION_CODE, PROVINCE
from pstku.library.rules.schema import LEVELS
from pstku.offices.operations import changed
from pstku.offices.queries import Configuration, configuration

LONGEST_NAME, LONGEST_NOTE = 80, 500


def found_places(office: Configuration) -> None:
    """The places a new office begins with: the nation, its province and its own region; packs and editors add theirs."""
    above: dict[str, str | None] = {NATION: None, PROVINCE: NATION_CODE, CITY: office.province_code}
    places = {code: (level, name) for level, (code, name) in regions(office).items()}  # a province is its own province
    with atomic() as s:
        s.add_all(
            Region(office_id=office.id, code=code, name=name, level=level, parent_code=above[level])
            for code, (level, name) in places.items()
        )


def add_region(
    actor: Actor, code: str, name: str, level: str, parent_code: str | None = None, *, note: str = ""
) -> None:
    """Add a place; raises InvalidInput, also for a code that already exists."""
    actor.need(Role.EDITOR)
    if not REGION_CODE.fullmatch(code):
        raise InvalidInput("code", N_("Kode wilayah terdiri atas 4 sampai 13 angka menurut MFD."))
    with atomic() as s:
        if existing := _find(actor.office_id, code):
            sentence = N_("Kode %(code)s sudah dipakai %(name)s. Untuk menggantinya, tekan Ubah di barisnya.")
            raise InvalidInput("code", sentence, code=code, name=existing.name)
        region = Region(office_id=actor.office_id, code=code)
        _say(region, name, level, parent_code, note)
        s.add(region)
        _keep(actor, "add_region", code)


def change_region(
    actor: Actor, code: str, name: str, level: str, parent_code: str | None = None, *, note: str = ""
) -> None:
    """Change a place's name, level or parent; newer packs keep the change. Raises InvalidInput, NotFound."""
    actor.need(Role.EDITOR)
    with atomic():
        region = _find(actor.office_id, code)
        if region is None:
            raise NotFound(N_("Wilayah ini tidak ada. Muat ulang daftarnya."))
        _say(region, name, level, parent_code, note)
        _keep(actor, "change_region", code)


def delete_region(actor: Actor, code: str) -> None:
    """Delete a place. Raises NotFound, and Conflict while figures or other places belong to it.

    The places an office begins with stay: its own region, the province and the nation.
    """
    actor.need(Role.EDITOR)
    with atomic() as s:
        region = _find(actor.office_id, code)
        if region is None:
            raise NotFound(N_("Wilayah ini tidak ada. Muat ulang daftarnya."))
        office = configuration(actor.office_id)
        if code in dict(regions(office).values()):
            raise Conflict(N_("Wilayah kantor, provinsi, dan nasional selalu dipakai, jadi tidak dapat dihapus."))
        figure = (IndicatorValue.office_id == actor.office_id) & (IndicatorValue.region_code == code)
        if s.scalar(select(IndicatorValue.id).where(figure).limit(1)):
            raise Conflict(N_("Wilayah ini punya angka. Pindahkan atau tarik dulu angkanya."))
        below = (Region.office_id == actor.office_id) & (Region.parent_code == code)
        if s.scalar(select(Region.id).where(below).limit(1)):
            raise Conflict(N_("Masih ada wilayah yang menjadi bagiannya. Ubah atau hapus dulu yang itu."))
        s.delete(region)
        _keep(actor, "delete_region", code)


def _find(office_id: int, code: str) -> Region | None:
    mine = (Region.office_id == office_id) & (Region.code == code)
    return session().scalar(select(Region).where(mine).with_for_update())


def _say(region: Region, name: str, level: str, parent_code: str | None, note: str) -> None:
    for field, typed, longest in (("name", name, LONGEST_NAME), ("note", note, LONGEST_NOTE)):
        if len(typed.strip()) > longest:
            sentence = N_("Terlalu panjang. Singkat menjadi paling banyak %(max)s huruf.")
            raise InvalidInput(field, sentence, max=longest)
    if not clean_line(name, LONGEST_NAME):
        raise InvalidInput("name", N_("Nama wilayah belum terisi."))
    if level not in LEVELS:
        raise InvalidInput("level", N_("Pilih tingkat wilayahnya."))
    if parent_code:
        above = _find(region.office_id, parent_code)
        if above is None or LEVELS.index(above.level) >= LEVELS.index(level):
            raise InvalidInput("parent_code", N_("Pilih wilayah yang lebih luas daripada tingkat ini."))
    region.name, region.level = clean_line(name, LONGEST_NAME), level
    region.parent_code, region.note = parent_code or None, clean_line(note, LONGEST_NOTE)


def _keep(actor: Actor, action: str, code: str) -> None:
    session().flush()
    record(actor.office_id, action, "region", code, actor_id=actor.person_id)
    changed(actor.office_id)
