"""Templates as a reader meets them: text nodes, attributes that are read, and what expressions print there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, nodes

from tests.words import MARKS, NO_SENTENCE

TEMPLATES = Path(__file__).parents[2] / "templates"
READ = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-valuetext", "label", "summary"}
VOID = {
    "area",
    "base",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "use",
    "path",
    "circle",
    "rect",
    "line",
}
INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "kbd", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
FIRST, BRANCH = 0xE000, "\uf8ff"  # one private letter for each expression; BRANCH parts if from else
PLACE = re.compile("[\ue000-\uf8ff]")
WORD = re.compile(r"[^\W\d_]{2,}")
LIKE_WORDS = re.compile(r"[^\W\d_a-z][a-z]|.*[a-z][.!?…]$|.*[a-z][a-z,]* [a-z]{2}.*[.!?…,]")
SEPARATORS = re.compile(r"[\s:·–—,;|/()-]*[:·–—|/(][\s:·–—,;|/()-]*|, ")  # "label: value", "one · other", "one, other"
ATTRIBUTES = re.compile(r"\s*[\w-]+=\"|\s*\"$")  # what a macro prints into a tag of its caller
BLOCK = re.compile(r"{%-? *block (\w+)")
MACHINES = ("script", "style", "code", "kbd", "pre")  # what stands there is typed or run as it is
END_OF_SENTENCE = re.compile(r"\s*[.,;!?]")
JINJA = Environment(trim_blocks=True, lstrip_blocks=True)


@dataclass
class Template:
    """What is wrong with one: pairs of a line (0 where the parser does not know it) and words."""

    unmarked: list[tuple[int, str]] = field(default_factory=list)
    joined: list[tuple[int, str]] = field(default_factory=list)  # marked words and others, by ~, + or %
    pieced: list[tuple[int, str]] = field(default_factory=list)  # parts of a sentence around an element or a value


def is_mark(node: nodes.Node) -> bool:
    """`_("…")` and its like."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKS


def blocks_in_tags(sources: Iterable[str]) -> frozenset[str]:
    """Names of the blocks that a layout places inside a tag, as `class="{% block room %}…"`: no reader sees them."""
    found = set()
    for source in sources:
        for block in BLOCK.finditer(source):
            before = re.sub(r"{[%{#].*?[%}#]}", "", source[: block.start()], flags=re.DOTALL)
            if before.rfind("<") > before.rfind(">"):
                found.add(block[1])
    return frozenset(found)


def read_template(source: str, in_tags: frozenset[str] = frozenset()) -> Template:
    """Everything a reader would meet unmarked or glued together."""
    found, flat = Template(), Flat(in_tags)
    tree = JINJA.parse(source)
    flat.lay_out(tree)
    page = _Page(flat.expressions)
    page.feed(re.sub(f"(</?){PLACE.pattern}", r"\1x", "".join(flat.pieces)))
    page.close()
    found.unmarked += [(0, text) for text in page.texts if _has_words(text)]
    for number, expression in enumerate(flat.expressions):
        position = page.positions.get(number, "text")
        if position != "attribute":
            found.unmarked += [(line, text) for line, text in _printed(expression) if _has_words(text)]
    for expression in [*flat.expressions, *flat.others]:
        found.unmarked += [(line, text) for line, text in _handed_on(expression) if _is_like_words(text)]
    found.joined += [(node.lineno, "joined by ~, + or %") for node in _joins(tree)]
    found.pieced += [(0, text) for text in page.broken]
    return found


class Flat:
    """The template as one stream of HTML, every branch in its order, with a private letter for each expression."""

    def __init__(self, in_tags: frozenset[str]) -> None:
        self.in_tags = in_tags
        self.pieces: list[str] = []
        self.expressions: list[nodes.Expr] = []
        self.others: list[nodes.Expr] = []  # conditions, values that are set, arguments of `call`

    def lay_out(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                self._print(part)
        elif isinstance(node, nodes.Block) and node.name in self.in_tags:
            return
        elif isinstance(node, nodes.If):
            self.others.append(node.test)
            for branch in (node.body, *([one] for one in node.elif_), node.else_):
                for child in branch:
                    self.lay_out(child)
                self.pieces.append(BRANCH)
        else:
            for child in node.iter_child_nodes():
                self.others.append(child) if isinstance(child, nodes.Expr) else self.lay_out(child)

    def _print(self, part: nodes.Expr) -> None:
        if isinstance(part, nodes.TemplateData):
            self.pieces.append(part.data)
            return
        self.pieces.append(chr(FIRST + len(self.expressions)))
        self.expressions.append(part)


class _Page(HTMLParser):
    """Where each expression stands, what stands there as it is, and sentences that are pieced together."""

    def __init__(self, expressions: list[nodes.Expr]) -> None:
        super().__init__(convert_charrefs=True)
        self.expressions = expressions
        self.texts: list[str] = []
        self.broken: list[str] = []
        self.positions: dict[int, str] = {}
        self._open: list[tuple[str, list[tuple[str, str]]]] = [("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag not in INLINE:
            self._look_at(self._open[-1][1])
            self._open[-1][1].clear()
        elif tag != "br":
            self._open[-1][1].append(("element", tag))
        if tag not in VOID:
            self._open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _ in self._open]:
            while True:
                name, pieces = self._open.pop()
                self._look_at(pieces)
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        is_read = not any(tag in MACHINES for tag, _ in self._open)
        for part in re.split(f"({PLACE.pattern})", data):
            if part == BRANCH:
                self._open[-1][1].append(("branch", ""))
            elif PLACE.fullmatch(part):
                number = ord(part) - FIRST
                self.positions[number] = "text" if is_read else "attribute"
                self._open[-1][1].append(self._kind(self.expressions[number]))
            elif part:
                self.texts += [part] if is_read and not ATTRIBUTES.match(part) else []
                self._open[-1][1].append(("text", part))

    def close(self) -> None:
        super().close()
        while self._open:
            self._look_at(self._open.pop()[1])

    def _attribute(self, tag: str, name: str, value: str) -> None:
        is_read = name in READ or (tag == "input" and name == "value")
        for letter in PLACE.findall(value):
            self.positions[ord(letter) - FIRST] = "read" if name in READ else "attribute"
        plain = PLACE.sub(" ", value)
        if (name in READ and tag != "meta" and _has_words(plain)) or (
            (is_read or name.startswith("data-")) and _is_like_words(plain.strip())
        ):
            self.texts.append(plain)

    def _kind(self, expression: nodes.Expr) -> tuple[str, str]:
        if is_mark(expression):
            first = expression.args[0] if expression.args else None
            return "mark", first.value if isinstance(first, nodes.Const) else ""
        return "value", ""

    def _look_at(self, pieces: list[tuple[str, str]]) -> None:
        """A run of one element: a marked part must be whole by itself."""
        run: list[tuple[str, str]] = []
        for piece in [*pieces, ("branch", "")]:
            if piece[0] != "branch":
                run += [piece] if piece[1].strip() or piece[0] != "text" else []
                continue
            marks = [words for kind, words in run if kind == "mark"]
            if marks and len(run) > 1:
                self.broken += [
                    words
                    for place, (kind, words) in enumerate(run)
                    if kind == "mark" and words[:1].islower() and not _stands_apart(run, place)
                ]
                self.broken += [
                    f"{marks[0]} … {text}"
                    for (kind, _), (after, text) in pairwise(run)
                    if kind != "text" and after == "text" and END_OF_SENTENCE.match(text)
                ]
            run = []


def _stands_apart(run: list[tuple[str, str]], place: int) -> bool:
    """A fact of its own, parted from its neighbours as in `12 Nov · hari ini`."""
    before, after = (
        run[place - 1] if place else ("text", "·"),
        run[place + 1] if place + 1 < len(run) else ("text", "·"),
    )
    return (
        before[0] == after[0] == "text"
        and before[1].rstrip()[-1:] in ("·", ":", "(")
        and after[1].lstrip()[:1] in ("·", ")")
    )


def _printed(node: nodes.Node) -> list[tuple[int, str]]:
    """The texts an expression may print itself, besides marked ones."""
    if isinstance(node, nodes.Const):
        return [(node.lineno, node.value)] if isinstance(node.value, str) else []
    if isinstance(node, nodes.CondExpr):
        return [text for part in (node.expr1, node.expr2) if part for text in _printed(part)]
    if isinstance(node, (nodes.Concat, nodes.Add, nodes.Or)):
        return [text for part in node.iter_child_nodes() for text in _printed(part)]
    if isinstance(node, nodes.Filter) and node.name == "default":
        return [text for part in node.args for text in _printed(part)]
    return []


def _handed_on(node: nodes.Node) -> list[tuple[int, str]]:
    """The texts anywhere in an expression, as it hands them to macros, besides marked and compared ones."""
    if is_mark(node):
        return [text for value in node.kwargs for text in _handed_on(value)]
    if isinstance(node, nodes.Const):
        return [(node.lineno, node.value)] if isinstance(node.value, str) else []
    if isinstance(node, (nodes.Compare, nodes.Getitem)):
        return []
    if isinstance(node, nodes.Tuple) and len(node.items) > 1 and is_mark(node.items[1]):  # a value and its label
        return [text for part in node.items[1:] for text in _handed_on(part)]
    if isinstance(node, nodes.Pair):
        return _handed_on(node.value) if node.key.as_const() not in ("hx-trigger", "pattern") else []
    return [text for part in node.iter_child_nodes() for text in _handed_on(part)]


def _joins(tree: nodes.Template) -> list[nodes.Node]:
    """Where words that are marked are joined with others; a separator between two whole parts joins no sentence."""
    found = []
    for node in tree.find_all((nodes.Concat, nodes.Add, nodes.Mod)):
        parts = list(node.iter_child_nodes())
        if not any(is_mark(part) or (isinstance(part, nodes.CondExpr) and _marks_within(part)) for part in parts):
            continue
        between = [part.value for part in parts if isinstance(part, nodes.Const) and isinstance(part.value, str)]
        whole = all(END_OF_SENTENCE.match(words[-1:]) for part in parts for words in _marked_words(part))
        if (
            isinstance(node, nodes.Mod)
            or not between
            or not all(SEPARATORS.fullmatch(text) or (text == " " and whole) for text in between)
        ):
            found.append(node)
    return found


def _marked_words(node: nodes.Node) -> Iterator[str]:
    for call in node.find_all(nodes.Call) if not is_mark(node) else [node]:
        if is_mark(call) and call.args and isinstance(call.args[0], nodes.Const):
            yield call.args[0].value


def _marks_within(node: nodes.CondExpr) -> bool:
    return any(is_mark(part) for part in (node.expr1, node.expr2) if part)


def _has_words(text: str) -> bool:
    return any(word not in NO_SENTENCE for word in WORD.findall(PLACE.sub(" ", text)))


def _is_like_words(text: str) -> bool:
    return bool(LIKE_WORDS.match(text)) and _has_words(text)
