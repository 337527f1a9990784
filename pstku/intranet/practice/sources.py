"""Where a question was taken from: the pages to learn it from."""

from pstku.http.access import current_office
from pstku.library.queries.pages import PageLine, lines_by_key
from pstku.practice.models import BankQuestion


def pages_of(*questions: BankQuestion) -> dict[int, list[PageLine]]:
    """Question id -> the pages to learn it from."""
    keys = {question.id: question.content.get("pages") or [] for question in questions}
    lines = lines_by_key(current_office().id, {key for page_keys in keys.values() for key in page_keys})
    return {question_id: [lines[key] for key in page_keys if key in lines] for question_id, page_keys in keys.items()}
