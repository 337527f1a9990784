"""A reader says what is wrong on a page; an editor says that it is settled."""

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.editing.models import PageReport
from pstku.library.models import Page

LONGEST = 300


def report_mistake(office_id: int, page: Page, words: str) -> None:
    """Report a mistake on a page to the editors, anonymously. Raises InvalidInput without words."""
    report = fitting("words", words, LONGEST)
    if len(report) < 5:
        raise InvalidInput("words", N_("Tulis apa yang keliru, misalnya: angka 2023 tertukar dengan 2022."))
    with atomic() as s:
        s.add(PageReport(office_id=office_id, page_id=page.id, words=report, created_at=clock.now()))


def settle_report(actor: Actor, report_id: int) -> None:
    """Settle a report: the page was corrected, or was right after all. Raises NotFound."""
    actor.need(Role.EDITOR)
    with atomic() as s:
        report = s.get(PageReport, report_id, populate_existing=True)
        if report is None or report.office_id != actor.office_id:
            raise NotFound(N_("Laporan ini tidak ada lagi. Muat ulang daftarnya."))
        report.closed_at = report.closed_at or clock.now()
        record(actor.office_id, "settle_report", "page_report", report_id, actor_id=actor.person_id)
