"""Instansi: one row per agency, however guests spell it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.contact import is_no_agency
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.statements import Prepared
from pstku.core.text import N_, fold, words_line
from pstku.guestbook.models import Agency, Visit
from pstku.guestbook.queries.agencies import get_agency
from pstku.offices.queries import configuration

NEW_AGENCY = Prepared(
    lambda insert: insert(Agency.__table__).on_conflict_do_nothing(index_elements=["office_id", "name_key"])
)
SPELLED = Prepared(
    select(Agency.id, Agency.merged_into_id).where(
        Agency.office_id == bindparam("office_id"), Agency.name_key == bindparam("name_key")
    )
)


def merge_agencies(actor: Actor, into_id: int, others: Collection[int]) -> int:
    """Merge other spellings into the agency `into_id`: their visits move there, and later ones follow.

    Returns how many were merged; raises InvalidInput("others") when nothing is chosen, NotFound.
    """
    actor.need(Role.ADMIN)
    merged = sorted(set(others) - {into_id})
    if not merged:
        raise InvalidInput("others", N_("Pilih paling sedikit satu ejaan lain untuk digabung."))
    with atomic() as s:
        for agency_id in (into_id, *merged):
            get_agency(actor.office_id, agency_id)
        spelled = update(Agency).where(or_(Agency.id.in_(merged), Agency.merged_into_id.in_(merged)))
        s.execute(spelled.values(merged_into_id=into_id))
        record(actor.office_id, "merge_agencies", "agency", into_id, actor_id=actor.person_id, merged=merged)
    follow_merged(actor.office_id)
    return len(merged)


def follow_merged(office_id: int, after: After = nobody_waits) -> int:
    """Move the visits that still stand under a merged spelling to its agency, batch by batch; returns how many.

    The nightly job calls it too: a merge may have been interrupted, or a guest entered while it ran.
    """
    left = (Agency.office_id == office_id, Agency.merged_into_id.is_not(None), Agency.visit_count > 0)
    return sum([_move_visits(spelling, after) for spelling in session().scalars(select(Agency).where(*left)).all()])


def _move_visits(spelling: Agency, after: After) -> int:
    spelling_id, agency_id = spelling.id, spelling.merged_into_id

    def move(visit_ids: list[UUID]) -> None:
        moved = update(Visit).where(Visit.id.in_(visit_ids), Visit.agency_id == spelling_id)
        session().execute(moved.values(agency_id=agency_id).execution_options(synchronize_session=False))

    return in_batches(select(Visit.id).where(Visit.agency_id == spelling_id), move, after)


def edit_agency(actor: Actor, agency_id: int, *, name: str, category: str | None) -> None:
    """Correct the name and category of an agency; the old spelling still leads to it.

    Raises InvalidInput("name") when another agency has that name: then the two are to be merged.
    """
    actor.need(Role.ADMIN)
    name = fitting("name", name, 120, words_line)
    key = fold(name)
    if not key:
        raise InvalidInput("name", N_("Nama instansi belum terisi."))
    if category and not configuration(actor.office_id).label("agency_category", category):
        raise InvalidInput("category", N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    with atomic() as s:
        agency = get_agency(actor.office_id, agency_id)
        same = s.scalar(select(Agency).where(Agency.office_id == actor.office_id, Agency.name_key == key))
        if same is not None and agency.id not in (same.id, same.merged_into_id):
            raise InvalidInput("name", N_("Nama ini sudah dipakai instansi lain. Gabungkan keduanya."))
        if agency.name_key != key:
            _leave_spelling(agency, same)
        agency.name, agency.name_key, agency.category = name, key, category or None
        record(actor.office_id, "edit_agency", "agency", agency.id, actor_id=actor.person_id)


def _leave_spelling(agency: Agency, taken: Agency | None) -> None:
    """Keep the old spelling as an alias of the agency; `taken` is the alias that so far had its new key."""
    old = {"name": agency.name, "name_key": agency.name_key}
    with atomic() as s:
        agency.name_key = f"#{agency.id}"  # nobody's: no key holds a sign
        s.flush()
        if taken is None:
            s.add(Agency(office_id=agency.office_id, merged_into_id=agency.id, **old))
        else:
            taken.name, taken.name_key = old["name"], old["name_key"]
        s.flush()


def agency_named(office_id: int, name: str, category: str | None) -> int | None:
    """The one row of an agency however it is spelled, made when new; a merged spelling leads to its agency.

    "Tidak ada", "umum" and the like name no agency: None.
    """
    name = words_line(name, 120)
    key = fold(name)
    if is_no_agency(name):
        return None
    row = {"office_id": office_id, "name": name, "name_key": key, "category": category}
    with atomic():
        found = SPELLED.first(row)
        if found is None:
            NEW_AGENCY.run(row)
            found = SPELLED.one(row)  # ours, or that of whoever was faster
    return int(found.merged_into_id or found.id)
