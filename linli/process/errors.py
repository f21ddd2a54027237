"""What goes wrong with packs themselves. No Django here, so these stand apart from `core.errors`: they stop a start."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file, by line (1-based; 0 when the file as a whole is meant), and what to do about it."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackError(Exception):
    """Something is wrong with a pack."""


class BadPackError(PackError):
    """A pack has faults; `faults` lists every one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class UnknownPackError(PackError):
    """No pack, or no such version of it, is installed. Add its folder under packs/, or the version under versions/."""
