"""Which release this is, and what tablets of each release have sealed."""

import json
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/vectors/envelopes"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
FROZEN = sorted(FOLDER.glob("*.json"))


def read_frozen(path: Path) -> dict[str, Any]:
    """Data key, office and items of a file; the first one holds a single item of its own."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if "items" in found else found | {"items": [found | {"kind": "visit"}]}
