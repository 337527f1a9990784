"""`make messages`: writes down what guests read (messages.pot) and makes room for what is new in the English catalogue."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.words.guests import ENGLISH, TRANSLATIONS, english, extract

WIDTH = 116


def main() -> None:
    """Sentences that are gone leave the catalogue; new ones stand there empty until somebody writes them."""
    found = extract()
    catalog = english() if ENGLISH.exists() else Catalog(locale="en", project="PSTku", fuzzy=False)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    for path, words in ((TRANSLATIONS / "messages.pot", found), (ENGLISH, catalog)):
        with path.open("wb") as file:
            write_po(
                file,
                words,
                width=WIDTH,
                sort_output=True,
                ignore_obsolete=True,
                include_lineno=False,
                omit_header=False,
            )
    empty = sum(1 for message in catalog if message.id and not message.string)
    print(
        f"{len(found)} kalimat yang dibaca tamu, {empty} belum ada bahasa Inggrisnya: {ENGLISH.relative_to(TRANSLATIONS.parents[1])}"
    )


if __name__ == "__main__":
    main()
