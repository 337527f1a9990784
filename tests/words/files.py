"""How a catalogue is written: whoever writes it, the same lines."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

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


def written(catalog: Catalog, language: str) -> bytes:
    """The file of a catalogue, without the persons and moments a header holds otherwise: they change with every run."""
    file = BytesIO()
    file.write(HEADER.format(language=language).encode())
    write_po(file, catalog, width=WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=True)
    return file.getvalue()
