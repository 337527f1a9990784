"""Kesiapan: the list of evidences, each with its rows, as a page and on paper."""

from collections.abc import Sequence

from flask import Response, request

from pstku.core.actor import Role
from pstku.demo.removal import has_demo
from pstku.http.access import ADMIN, current_actor, current_office, declared_access, requires
from pstku.http.context import today
from pstku.http.files import PDF, shown_file
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.readiness.evidences import JUDGES, OUTSIDE, Shown, evidence_of, evidences_of
from pstku.readiness.evidences.asking import Asked
from pstku.readiness.paper import readiness_pdf
from pstku.readiness.queries import READERS, duties_of, urgent_duties

YEARS = 5
SOURCES = {  # where the rows of an evidence come from
    "jam": "admin.hours",
    "piket": "admin.roster",
    "kriteria": "admin.settings",
    "pemenang": "intranet.awards",
    "kompetensi": "intranet.competence",
    "standar": "intranet.standards",
    "layanan": "admin.service_types",
    "maklumat": "intranet.standards",
    "media": "intranet.standards",
    "survei": "survey.rounds",
    "publikasi": "survey.rounds",
    "tindak-lanjut": "survey.rounds",
    "perbaikan": "admin.improvements",
    "pengaduan": "admin.complaint_register",
    "saluran": "intranet.outside_addresses",
    "waktu": "intranet.report",
    "akses": "admin.tablets",
    "privasi": "admin.consent_records",
    "laporan": "intranet.month_closings",
}


@blueprint.get("/kesiapan")
@requires(*READERS, area=ADMIN)
def readiness() -> Response:
    """All evidences of a year, or those one judge asks for, and the duties that are near."""
    asked, judge = _asked(), _judge()
    return render_page(
        "intranet/readiness/list.html",
        asked=asked,
        years=_years(),
        judge=judge,
        judges=JUDGES,
        shown=evidences_of(asked, judge),
        outside=[one for one in OUTSIDE if not judge or judge in one.asked_by],
        urgent=urgent_duties(asked.office.id, asked.today),
    )


@blueprint.get("/kesiapan/bukti/<key>")
@requires(*READERS, area=ADMIN)
def evidence(key: str) -> Response:
    """One evidence with its rows, and the way to where they come from."""
    asked = _asked()
    shown = evidence_of(asked, key)
    return render_page("intranet/readiness/one.html", asked=asked, shown=shown, judges=JUDGES, source=_source(key))


@blueprint.get("/kesiapan/daftar.pdf")
@requires(*READERS, area=ADMIN)
def readiness_paper() -> Response:
    """The whole list on paper."""
    asked, judge = _asked(), _judge()
    return _paper(asked, evidences_of(asked, judge), judge, f"kesiapan-{asked.year}")


@blueprint.get("/kesiapan/bukti/<key>.pdf")
@requires(*READERS, area=ADMIN)
def evidence_paper(key: str) -> Response:
    """One evidence on paper."""
    asked = _asked()
    return _paper(asked, [evidence_of(asked, key)], "", f"kesiapan-{key}-{asked.year}")


def _paper(asked: Asked, shown: Sequence[Shown], judge: str, name: str) -> Response:
    duties = duties_of(asked.office.id, asked.year, asked.today)
    is_demo = has_demo(asked.office.id)
    paper = readiness_pdf(asked.office, asked.year, shown, duties, judge, is_demo=is_demo)
    return shown_file(paper, PDF, f"{name}.pdf")


def _years() -> list[int]:
    return list(range(today().year, today().year - YEARS, -1))


def _asked() -> Asked:
    asked = request.args.get("tahun", type=int)
    return Asked(current_office(), current_actor(), asked if asked in _years() else today().year, today())


def _judge() -> str:
    asked = request.args.get("untuk", "")
    return asked if asked in JUDGES else ""


def _source(key: str) -> str | None:
    """The endpoint behind an evidence, where this person may open it."""
    access = declared_access(SOURCES[key])
    allowed = access.roles if access else frozenset()
    return SOURCES[key] if Role.EMPLOYEE in allowed or current_actor().has(*allowed) else None
