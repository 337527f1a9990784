"""`make messages`: what guests read, gathered from templates and code, and room for what is new in the English catalogue."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.words.guests import ENGLISH, TRANSLATIONS, english, extract

WIDTH = 116
HEADER = """# What guests of PSTku read. `make messages` writes this file anew; only the translations are written by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


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


def written(catalog: Catalog, language: str) -> bytes:
    """The file of a catalogue, without the persons and moments a header holds otherwise: they change with every run."""
    file = BytesIO()
    file.write(HEADER.format(language=language).encode())
    write_po(file, catalog, width=WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=True)
    return file.getvalue()


if __name__ == "__main__":
    main()
