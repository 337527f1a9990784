"""`make messages`: what guests read, gathered from templates and code, and room for what is new in the English catalogue."""

from babel.messages.catalog import Catalog

from tests.words.files import written
from tests.words.guests import ENGLISH, TRANSLATIONS, english, extract


def main() -> None:
    """Sentences that are gone leave the catalogue; new ones stand there empty until somebody writes them."""
    found, catalog = extract(), Catalog("en")
    for message in english() if ENGLISH.exists() else ():
        if message.id:
            catalog.add(message.id, message.string)
    catalog.update(found, no_fuzzy_matching=True)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    (TRANSLATIONS / "messages.pot").write_bytes(written(found, ""))
    ENGLISH.write_bytes(written(catalog, "en"))
    empty = [message.id for message in catalog if message.id and not message.string]
    print(f"{len(found)} kalimat dibaca tamu; {len(empty)} menunggu bahasa Inggrisnya di {ENGLISH}")


if __name__ == "__main__":
    main()
