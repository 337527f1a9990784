"""Paper forms of a round: one page a sheet, each with its number, in a row from one number to another."""

from typing import Any

from pstku.core import clock
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.skm.models import SkmRound
from pstku.skm.queries.rounds import name_of
from pstku.skm.queries.wordings import set_of
from pstku.skm.rules.answers import ABOUT

MOST_AT_ONCE = 100
ABOUT_TITLES = {
    "age_group": "Umur",
    "sex": "Jenis kelamin",
    "education": "Pendidikan terakhir",
    "occupation": "Pekerjaan",
}


def survey_sheets_pdf(office: Configuration, row: SkmRound, first: int, last: int) -> bytes:
    """The sheets from one number to another; raises Conflict for a round that is closed, InvalidInput for numbers it lacks."""
    return compile_pdf("survey_sheet", survey_sheets_values(office, row, first, last), clock.now())


def survey_sheets_values(office: Configuration, row: SkmRound, first: int, last: int) -> dict[str, Any]:
    """Everything the sheets print, in words; the guest sees the questions in the order and words of the screen."""
    if row.closed_at is not None:
        raise Conflict(N_("Putaran ini sudah ditutup; lembarnya tidak dapat dimasukkan lagi."))
    if not 1 <= first <= last <= row.sheets:
        raise InvalidInput("last", N_("Nomor lembar putaran ini 1 sampai %(last)s."), last=row.sheets)
    if last - first >= MOST_AT_ONCE:
        raise InvalidInput("last", N_("Cetak paling banyak %(n)s lembar sekaligus."), n=MOST_AT_ONCE)
    questions = set_of(row)
    return {
        "office": office.name,
        "unit": office.unit_name,
        "address": office.address,
        "title": questions.title,
        "round": name_of(row),
        "days": f"{clock.long_date(row.starts_on)} sampai {clock.long_date(row.ends_on)}",
        "numbers": list(range(first, last + 1)),
        "rules": [
            "Centang satu jawaban pada setiap pertanyaan. Jangan tulis nama. Yang kami simpan: hari, layanan, dan jawaban Anda.",
            "Serahkan lembar ini tertutup. Yang memasukkannya bukan petugas yang melayani Anda.",
        ],
        "services": [service.guest_label for service in office.active_services() if not service.is_complaint],
        "questions": [[question.sentence, list(question.answers)] for question in questions.questions],
        "space": 15 if len(questions.keys) < 10 else 7,
        "about": [
            {"title": ABOUT_TITLES[kind], "words": [label for _code, label in office.choices(kind)]} for kind in ABOUT
        ],
        "is_demo": row.is_demo,
    }
