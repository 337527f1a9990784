"""Figures of the WebAPI become proposals: headlines of the centre and the province, tables of the office."""

from functools import partial

from pstku.bps.client import CENTRE
from pstku.core.text import N_
from pstku.library.queries.places import region_names
from pstku.pulling.operations.releases import RELEASES, take_releases
from pstku.pulling.operations.work import CENTRE_SITE, Work
from pstku.pulling.queries import counting_of, links
from pstku.pulling.rules import (
    HEADLINE,
    TABLE,
    Link,
    is_headline_of,
    offered_by_headline,
    offered_by_table,
    unread_years,
)

YEARS = {CENTRE: 3}  # newest years of a table; elsewhere:
YEARS_ELSEWHERE = 4
NAMED = 6


def pull_figures(work: Work) -> None:
    """Ask the WebAPI for new releases and for the figures of every link, step by step; each step reports to `work`."""
    office, held = work.office, links(work.office)
    tables: dict[tuple[str, str], list[Link]] = {}
    for link in held:
        if link.kind == TABLE:
            tables.setdefault((link.domain, link.var), []).append(link)
    domains = sorted({CENTRE, office.province_code} | {link.domain for link in held if link.kind == HEADLINE})
    steps = [(title, partial(take_releases, work, kind)) for kind, (_id, title) in RELEASES.items()]
    steps += [(f"Indikator strategis {domain}", partial(_take_headlines, work, domain, held)) for domain in domains]
    steps += [(_table_name(*key), partial(_take_table, work, *key, mine)) for key, mine in tables.items()]
    work.steps(steps)
    if not office.website:
        work.note(N_("Rilis kantor"), N_("Isi alamat situs kantor di Pengaturan agar tautannya benar."), {})


def _take_headlines(work: Work, domain: str, held: list[Link]) -> None:
    countings, site, entries = counting_of(work.office.id), _site(work, domain), []
    mine = [
        link for link in held if link.kind == HEADLINE and link.domain == domain and link.indicator_key in countings
    ]
    for page in work.client.pages("indicators", domain):
        for item in page.items:
            for link in mine:
                if is_headline_of(item, link):
                    entry = offered_by_headline(item, link, countings[link.indicator_key], site)
                    work.results["skipped"] += entry is None
                    entries += [entry] if entry else []
    work.propose(entries, countings)


def _take_table(work: Work, domain: str, var: str, mine: list[Link]) -> None:
    office, countings, site = work.office, counting_of(work.office.id), _site(work, domain)
    places = region_names(office)
    years = work.client.years(domain, var)[: YEARS.get(domain, YEARS_ELSEWHERE)]
    if not years:
        work.note(_table_name(domain, var), N_("Tabel ini belum berisi tahun apa pun."), {})
        return
    portions = list(work.client.table(domain, var, years))
    if odd := sorted({label for portion in portions for label in unread_years(portion)}):
        sentence = N_("Tahun %(years)s tidak dikenali; angkanya tidak diusulkan.")
        work.note(_table_name(domain, var), sentence, {"years": ", ".join(odd[:NAMED])})
    for link in mine:
        if link.indicator_key not in countings:
            continue
        entries = [
            entry
            for portion in portions
            for entry in offered_by_table(
                portion, link, countings[link.indicator_key], places=places, own=office.code, site=site
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
        work.propose(entries, countings)


def _table_name(domain: str, var: str) -> str:
    return f"Tabel {var} ({domain})"


def _site(work: Work, domain: str) -> str:
    if domain == work.office.code and work.office.website:
        return work.office.website.rstrip("/")
    if domain == CENTRE:
        return CENTRE_SITE
    return work.client.domains().get(domain, CENTRE_SITE).rstrip("/")
