"""YAML of a content pack: plain data that both databases can keep, or a fault that says why not."""

import json
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from pstku.library.rules.shapes import UNKEEPABLE
from pstku.packs.faults import Fault

LONGEST = 300_000  # letters; Python's parser takes ten seconds for a million, and the longest shipped file has 35,000
DEEPEST = 12  # collections within one another


class RefusedYamlError(yaml.MarkedYAMLError):
    """Valid YAML with something no pack needs; `problem` says what, in Indonesian."""


class _Plain(Composer, SafeConstructor, Resolver):
    """Data without references, a few lines of which can expand beyond memory, and without deep nesting."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        mark = self.peek_event().start_mark  # type: ignore[attr-defined]
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]
            raise RefusedYamlError(problem="rujukan (*nama) tidak diterima", problem_mark=mark)
        if self.depth > DEEPEST:
            raise RefusedYamlError(problem=f"daftar di dalam daftar lebih dari {DEEPEST} lapis", problem_mark=mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_scalar(self, node: Any) -> Any:
        value = super().construct_scalar(node)
        if isinstance(value, str) and UNKEEPABLE.search(value):
            raise RefusedYamlError(problem="ada huruf kendali yang tidak tampak", problem_mark=node.start_mark)
        return value


class _Loader(_Plain, yaml.CSafeLoader):
    """Reads with libyaml, in a sixth of the time."""

    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)


class _LoaderOfFaults(_Plain, yaml.SafeLoader):
    """Says in which line a fault is; libyaml now and then names the line after it."""


def _load(text: str) -> Any:
    try:
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, UnicodeEncodeError):
        return yaml.load(text, _LoaderOfFaults)


def plain_yaml(text: str) -> Any:
    """YAML as data that JSON can hold: dates become text. Raises yaml.YAMLError, also for data JSON cannot hold."""
    if len(text) > LONGEST:
        raise RefusedYamlError(problem=f"lebih dari {LONGEST // 1000} kB; bagi berkasnya")
    try:
        return json.loads(json.dumps(_load(text), default=str, allow_nan=False))
    except (ValueError, TypeError, OverflowError) as error:
        raise RefusedYamlError(problem="ada angka atau nama yang tidak dapat disimpan") from error
    except RecursionError as error:
        raise RefusedYamlError(problem="daftar di dalam daftar terlalu dalam") from error


def read_yaml(file: Path, name: str, faults: list[Fault]) -> Any:
    """What a file says; None when it cannot be read, and then `faults` says why."""
    try:
        return plain_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(Fault(name, "berkas", "tidak ada"))
    except UnicodeDecodeError:
        faults.append(Fault(name, "berkas", "bukan teks UTF-8"))
    except yaml.YAMLError as error:
        faults.append(yaml_fault(error, name))
    return None


def yaml_fault(error: yaml.YAMLError, name: str, above: int = 0) -> Fault:
    """Where YAML is wrong; `above`: how many lines of the file stand before it."""
    mark = getattr(error, "problem_mark", None)
    why = f": {error.problem}" if isinstance(error, RefusedYamlError) else ""
    return Fault(name, f"baris {mark.line + 1 + above}" if mark else "isi", f"YAML tidak dapat dibaca{why}")
