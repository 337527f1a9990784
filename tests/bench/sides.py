"""The sides of the comparison as child processes, and a PostgreSQL that keeps its promises."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# Compiled as an installation has it, or a checkout would pay for it at each start.
PROGRAM = ("config.py", "kiosk", "pstku")


class Side:
    """One checkout, or one floor of this one, in a process of its own that answers while it lives."""

    def __init__(self, name: str, folder: Path, role: str, engine: str, postgres: str | None = None) -> None:
        self.name = name
        own = folder / ".venv" / "bin" / "python"
        python = str(own) if own.exists() else sys.executable
        subprocess.run([python, "-m", "compileall", "-q", *PROGRAM], cwd=folder, check=True)
        environment = os.environ | {"PYTHONPATH": str(HERE)}
        if postgres:
            environment["PSTKU_TEST_POSTGRES"] = postgres
        self.process = subprocess.Popen(
            [python, "-m", "side", role, engine],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait(self) -> None:
        """Until its database is filled."""
        if self._line() != "ready\n":
            raise SystemExit(f"{self.name}: no start")

    def ask(self, do: str, **values: Any) -> Any:
        """The answer to one request; the benchmark ends with the side."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": do} | values) + "\n")
        self.process.stdin.flush()
        line = self._line()
        if not line:
            raise SystemExit(f"{self.name}: ended during {do} {values}")
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


def sides(engine: str, postgres: str | None = None) -> list[Side]:
    """This checkout first, its floors, and the older checkouts that BASE and PREVIOUS name."""
    found = [Side("PSTku", ROOT, "product", engine, postgres), Side("floor", ROOT, "floor", engine, postgres)]
    if engine == "sqlite":
        found.append(Side("raw floor", ROOT, "raw", engine))
    for name in ("base", "previous"):
        if folder := os.environ.get(name.upper()):
            found.append(Side(name, Path(folder).absolute(), "product", engine, postgres))
    for side in found:
        side.wait()
    return found
