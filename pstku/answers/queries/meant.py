"""The page a question means."""

from functools import lru_cache

from pstku.answers.queries.answers import Answer, answer
from pstku.core.db import database_name
from pstku.offices.queries import Configuration, configuration


def page_meant(office: Configuration, text: str) -> str | None:
    """Key of the indicator the answer page would show for these words; searched once while the library stays as it is."""
    return _page_meant(database_name(), office.id, office.version, text)


@lru_cache(maxsize=1024)
def _page_meant(_database: str, office_id: int, _version: int, text: str) -> str | None:
    return key_of(answer(configuration(office_id), text))


def key_of(found: Answer) -> str | None:
    """The key of the indicator asked for; None when the question asks more than its card answers."""
    return found.cards[0].page.key if found.cards and not found.left_over else None
