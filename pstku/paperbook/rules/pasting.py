"""A sheet that was typed in a spreadsheet: cells in, rows as the table has them out. A wrong guess is worse than none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pstku.core.text import fold
from pstku.guestbook.rules.replies import code_of
from pstku.guestbook.rules.reply_words import LABELS
from pstku.paperbook.rules.sheets import FIELDS, LISTS, TICKS

FEWEST_HEADINGS = 2  # in the first line, to be taken for one of headings
YES = frozenset(("y", "ya", "yes", "x", "v", "1", "✓", "✔", "ok"))
OTHER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "came": ("jam", "waktu", "datang"),
    "service": ("keperluan layanan", "jenis layanan"),
    "name": LABELS["name"],
    "age_group": LABELS["age_group"],
    "sex": LABELS["sex"],
    "education": LABELS["education"],
    "occupation": LABELS["occupation"],
    "agency_category": ("kategori",),
    "salutation": ("panggilan", "disapa"),
    "agency": LABELS["agency"],
    "more": ("layanan kedua", "keperluan lain"),
    "needs_help": ("bantuan", "perlu bantuan"),
    "party_size": ("jumlah", "orang"),
    "party_male": ("l",),
    "party_female": ("p",),
    "phone": LABELS["phone"],
    "email": LABELS["email"],
    "what": LABELS["need"],
    "obtained": ("diperoleh",),
    "officer": ("petugas", "dilayani oleh"),
    "begun": ("mulai",),
    "outcome": ("hasil",),
    "dtsen_kind": ("yang ditanyakan", "jenis dtsen"),
    "dtsen_result": ("hasil dtsen",),
}
Choices = Mapping[str, Sequence[tuple[str, str]]]  # field -> value and each of the words it goes by


@dataclass(slots=True)
class PastedRow:
    """What a line of cells says by field, and the cells nobody could be sure of."""

    typed: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def read_pasted(table: Sequence[Sequence[str]], choices: Choices) -> list[PastedRow]:
    """The rows of a table with headings in any order, or without any in the order of the page; empty lines are left out."""
    lines = [line for line in table if any(cell.strip() for cell in line)]
    order = _headings(lines[0]) if lines else []
    if sum(bool(name) for name in order) < FEWEST_HEADINGS:
        order = list(FIELDS)
    else:
        lines = lines[1:]
    return [_row(order, line, choices) for line in lines]


def _headings(line: Sequence[str]) -> list[str]:
    words = {fold(label): name for name, label in FIELDS.items()}
    words |= {fold(label): name for name, labels in OTHER_HEADINGS.items() for label in labels}
    return [words.get(fold(cell), "") for cell in line]


def _row(order: Sequence[str], line: Sequence[str], choices: Choices) -> PastedRow:
    row = PastedRow()
    for name, cell in zip(order, line, strict=False):
        text = cell.strip()
        if not name or not text:
            continue
        if name in TICKS:
            row.typed[name] = "y" if text.lower() in YES else ""
            continue
        value = _value(name, text, choices)
        row.typed[name] = value
        if not value:
            row.unread[name] = text
    return row


def _value(name: str, text: str, choices: Choices) -> str:
    if name in LISTS:
        return code_of(name, text, choices[name])
    if name in choices:
        found = {value for value, words in choices[name] if fold(words) == fold(text)}
        return found.pop() if len(found) == 1 else ""
    return text
