"""Python as its readers meet it: sentences of refusals, flashes and forms, and what views hand to a page."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pstku.core.errors import DomainError
from tests.words import MARKS, NO_SENTENCE, NOT_SHOWN

NOW = {"_", "gettext", "ngettext", "sentence", "sentence_with"}  # they translate at once
SHOWN = {"flash": 0, "Limit": 3}  # whose argument is a sentence for people; refusals are added below
FIELDS = re.compile(r"\w+Field$|^(required|at_most|DataRequired|Length|NumberRange|Regexp|EqualTo|ValidationError)$")
UNREAD_CALLS = {
    "TypeVar", "event", "getattr", "get", "set_cookie", "compile", "re", "sub", "startswith", "endswith", "match", "split",
    "debug", "info", "warning", "error", "exception", "Request",
}  # fmt: skip
LIKE_WORDS = re.compile(r"[^\W\d_a-z][a-z]{2}|.*[a-z]{2}[.!?…]$|.*[a-z]{2},? [a-z]{2}", re.DOTALL)
TAG = re.compile(r"<[^>]*>?")
PLACE = re.compile(r"%\(\w+\)[sd]")
CLASS_NAME = re.compile(r"[A-Z][a-z]+[A-Z]\w*$")
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass
class Code:
    """What is wrong with one module: pairs of a line and words."""

    unmarked: list[tuple[int, str]] = field(default_factory=list)
    glued: list[tuple[int, str]] = field(default_factory=list)
    frozen: list[tuple[int, str]] = field(default_factory=list)  # translated at import: for ever in one language


def refusals(kind: type[DomainError] = DomainError) -> Iterator[tuple[str, str, int]]:
    """The domain errors: name, module, and where the sentence stands among the arguments."""
    yield kind.__name__, kind.__module__, 1 if "field" in kind.__init__.__code__.co_varnames else 0
    for narrower in kind.__subclasses__():
        yield from refusals(narrower)


def read_code(source: str) -> Code:
    """What holds in every module: sentences that are shown are marked, whole, and translated when they are read."""
    tree, found = ast.parse(source), Code()
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    homes = {
        name.name: node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names
    }
    shown = SHOWN | {name: place for name, home, place in refusals() if homes.get(name, home) == home}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = called(node)
            if name in shown and len(node.args) > shown[name]:
                _look_at(node.args[shown[name]], constants, found)
            if FIELDS.search(name):
                words = [*node.args, *(k.value for k in node.keywords if k.arg in ("label", "message", "empty"))]
                for argument in words:
                    if not isinstance(argument, ast.Constant) or _is_like_words(str(argument.value)):
                        _look_at(argument, constants, found)
        if _is_glue(node):
            found.glued.append((node.lineno, ast.unparse(node)[:120]))  # type: ignore[attr-defined]
    found.frozen += [(call.lineno, ast.unparse(call)[:120]) for call in _run_at_import(tree) if called(call) in NOW]
    return found


def read_face(source: str) -> list[tuple[int, str]]:
    """What a view may show unmarked: every text in it that looks like words and goes neither to a log nor a header."""
    tree = ast.parse(source)
    unread = {id(part) for node in ast.walk(tree) for part in _unread(node)}
    found = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in unread or (isinstance(node, ast.Call) and called(node) in MARKS):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_like_words(node.value):
            found.append((node.lineno, node.value))
        waiting += ast.iter_child_nodes(node)
    return sorted(found)


def called(call: ast.Call) -> str:
    """The last part of the called name."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def is_mark(node: ast.AST) -> bool:
    """`_("…")` and its like."""
    return isinstance(node, ast.Call) and called(node) in MARKS


def _look_at(node: ast.expr, constants: dict[str, ast.expr], found: Code) -> None:
    if isinstance(node, ast.IfExp):
        _look_at(node.body, constants, found)
        _look_at(node.orelse, constants, found)
    elif isinstance(node, ast.Name) and node.id in constants:
        if isinstance(constants[node.id], (ast.Constant, ast.JoinedStr)):
            _look_at(constants[node.id], {}, found)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and WORD.search(PLACE.sub("", node.value)):
        found.unmarked.append((node.lineno, node.value))
    elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
        found.glued.append((node.lineno, ast.unparse(node)[:120]))


def _is_glue(node: ast.AST) -> bool:
    """Marked words within an f-string, beside + or %, or a mark around anything that is put together."""
    if isinstance(node, ast.JoinedStr):
        around = [part.value for part in node.values if isinstance(part, ast.Constant)]
        within = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return any(is_mark(part) for part in within) and any(
            re.search(r"\w", str(text)) or text == " " for text in around
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        return is_mark(node.left) or is_mark(node.right)
    if is_mark(node):
        return any(isinstance(argument, (ast.JoinedStr, ast.BinOp)) for argument in node.args)  # type: ignore[attr-defined]
    return False


def _run_at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls outside of functions: at the top, in class bodies, as defaults and decorators."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _unread(node: ast.AST) -> Iterator[ast.AST]:
    """What nobody reads: docstrings, names of headers and keys, what is compared, raised to a programmer or logged."""
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
        if isinstance(node.body[0], ast.Expr):
            yield node.body[0]
        yield from filter(None, [getattr(node, "returns", None)])
    elif isinstance(node, ast.Call) and called(node) in UNREAD_CALLS:
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, (ast.Compare, ast.AnnAssign)):
        yield from node.comparators if isinstance(node, ast.Compare) else [node.annotation]
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Dict):
        yield from filter(None, node.keys)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        target = node.targets[0].value
        if isinstance(target, ast.Attribute) and target.attr == "headers":
            yield node
    elif isinstance(node, ast.arg):
        yield from filter(None, [node.annotation])
    elif (isinstance(node, ast.keyword) and node.arg == "headers") or (
        isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and called(node.exc).endswith("Error")
    ):
        yield node
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and is_mark(node.elts[1]):  # a value and its label
        yield node.elts[0]


def _is_like_words(text: str) -> bool:
    text = TAG.sub("", text)
    return (
        text not in NOT_SHOWN
        and not CLASS_NAME.match(text)
        and bool(LIKE_WORDS.match(text.strip()))
        and any(word not in NO_SENTENCE for word in WORD.findall(text))
    )
