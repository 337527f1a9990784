"""Files that leave the system: which hold personal data, and that those need the password and stand in the trail."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.recaps.operations import release_recap
from tests.arrivals import qr_token, send
from tests.factories import make_guest, make_visit
from tests.people import PASSWORD

ROOT = Path(__file__).parents[2]
FACES = ("pstku/intranet", "pstku/admin", "pstku/display", "pstku/survey", "pstku/register", "kiosk")
SIGNS = ("shown_file(", "saved_file(", "Content-Disposition", "as_attachment")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

# Views that answer with a file of personal data, or may: only after the password, and noted as this act.
GUARDED = {
    "export_guest": "export_guest",
    "export_arrival": "export_arrival",
    "export_register": "export_register",
    "export_respondent_file": "export_respondents",
    "print_released_recap": "print_recap",
}
# Those without: nothing of a guest, and of a colleague no more than stands in the papers of the award.
PLAIN = {
    "award_certificate": "hangs on the wall",
    "award_draft": "a paper of the award: is signed, and the proposal is published inside",
    "award_draft_docx": "a paper of the award",
    "backup_download": "sealed: only the key on paper opens it; noted",
    "complaint_register_paper": "counts alone",
    "complaint_register_sheet": "counts alone",
    "competence_pdf": "sums of five people and more",
    "document_copy": "a paper of the award, signed",
    "document_docx": "a paper of the award",
    "document_pdf": "a paper of the award",
    "document_texts": "words of papers, with a made-up award",
    "evidence_paper": "sums, and winners everybody sees",
    "readiness_paper": "sums, and winners everybody sees",
    "filling_sheet": "figures of the library",
    "my_badge_pdf": "one's own badge, which guests see",
    "my_recap_pdf": "one's own quarter",
    "pack_export": "pages and figures",
    "officers_paper": "figures of colleagues that admin and head see on the page; no guest",
    "officers_sheet": "the same",
    "paper_page": "an empty page of the guest book",
    "phone_book_pdf": "a QR for guests",
    "print_sheets": "empty forms with their numbers",
    "report": "sums of the survey",
    "report_docx": "sums of the survey",
    "report_paper": "sums",
    "report_sheet": "sums",
    "review_paper": "sums",
    "sop_draft": "a procedure",
    "sop_draft_docx": "a procedure",
    "unsur_paper": "sums of the survey",
    "unsur_sheet": "sums of the survey",
    "sent_table": "numbers and times of a tablet, no word of a guest",
    "series_table": "published figures",
}


def views_with_files() -> Iterator[str]:
    """The views of the staff's faces that answer, themselves or by a function of their module, with a file."""
    for face in FACES:
        for path in (ROOT / face).rglob("*.py"):
            functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
            yield from _views_in(functions)


def _views_in(functions: list[ast.FunctionDef]) -> Iterator[str]:
    sending = {each.name for each in functions if any(sign in ast.unparse(each) for sign in SIGNS)}
    for _ in range(3):
        sending |= {each.name for each in functions if _names(each) & sending}
    yield from (each.name for each in functions if each.name in sending and _is_view(each))


def _names(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


def _is_view(function: ast.FunctionDef) -> bool:
    return any("blueprint" in ast.unparse(each) for each in function.decorator_list)


def test_every_file_is_known_to_hold_personal_data_or_not():
    """Who adds an export says here which it is; one with personal data is then tried below."""
    assert sorted(views_with_files()) == sorted(GUARDED | PLAIN)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@dataclass(frozen=True)
class Asked:
    """How a file is asked for: by whom, where, from which page, with what beside the password."""

    who: str
    path: str
    page: str
    fields: dict[str, str] = field(default_factory=dict)


def a_guest(cast) -> Asked:
    guest = make_guest(cast.office_id)
    make_visit(cast.office_id, guest=guest, state="done")
    return Asked("admin", f"/admin/data-pribadi/{guest.id}/ekspor", "/admin/data-pribadi")


def an_arrival(cast) -> Asked:
    return Asked("admin", f"/admin/data-pribadi/isian/{send(cast, qr_token(cast))}/ekspor", "/admin/data-pribadi")


def the_register(cast) -> Asked:
    make_visit(cast.office_id, state="done")
    path = "/laporan/register?masa=2026-11"
    return Asked("admin", path, path, {"berkas": "xlsx", "nama": "y"})


def the_respondents(cast) -> Asked:
    make_visit(cast.office_id, state="done")
    path = "/laporan/responden?masa=2026-11"
    return Asked("admin", path, path, {"bentuk": "responden", "nama": "y"})


def a_recap(cast) -> Asked:
    path = f"/laporan/rekap-pegawai/{release_recap(cast.officer, 2026, 3, ()).id}"
    return Asked("head", path, path)


WAYS: dict[str, Callable[..., Asked]] = {
    "export_guest": a_guest,
    "export_arrival": an_arrival,
    "export_register": the_register,
    "export_respondent_file": the_respondents,
    "print_released_recap": a_recap,
}


def count(act: str) -> int:
    session().rollback()
    return session().scalar(select(func.count()).where(AuditEntry.action == act)) or 0


@pytest.mark.parametrize("view", GUARDED)
def test_personal_data_leaves_only_after_the_password_and_is_noted(cast, sign_in, view):
    asked, act = WAYS[view](cast), GUARDED[view]
    browser = sign_in(asked.who)
    for password in ("", "salah besar 2026"):
        refused = browser.post_form(asked.path, asked.fields | {"password": password}, page=asked.page)
        assert refused.status_code == 422 and "Content-Disposition" not in refused.headers
        assert refused.mimetype == "text/html" and count(act) == 0
    given = browser.post_form(asked.path, asked.fields | {"password": PASSWORD}, page=asked.page)
    assert given.status_code == 200 and given.headers["Content-Disposition"].startswith("attachment")
    assert given.data and count(act) == 1
