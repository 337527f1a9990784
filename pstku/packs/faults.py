"""What is wrong in a pack, said so that whoever wrote it can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a pack: where, and what to mend."""

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, {self.where}: {self.message}"


class PackFaultyError(Exception):
    """The pack cannot be taken; `faults` says why, file by file."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
