"""Asking the WebAPI for an office: figures become proposals, releases become news. Runs beside the pages, never in one."""

import html
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from pstku.audit.operations import record
from pstku.bps.client import CENTRE, Client
from pstku.bps.errors import BlockedError, BpsError, KeyRefusedError, UnreachableError
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, run, session
from pstku.core.errors import Conflict, DomainError
from pstku.core.text import N_, clean_line
from pstku.learning.models import OfficeRelease, WebapiPull
from pstku.learning.operations.values import enter_values
from pstku.learning.queries.filling import region_names
from pstku.learning.queries.values import figures_of
from pstku.learning.queries.webapi import SILENT, links, wanted_of
from pstku.learning.rules.entries import NewValue
from pstku.learning.rules.proposals import (
    HEADLINE,
    TABLE,
    Link,
    is_headline_of,
    offered_by_headline,
    offered_by_table,
    release_url,
)
from pstku.offices.queries import Configuration, configuration

FIGURES, TABLES = "figures", "tables"
CENTRE_SITE = "https://www.bps.go.id"
YEARS = {CENTRE: 3}  # newest years of a table; elsewhere:
YEARS_ELSEWHERE = 4
RELEASES = {"publication": ("pub_id", N_("Publikasi")), "pressrelease": ("brs_id", N_("Berita Resmi Statistik"))}
ENDS_IT = (KeyRefusedError, BlockedError, UnreachableError)  # asking further helps nobody
NAMED = 6
_TAGS = re.compile(r"<[^>]*>")
_log = logging.getLogger(__name__)


def start_pull(office_id: int, kind: str, *, actor: Actor | None) -> int:
    """The id of a new pull; the database lets one of an office run. A silent one is taken for dead.

    Raises Conflict when another one is running.
    """
    if actor is not None:
        actor.need(Role.EDITOR)
    now = clock.now()
    try:
        with atomic() as s:
            running = (WebapiPull.office_id == office_id) & (WebapiPull.state == "running")
            dead = running & (WebapiPull.heard_at < now - SILENT)
            cut = {"state": "failed", "finished_at": now, "doing": ""}
            s.execute(update(WebapiPull).where(dead).values(cut))
            person_id = actor.person_id if actor else None
            pull = WebapiPull(
                office_id=office_id, kind=kind, state="running", started_at=now, heard_at=now, started_by_id=person_id
            )
            s.add(pull)
            s.flush()
            record(office_id, "webapi_pull", "webapi_pull", pull.id, actor_id=person_id, kind=kind)
            return pull.id
    except IntegrityError:
        raise Conflict(N_("Pengambilan lain masih berjalan. Tunggu sampai selesai.")) from None


def run_pull(pull_id: int, client: Client) -> None:
    """Carry a started pull to its end; whatever happens is written on its row."""
    s = session()
    pull = s.get(WebapiPull, pull_id)
    if pull is None:
        raise ValueError(f"no pull {pull_id}")
    work = _Work(configuration(pull.office_id), pull_id, client)
    client.on_request = work.heard
    try:
        (_pull_figures if pull.kind == FIGURES else _pull_tables)(work)
    except _EndedError:
        work.finish("failed")
    except Exception:  # nobody waits for this thread: whatever broke must end on the row
        s.rollback()
        _log.exception("WebAPI pull %s broke off", pull_id)
        work.note("PSTku", N_("PSTku gagal membaca jawaban. Lihat catatan server."), {})
        work.finish("failed")
    else:
        work.finish("done")


class _EndedError(Exception):
    """No use in asking further."""


@dataclass
class _Work:
    """A running pull: where it stands, what it found, what went wrong."""

    office: Configuration
    pull_id: int
    client: Client
    done: int = 0
    total: int = 0
    doing: str = ""
    results: dict[str, int] = field(default_factory=lambda: {"proposed": 0, "same": 0, "releases": 0, "skipped": 0})
    troubles: list[list[Any]] = field(default_factory=list)

    def steps(self, steps: Iterable[tuple[str, Callable[[], None]]]) -> None:
        """Do each step; a failure of one is noted and does not stop the others, unless it would repeat."""
        planned = list(steps)
        self.total = len(planned)
        for name, act in planned:
            self.doing = name
            try:
                act()
            except DomainError as error:
                self.note(name, error.message, error.values)
                _log.warning("WebAPI %s: %s", name, error)
                if isinstance(error, ENDS_IT):
                    raise _EndedError from None
            self.done += 1

    def note(self, what: str, message: str, values: Mapping[str, Any]) -> None:
        """Something the editor should know."""
        self.troubles.append([what, message, dict(values)])

    def heard(self) -> None:
        """A sign of life before each request; it also ends the reading transaction, so that none waits for the net."""
        if not self._write(heard_at=clock.now()):
            raise _EndedError  # another process took us for dead

    def finish(self, state: str) -> None:
        """The last word on the row, unless another process has said it."""
        self.doing = ""
        self._write(state=state, heard_at=clock.now(), finished_at=clock.now())

    def _write(self, **columns: Any) -> bool:
        shown = {"done": self.done, "total": self.total, "doing": self.doing[:120]}
        found = {"results": dict(self.results), "troubles": list(self.troubles)}
        mine = (WebapiPull.id == self.pull_id) & (WebapiPull.state == "running")
        with atomic():
            return run(update(WebapiPull).where(mine).values(shown | found | columns)).rowcount == 1

    def propose(self, entries: list[NewValue]) -> None:
        """Offer figures to the checkers."""
        report = enter_values(self.office.id, _in_series(self.office, entries), actor=None, origin="webapi")
        self.results["proposed"] += len(report.added)
        self.results["same"] += report.same


def _pull_figures(work: _Work) -> None:
    office, held = work.office, links(work.office)
    tables: dict[tuple[str, str], list[Link]] = {}
    for link in held:
        if link.kind == TABLE:
            tables.setdefault((link.domain, link.var), []).append(link)
    domains = sorted({CENTRE, office.province_code} | {link.domain for link in held if link.kind == HEADLINE})
    steps = [(title, partial(_take_releases, work, kind)) for kind, (_id, title) in RELEASES.items()]
    steps += [(f"Indikator strategis {domain}", partial(_take_headlines, work, domain, held)) for domain in domains]
    steps += [(_table_name(*key), partial(_take_table, work, *key, mine)) for key, mine in tables.items()]
    work.steps(steps)
    if not office.website:
        work.note(N_("Rilis kantor"), N_("Isi alamat situs kantor di Pengaturan agar tautannya benar."), {})


def _take_headlines(work: _Work, domain: str, held: list[Link]) -> None:
    wanted, site, entries = wanted_of(work.office.id), _site(work, domain), []
    mine = [link for link in held if link.kind == HEADLINE and link.domain == domain and link.indicator_key in wanted]
    for page in work.client.pages("indicators", domain):
        for item in page.items:
            for link in mine:
                if is_headline_of(item, link):
                    entry = offered_by_headline(item, link, wanted[link.indicator_key], site)
                    work.results["skipped"] += entry is None
                    entries += [entry] if entry else []
    work.propose(entries)


def _take_table(work: _Work, domain: str, var: str, mine: list[Link]) -> None:
    office, wanted, site = work.office, wanted_of(work.office.id), _site(work, domain)
    places = region_names(office)
    years = work.client.years(domain, var)[: YEARS.get(domain, YEARS_ELSEWHERE)]
    if not years:
        work.note(_table_name(domain, var), N_("Tabel ini belum berisi tahun apa pun."), {})
        return
    portions = list(work.client.table(domain, var, years))
    for link in mine:
        if link.indicator_key not in wanted:
            continue
        entries = [
            entry
            for portion in portions
            for entry in offered_by_table(
                portion, link, wanted[link.indicator_key], places=places, own=office.code, site=site
            )
        ]
        if not entries and portions:
            rows, columns = portions[0].rows[:NAMED], portions[0].columns[:NAMED]
            work.note(
                _table_name(domain, var),
                N_("Tidak ada baris yang dikenali. Rincian: %(columns)s. Baris: %(rows)s. Tulis nomornya pada tautan."),
                {
                    "columns": ", ".join(f"{label.code} {label.words}" for label in columns),
                    "rows": ", ".join(f"{label.code} {label.words}" for label in rows),
                },
            )
        work.propose(entries)


def _table_name(domain: str, var: str) -> str:
    return f"Tabel {var} ({domain})"


def _in_series(office: Configuration, entries: list[NewValue]) -> list[NewValue]:
    """A figure without a series continues the newest one of its indicator and region; the checker sees it.

    Only for periods nobody filled in: a known cell keeps its own series.
    """
    figures = figures_of(office.id, {entry.indicator_key for entry in entries})
    continued = []
    for entry in entries:
        line = figures.get((entry.indicator_key, entry.region_code), [])
        later = line and line[-1].period < entry.period and line[-1].period_kind == entry.period_kind
        continued.append(replace(entry, series=line[-1].series) if later and not entry.series else entry)
    return continued


def _site(work: _Work, domain: str) -> str:
    if domain == work.office.code and work.office.website:
        return work.office.website.rstrip("/")
    if domain == CENTRE:
        return CENTRE_SITE
    return work.client.domains().get(domain, CENTRE_SITE).rstrip("/")


def _take_releases(work: _Work, kind: str) -> None:
    """The newest first, until a page brings nothing new."""
    id_name, _title = RELEASES[kind]
    for page in work.client.pages(kind, work.office.code):
        added = _keep_releases(work.office, kind, id_name, page.items)
        work.results["releases"] += added
        if not added:
            return


def _keep_releases(office: Configuration, kind: str, id_name: str, items: list[dict[str, Any]]) -> int:
    read = [found for item in items if (found := _release(office, kind, id_name, item))]
    with atomic() as s:
        ids = [found.external_id for found in read]
        mine = (OfficeRelease.office_id == office.id) & (OfficeRelease.kind == kind)
        rows = s.scalars(select(OfficeRelease).where(mine, OfficeRelease.external_id.in_(ids)))
        known = {row.external_id: row for row in rows}
        added = 0
        for found in read:
            row = known.get(found.external_id)
            if row is None:
                s.add(found)
                known[found.external_id] = found
                added += 1
            else:
                row.title, row.released_on, row.url = found.title, found.released_on, found.url
                row.abstract = found.abstract
    return added


def _release(office: Configuration, kind: str, id_name: str, item: Mapping[str, Any]) -> OfficeRelease | None:
    external_id, title = (
        clean_line(str(item.get(id_name) or ""), 40),
        clean_line(html.unescape(str(item.get("title") or "")), 300),
    )
    try:
        day = date.fromisoformat(str(item.get("rl_date"))[:10])
    except ValueError:
        return None
    if not external_id or not title or day > clock.local_day(clock.now(), office.tz) + timedelta(days=1):
        return None
    abstract = _TAGS.sub(" ", html.unescape(html.unescape(str(item.get("abstract") or ""))))
    return OfficeRelease(
        office_id=office.id,
        kind=kind,
        external_id=external_id,
        title=title,
        released_on=day,
        url=release_url(office.website.rstrip("/") or CENTRE_SITE, kind, external_id, day, title),
        abstract=clean_line(abstract, 400),
    )


def _pull_tables(work: _Work) -> None:
    """The list of the office's tables: kept replies that the room searches."""
    try:
        for page in work.client.pages("var", work.office.code):
            work.done, work.total, work.doing = page.page, page.pages, N_("Daftar tabel")
    except BpsError as error:
        work.note(N_("Daftar tabel"), error.message, error.values)
        raise _EndedError from None
    work.results["tables"] = work.total
