"""An editor says which table or headline of the WebAPI belongs to which indicator."""

from sqlalchemy import Select, select

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.library.models import Page
from pstku.library.rules.schema import Facts
from pstku.library.rules.states import Kind
from pstku.offices.queries import configuration
from pstku.pulling.models import WebapiLink
from pstku.pulling.rules import CENTRE, HEADLINE, TABLE, Counting, Link


def save_link(actor: Actor, link: Link) -> None:
    """Store the office's own link for a source, in place of an earlier one. Raises InvalidInput."""
    actor.need(Role.EDITOR)
    checked = _checked(link)
    with atomic() as s:
        if link.indicator_key:
            _check_place(actor.office_id, checked)
        row = s.scalar(_source(actor.office_id, checked).with_for_update())
        if row is None:
            row = WebapiLink(office_id=actor.office_id)
            row.kind, row.domain, row.var, row.part, row.place = checked.source
            s.add(row)
        row.indicator_key, row.region_code = checked.indicator_key, checked.region_code
        row.power, row.series = checked.power, checked.series
        record(
            actor.office_id, "save_webapi_link", "webapi_link", " ".join(checked.source), actor_id=actor.person_id,
            indicator=checked.indicator_key or "-",
        )  # fmt: skip


def drop_link(actor: Actor, link_id: int) -> None:
    """Delete the office's own link, so that the pack's link for the source applies again. Raises NotFound."""
    actor.need(Role.EDITOR)
    with atomic() as s:
        row = s.get(WebapiLink, link_id)
        if row is None or row.office_id != actor.office_id:
            raise NotFound(N_("Tautan ini tidak ada lagi. Muat ulang daftar."))
        s.delete(row)
        record(actor.office_id, "drop_webapi_link", "webapi_link", link_id, actor_id=actor.person_id, var=row.var)


def _check_place(office_id: int, link: Link) -> None:
    """A link brings figures only from the three domains of an office, and only for places that have such figures."""
    office = configuration(office_id)
    if link.domain not in (office.code, office.province_code, CENTRE):
        raise InvalidInput("domain", N_("Pilih domain dari daftar: kantor ini, provinsinya, atau Indonesia."))
    mine = (Page.office_id == office_id) & (Page.kind == Kind.INDICATOR) & (Page.key == link.indicator_key)
    facts = session().scalar(select(Page.facts).where(mine))
    if facts is None:
        raise InvalidInput("indicator_key", N_("Pilih indikatornya dari daftar."))
    counting = Counting("", levels=Facts(facts).levels)
    if link.region_code and not counting.exists_for(link.region_code):
        raise InvalidInput("region_code", N_("Indikator ini tidak punya angka untuk tingkat wilayah itu."))


def _source(office_id: int, link: Link) -> Select[WebapiLink]:
    return select(WebapiLink).where(
        WebapiLink.office_id == office_id,
        WebapiLink.kind == link.kind,
        WebapiLink.domain == link.domain,
        WebapiLink.var == link.var,
        WebapiLink.part == link.part,
        WebapiLink.place == link.place,
    )


def _checked(link: Link) -> Link:
    domain, var, place = link.domain.strip(), link.var.strip(), link.place.strip()
    part = fitting("part", link.part, 120) or ("0" if link.kind == TABLE else "")
    if link.kind not in (TABLE, HEADLINE):
        raise InvalidInput("kind", N_("Pilih tabel atau indikator strategis."))
    if not (domain.isdecimal() and len(domain) == 4):
        raise InvalidInput("domain", N_("Domain terdiri atas 4 angka, misalnya 0000."))
    if not (var.isdecimal() and len(var) <= 9):
        raise InvalidInput("var", N_("Nomor tabel berupa angka, misalnya 2263. Cari di daftar tabel di bawah."))
    if link.kind == TABLE and not (part.isdecimal() and (not place or place.isdecimal())):
        raise InvalidInput("part", N_("Rincian dan baris ditulis dengan nomornya, misalnya 0."))
    if place and not link.region_code:
        raise InvalidInput("region_code", N_("Pilih wilayah untuk baris itu."))
    if link.kind == HEADLINE and not link.region_code:
        raise InvalidInput("region_code", N_("Pilih wilayah angkanya."))
    if not -6 <= link.power <= 9:
        raise InvalidInput("power", N_("Pengalinya paling besar satu miliar."))
    region = link.region_code if place or link.kind == HEADLINE else ""
    return Link(
        link.kind, domain, var, link.indicator_key, part, place if link.kind == TABLE else "", region, link.power,
        fitting("series", link.series, 80),
    )  # fmt: skip
