"""Do two PDFs show the same pages? What is drawn is compared, not how the file is put together.

An application that signs may write the file anew, pack its streams otherwise and add the field of its signature; the
drawing of each page, its fonts and its pictures stay. Those are put into one mark for each page.
"""

from hashlib import sha256
from io import BytesIO
from typing import Any

UNDRAWN = {"/Parent", "/P", "/StructParent", "/StructParents", "/Length", "/Filter", "/DecodeParms", "/Metadata"}
OF_A_PAGE = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
MOST_PAGES = 500
DEEPEST = 40


def read(content: bytes) -> Any:
    """The reader of a PDF; raises what the library raises for a broken one."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(BytesIO(content), strict=False)


def same_pages(ours: Any, theirs: Any) -> bool:
    """Whether both readers' pages are drawn alike, in the same order."""
    return marks_of(ours) == marks_of(theirs)


def marks_of(reader: Any) -> list[str]:
    """One mark for each page; raises ValueError for a tree of pages that does not end."""
    marker = _Marker()
    return [marker.page(page, inherited) for page, inherited in _pages(reader.root["/Pages"], {}, 0)]


def _pages(node: Any, inherited: dict[str, Any], depth: int) -> list[tuple[Any, dict[str, Any]]]:
    if depth > DEEPEST:
        raise ValueError("a tree of pages that does not end")
    given = inherited | {key: node.raw_get(key) for key in INHERITED if key in node}
    if "/Kids" not in node:
        return [(node, given)]
    found: list[tuple[Any, dict[str, Any]]] = []
    for kid in node["/Kids"]:
        found += _pages(kid.get_object(), given, depth + 1)
        if len(found) > MOST_PAGES:
            raise ValueError("more pages than any of our papers has")
    return found


class _Marker:
    """Marks of objects; what several pages share is looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def page(self, page: Any, inherited: dict[str, Any]) -> str:
        """The mark of a page: what is drawn, and every note on it that is no field of a signature."""
        parts = [self._of(page.raw_get(key) if key in page else inherited.get(key), 0) for key in OF_A_PAGE]
        notes = [note.get_object() for note in page.get("/Annots", ())]
        parts += [self._of(note, 0) for note in notes if not _is_signature(note)]
        return _hash(*parts)

    def _of(self, value: Any, depth: int) -> str:
        from pyhanko.pdf_utils.generic import IndirectObject

        if depth > DEEPEST:
            raise ValueError("objects that do not end")
        if not isinstance(value, IndirectObject):
            return self._plain(value, depth)
        key = (value.idnum, value.generation)
        if key not in self._known:
            self._known[key] = "under way"  # one that leads back to itself
            self._known[key] = self._plain(value.get_object(), depth)  # type: ignore[no-untyped-call]
        return self._known[key]

    def _plain(self, value: Any, depth: int) -> str:
        from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject

        if isinstance(value, ArrayObject):
            if len(value) == 1:
                return self._of(value.raw_get(0), depth + 1)  # one drawing, or a list of one
            return _hash("array", *(self._of(value.raw_get(place), depth + 1) for place in range(len(value))))
        if isinstance(value, DictionaryObject):
            drawn = sorted(key for key in value if key not in UNDRAWN)
            parts = [f"{key}={self._of(value.raw_get(key), depth + 1)}" for key in drawn]
            data = sha256(value.data).hexdigest() if isinstance(value, StreamObject) else ""
            return _hash("dictionary", *parts, data)
        return _hash(type(value).__name__, str(value))


def _is_signature(note: Any) -> bool:
    field = note.get("/FT") or (note["/Parent"].get("/FT") if "/Parent" in note else None)
    return note.get("/Subtype") == "/Widget" and field == "/Sig"


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
