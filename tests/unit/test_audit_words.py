"""Every act the trail can hold has its Indonesian words: the acts are collected from the code that records them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pstku.admin.audit_words import ACTS

ROOT = Path(__file__).parents[2]
DEEPEST = 5


class Passing:
    """A function that hands its argument `name`, the one at `place`, on to `record` as the act."""

    def __init__(self, function: ast.FunctionDef, name: str, module: Path) -> None:
        self.module = module
        listed = [argument.arg for argument in function.args.args]
        self.function, self.name = function.name, name
        self.place = listed.index(name) if name in listed else None

    def argument(self, call: ast.Call, module: Path) -> ast.expr | None:
        """The act of a call of this function; a private one is called in its own module only."""
        if name_of(call) != self.function or (self.function.startswith("_") and module != self.module):
            return None
        named = next((item.value for item in call.keywords if item.arg == self.name), None)
        if named is not None or self.place is None or len(call.args) <= self.place:
            return named
        return call.args[self.place]


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def calls_with_function(tree: ast.AST, inside: ast.FunctionDef | None = None) -> Iterator[tuple[ast.Call, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield node, inside
        yield from calls_with_function(node, node if isinstance(node, ast.FunctionDef) else inside)


def parameters(function: ast.FunctionDef | None) -> set[str]:
    if function is None:
        return set()
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def as_assigned(act: ast.expr | None, function: ast.FunctionDef | None) -> ast.expr | None:
    """What a local name stands for; anything else as it is."""
    for node in ast.walk(function) if function and isinstance(act, ast.Name) else ():
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == act.id:
            return node.value
    return act


def tables_of(tree: ast.AST) -> dict[str, set[str]]:
    """The dictionaries a module defines, with the words they hold as values, and its named words."""
    found = {}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            found[target.id] = {value.value for value in node.value.values if isinstance(value, ast.Constant)}
        elif (
            isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        ):
            found[getattr(node.targets[0], "id", "")] = {node.value.value}
    return found


def words_of(act: ast.expr, tables: dict[str, set[str]]) -> set[str]:
    """The acts an expression can be: a word, one of two, or what a table holds."""
    if isinstance(act, ast.Constant):
        return {act.value}
    if isinstance(act, ast.IfExp):
        return words_of(act.body, tables) | words_of(act.orelse, tables)
    if isinstance(act, ast.Name) and act.id in tables:
        return tables[act.id]
    if isinstance(act, ast.Subscript) and getattr(act.value, "id", "") in tables:
        return tables[act.value.id]
    raise AssertionError(f"say the act as a word or out of a table: {ast.unparse(act)}")


def recorded_acts(sources: dict[Path, ast.AST]) -> set[str]:
    """Every act the code records, followed through functions that hand it on."""
    found: set[str] = set()
    everywhere = {name: words for tree in sources.values() for name, words in tables_of(tree).items()}
    head = ast.parse("def record(office_id, action, entity, entity_id): pass").body[0]
    waiting = [Passing(head, "action", Path("record"))]
    for _ in range(DEEPEST):
        following = []
        for passing in waiting:
            for path, tree in sources.items():
                for call, function in calls_with_function(tree):
                    act = as_assigned(passing.argument(call, path), function)
                    if act is None or getattr(function, "name", "") == passing.function:
                        continue
                    if isinstance(act, ast.Name) and act.id in parameters(function):
                        following.append(Passing(function, act.id, path))
                    else:
                        found |= words_of(act, everywhere | tables_of(tree))
        waiting = following
    return found


def test_every_recorded_act_has_its_words():
    files = [path for package in ("pstku", "kiosk") for path in sorted((ROOT / package).rglob("*.py"))]
    sources = {path.relative_to(ROOT): ast.parse(path.read_text()) for path in files}
    assert sorted(recorded_acts(sources) - set(ACTS)) == []


def test_acts_are_found_through_a_function_that_hands_them_on_and_in_tables():
    tree = ast.parse(
        'NAMES = {1: "third"}\ndef _set(actor, act): record(1, act, "x", 2)\n_set(a, "first")\n_set(a, act="second")\n'
        'def go(k): record(1, NAMES[k], "x", 2)\nrecord(1, "fourth" if x else "fifth", "x", 2)\n'
    )
    assert recorded_acts({Path("x.py"): tree}) == {"first", "second", "third", "fourth", "fifth"}


def test_an_act_that_is_put_together_is_refused():
    with pytest.raises(AssertionError, match="as a word"):
        recorded_acts({Path("x.py"): ast.parse('record(1, f"award_{state}", "x", 2)')})
