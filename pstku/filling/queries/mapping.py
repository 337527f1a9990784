"""What the office knows of published tables: the names to recognise rows and columns by, and what was said before."""

from hashlib import sha256

from sqlalchemy import select

from pstku.core.db import session
from pstku.filling.models import TableMapping
from pstku.filling.rules.mapping import TableMap, Words
from pstku.library.models import Region
from pstku.library.queries.pages import indicators
from pstku.library.queries.places import regions
from pstku.offices.queries import Configuration


def words_of(office: Configuration) -> Words:
    """The names of the office's indicators and places."""
    pages = indicators(office.id)
    rows = session().execute(select(Region.code, Region.name, Region.level).where(Region.office_id == office.id))
    by_code = {code: (name, level) for level, (code, name) in regions(office).items()}
    by_code |= {code: (name, level) for code, name, level in rows}
    return Words(
        indicators={
            page.key: [page.title.partition(" (")[0], page.short or "", *map(str, page.synonyms)] for page in pages
        },
        units={page.key: page.fact.unit for page in pages},
        places=[(code, name, level) for code, (name, level) in by_code.items()],
        own_region=office.code,
    )


def find_table_map(office_id: int, signature: str) -> TableMap | None:
    """The mapping of an earlier edition of the table; None when it is new."""
    hashed = sha256(signature.encode()).hexdigest()
    mine = (TableMapping.office_id == office_id) & (TableMapping.signature == hashed)
    meanings = session().scalar(select(TableMapping.meanings).where(mine))
    return TableMap(**meanings) if meanings else None
