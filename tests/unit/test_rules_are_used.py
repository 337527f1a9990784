"""Every rule is asked by the application: a rule that only a test asks is written a second time somewhere."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [path for package in ("pstku", "kiosk") for path in (ROOT / package).rglob("*.py")]


def is_rules(path: Path) -> bool:
    return "rules" in (*path.parent.parts, path.stem)


def names_in(node: ast.AST) -> set[str]:
    """Every name that is read, imported or asked for as an attribute below `node`."""
    found = set()
    for child in ast.walk(node):
        if isinstance(child, ast.Name):
            found.add(child.id)
        elif isinstance(child, ast.Attribute):
            found.add(child.attr)
    return found


def unused_rules(sources: dict[Path, str]) -> list[str]:
    """Public functions of rules modules that no other part of the application reaches, also not through another rule."""
    defined: dict[str, set[str]] = defaultdict(set)
    inside: dict[str, set[str]] = defaultdict(set)
    reached: set[str] = set()
    for path, text in sources.items():
        tree = ast.parse(text)
        if not is_rules(path):
            reached |= names_in(tree)
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                inside[node.name] |= names_in(node)
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    defined[node.name].add(str(path))
            elif not isinstance(node, ast.Import | ast.ImportFrom):
                reached |= names_in(node)  # what a module works out when it is loaded
    waiting = list(reached)
    while waiting:
        for name in inside.pop(waiting.pop(), set()) - reached:
            reached.add(name)
            waiting.append(name)
    return sorted(f"{path}: {name}" for name, paths in defined.items() if name not in reached for path in paths)


def test_every_public_function_of_rules_is_called_by_the_application():
    assert unused_rules({path.relative_to(ROOT): path.read_text() for path in SOURCES}) == []


def test_a_rule_that_only_another_unused_rule_asks_is_found():
    rules = "def asked(): return inner()\ndef inner(): return 1\ndef lonely(): return far()\ndef far(): return 2\n"
    found = unused_rules({Path("x/rules.py"): rules, Path("x/queries.py"): "from x.rules import asked\nasked()\n"})
    assert found == ["x/rules.py: far", "x/rules.py: lonely"]
