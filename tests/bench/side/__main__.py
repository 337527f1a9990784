"""Answers one JSON line for each it reads: `python -m side product|floor|raw sqlite|postgresql`, in the checkout's folder."""

import json
import logging
import sys
from typing import Any

from side.asking import meter
from side.backends import Backends
from side.library import Library
from side.place import Place
from side.serving import Serving
from side.works import Work, Works

WARM_UP, AT_ONCE = 20, 10  # calls before the first measurement, and between two rests


class Session:
    """What the benchmark asks of one side."""

    def __init__(self, role: str, engine: str) -> None:
        self.place = Place(engine)
        if role == "product":
            self.works: Any = Works(self.place)
        else:
            from side.floors import Floors

            self.works = Floors(self.place, raw=role == "raw")
        self.serving = Serving(self.place)
        copies = f"{self.place.template.partition('?')[0].rpartition('/')[2].removesuffix('template')}copy%"
        self.server_cpu = Backends(self.place.template, copies) if engine == "postgresql" else None
        self.library: Library | None = None

    def open(self, name: str, calls: int) -> bool:
        """Make a work ready and warm; False when this side has none of the name."""
        found = self.works.work(name, calls + WARM_UP)
        if found is None:
            return False
        self.work: Work = found
        for _ in range(WARM_UP):
            self.work.once()
        return True

    def open_library(self, after: str) -> bool:
        """Make the large library, once; then the question that follows a change of a "setting" or a "page"."""
        self.library = self.library or Library(self.place)
        self.work = {"setting": self.library.after_setting, "page": self.library.after_page}[after]()
        return True

    def questions(self) -> list[float]:
        assert self.library
        return self.library.questions()

    def run(self, calls: int, at_once: int = AT_ONCE) -> dict[str, float]:
        """Milliseconds of CPU and of wall time of one call; CPU includes PostgreSQL's own processes."""
        meter.cpu = meter.wall = 0.0
        for start in range(0, calls, at_once):
            self.work.rest()
            before = self.server_cpu.seconds() if self.server_cpu else 0.0
            for _ in range(min(at_once, calls - start)):
                self.work.once()
            meter.cpu += self.server_cpu.seconds() - before if self.server_cpu else 0.0
        return {"cpu": 1000 * meter.cpu / calls, "wall": 1000 * meter.wall / calls}

    def start(self, *, for_browsers: bool = False) -> Any:
        return self.serving.start(for_browsers=for_browsers)

    def weigh(self) -> float:
        return self.serving.weigh()

    def stop(self) -> None:
        self.serving.stop()


def main() -> None:
    logging.disable(logging.WARNING)  # who signed in is no result
    told, sys.stdout = sys.stdout, sys.stderr
    session = Session(*sys.argv[1:3])
    print("ready", file=told, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(session, asked.pop("do"))(**asked)), file=told, flush=True)
    session.place.remove()


main()
