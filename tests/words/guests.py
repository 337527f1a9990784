"""What a guest reads: the templates and modules behind the tablet, the guest's phone and their errors; its English."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, meta

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "pstku/translations"
ENGLISH = TRANSLATIONS / "en/LC_MESSAGES/messages.po"
PAGES = ("kiosk", "guest_phone", "display", "errors")  # folders of templates that a guest may open
MODULES = (  # the face itself, and what answers any face when something is refused or fails
    *(f"kiosk/{path.name}" for path in sorted((ROOT / "kiosk").glob("*.py"))),
    *(f"pstku/display/{name}.py" for name in ("access", "calls", "pairing", "screen", "view")),
    *(f"pstku/http/{name}.py" for name in ("errors", "outage", "origin", "races")),
    "pstku/guestbook/rules/reply_words.py",  # what staff send to a guest
    "pstku/contacts/rules/messages.py",
)
KEYWORDS = {"_": None, "gettext": None, "sentence_with": None, "N_": None, "ngettext": (1, 2)}


def guest_templates() -> set[str]:
    """Names of templates, with all they extend, include and import."""
    jinja = Environment(loader=FileSystemLoader(ROOT / "templates"))
    folder = ROOT / "templates"
    waiting = [str(path.relative_to(folder)) for name in PAGES for path in (folder / name).rglob("*.html")]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            tree = jinja.parse((folder / name).read_text())
            waiting += [other for other in meta.find_referenced_templates(tree) if other]
    return found


def guest_modules() -> set[Path]:
    """The modules of the face and everything of ours they import, which may refuse what a guest does."""
    waiting, found = [ROOT / name for name in MODULES], set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imports(path)
    return found


def extract() -> Catalog:
    """Every marked sentence that a guest may read, with the files it stands in."""
    catalog = Catalog()
    for method, path in _sources():
        options = {"trimmed": "true"} if method.startswith("jinja2") else {}
        found = extract_from_file(method, path, keywords=KEYWORDS, options=options)
        for _line, message, _comments, _context in found:
            catalog.add(message, locations=[(str(path.relative_to(ROOT)), 0)])
    return catalog


def english() -> Catalog:
    """The catalogue that is kept."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(guest_modules()):
        yield "python", path
    for name in sorted(guest_templates()):
        yield "jinja2.ext:babel_extract", ROOT / "templates" / name


def _imports(path: Path) -> Iterable[Path]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("pstku", "kiosk"):
            for name in node.names:
                if found := _module(f"{node.module}.{name.name}") or _module(node.module):
                    yield found


def _module(dotted: str) -> Path | None:
    path = ROOT.joinpath(*dotted.split("."))
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists()), None)
