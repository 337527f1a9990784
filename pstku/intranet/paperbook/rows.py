"""The rows of the table as the form sends them, and what is offered in their lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _

from pstku.core.text import has_card_number
from pstku.dtsen.rules import CODE
from pstku.filling.rules.pasted import cells_of
from pstku.guestbook.entry import SALUTATIONS
from pstku.guestbook.rules.states import Outcome
from pstku.http.access import current_actor, current_office
from pstku.http.text import gettext, sentence
from pstku.paperbook.queries import servers
from pstku.paperbook.rules.pasting import PastedRow, read_pasted
from pstku.paperbook.rules.rows import Faults, is_empty
from pstku.paperbook.rules.sheets import DTSEN, FIELDS, LISTS, MOST_ROWS

FIRST_ROWS, MORE_ROWS = 3, 5
FOLDED = (  # asked of few
    "more",
    "needs_help",
    "party_size",
    "party_male",
    "party_female",
    "phone",
    "email",
    "follow_up",
    "recognition",
)
Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class Row:
    """One row of the table: what stands in its fields, and what is said beside them."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return is_empty(self.typed)

    @property
    def is_open(self) -> bool:
        """Does anything stand in the fields that are folded away, or beside them?"""
        return any(self.typed[name] or name in self.errors for name in FOLDED)

    @property
    def holds_card_number(self) -> bool:
        return any(has_card_number(self.typed.get(name)) for name in ("name", "agency", "what"))

    def show(self, faults: Faults) -> None:
        """Say beside each field what stands in the way."""
        self.errors |= {name: sentence(fault) for name, fault in faults.items()}


def sent_rows() -> list[Row]:
    """The rows as they were sent, empty ones too."""
    count = min(request.form.get("rows", 0, int), MOST_ROWS)
    return [Row({name: request.form.get(f"{n}-{name}", "") for name in FIELDS}) for n in range(count)]


def new_rows(count: int, after: Iterable[Row] = ()) -> list[Row]:
    """Empty rows; who served is taken from the last row, else it is whoever writes."""
    officer = next((row.typed["officer"] for row in reversed(list(after)) if row.typed["officer"]), _myself())
    return [Row(_nothing() | {"officer": officer}) for _place in range(count)]


def pasted_rows(text: str) -> list[Row]:
    """The rows of a sheet pasted from a spreadsheet; raises InvalidInput("text") for what is no table."""
    return [_row_of(row) for row in read_pasted(cells_of(text), _words())]


def _row_of(pasted: PastedRow) -> Row:
    row = Row(_nothing() | {"officer": "" if "officer" in pasted.unread else _myself()} | pasted.typed)
    for name, text in pasted.unread.items():
        row.errors[name] = _("“%(words)s” tidak dikenali. Pilih dari daftar.", words=text)
    return row


def _nothing() -> dict[str, str]:
    return dict.fromkeys(FIELDS, "") | {"outcome": Outcome.DONE_ON_THE_SPOT.value}


def _myself() -> str:
    me = current_actor().person_id
    return next((value for value, _name in officers() if value == str(me)), "")


def officers() -> Pairs:
    """Who may have served."""
    return [(str(person.id), person.name) for person in servers(current_office().id)]


def offered() -> Mapping[str, Pairs]:
    """Field -> value and words of its list."""
    office = current_office()
    services = [item for item in office.active_services() if not item.is_complaint]
    lists: dict[str, Pairs] = {name: office.choices(name) for name in LISTS}
    offer = [(str(item.id), item.guest_label) for item in services]
    salutations = [(word, word) for word in SALUTATIONS if word]
    lists |= {name: [(code, gettext(words)) for code, words in codes.items()] for name, codes in DTSEN.items()}
    return lists | {"service": offer, "more": offer, "salutation": salutations, "officer": officers()}


def dtsen_service() -> str:
    """The value of Konsultasi DTSEN in the list of services; empty where the office does not offer it."""
    return next((str(item.id) for item in current_office().active_services() if item.code == CODE), "")


def _words() -> Mapping[str, Pairs]:
    """The same with every name that a service or colleague goes by."""
    office = current_office()
    services = [
        (str(item.id), name) for item in office.active_services() for name in (item.guest_label, item.name, item.code)
    ]
    people = [(str(one.id), name) for one in servers(office.id) for name in (one.name, one.call_name, one.username)]
    return {**offered(), "service": services, "more": services, "officer": people}
