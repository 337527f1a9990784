"""HTML as browsers read it, for tests: parsed in a sixtieth of the time that a parser written in Python takes."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode


class Element:
    """One element of a page; found by CSS selectors, which look only at what is inside of it."""

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    @property
    def name(self) -> str:
        return self._node.tag

    @property
    def attrs(self) -> dict[str, str]:
        """Attributes by name; one without a value, like `hidden`, is empty."""
        return {name: value or "" for name, value in self._node.attributes.items()}

    def select(self, selector: str) -> list["Element"]:
        """The elements inside that match, in the order of the page."""
        found = self._node.css(selector)
        return [Element(node) for node in found if node.mem_id != self._node.mem_id or node.tag == "html"]

    def select_one(self, selector: str) -> "Element | None":
        """The first element inside that matches."""
        return next(iter(self.select(selector)), None)

    def with_text(self, selector: str, text: str) -> "Element | None":
        """The first element inside that matches and whose text holds `text`."""
        return next((found for found in self.select(selector) if text in found.get_text()), None)

    def get_text(self, between: str = "", *, strip: bool = False) -> str:
        """All text inside, its pieces joined by `between`; `strip` takes white space off each and leaves out empty ones."""
        if not strip:
            return self._node.text(separator=between)
        pieces = (piece.strip() for piece in self._node.text(separator="\0").split("\0"))
        return between.join(piece for piece in pieces if piece)

    @property
    def text(self) -> str:
        return self.get_text()

    def children(self) -> Iterator["Element | str"]:
        """What stands directly inside: elements and pieces of text."""
        for node in self._node.iter(include_text=True):
            yield Element(node) if node.is_element_node else node.text_content or ""

    @property
    def parent(self) -> "Element | None":
        return Element(self._node.parent) if self._node.parent and self._node.parent.is_element_node else None

    def find_parent(self, name: str) -> "Element | None":
        """The nearest element around this one that has this name."""
        around = self.parent
        while around and around.name != name:
            around = around.parent
        return around

    def templates(self) -> Iterator["Element"]:
        """What stands in each `<template>`: no part of the page until a script copies it, so no selector finds it."""
        for fragment in self._node.template_fragments():
            yield Element(fragment)
            yield from Element(fragment).templates()

    def get(self, name: str, default: str | None = None) -> str | None:
        return self.attrs.get(name, default)

    def has_attr(self, name: str) -> bool:
        return name in self._node.attributes

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    def __str__(self) -> str:
        return self._node.html


def parse(html: str | bytes) -> Element:
    """The `html` element of a page; what is left out is added as a browser does."""
    return Element(LexborHTMLParser(html).root)
