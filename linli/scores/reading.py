"""How the files of this room are read: closed tables, every fault at once, each by its line."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints, ValidationError

from linli.process import lines, wording
from linli.process.errors import Fault

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Problem = tuple[lines.Path, str]
"""Where in the tables something is wrong, and what."""


class Closed(BaseModel):
    """A table with no other keys than these."""

    model_config = {"extra": "forbid", "frozen": True, "strict": True}


class Text(Closed):
    """The same words in both languages."""

    zh: Words
    en: Words


@dataclass(frozen=True, slots=True)
class Tables:
    """A file's text, and its tables as they stand; they are empty where it has `faults`."""

    text: str
    raw: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def tables(file: Path) -> Tables:
    """The file as TOML, or the one fault that keeps it from being any."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        return Tables(text, tomllib.loads(text))
    except OSError:
        return Tables("", {}, (Fault(file, 0, f"cannot be read: see that {file.name} is there and may be opened"),))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Tables("", {}, (Fault(file, 0, f"is not TOML in UTF-8: {error}"),))


def by_line(file: Path, *, text: str, problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """The problems as faults, from the first line to the last."""
    places = lines.locate(text)
    faults = {Fault(file, lines.line_of(places, path), message) for path, message in problems}
    return tuple(sorted(faults, key=lambda one: (one.line, one.message)))


def shapes(
    error: ValidationError, model: type[BaseModel], *, path: lines.Path = (), name: str = ""
) -> Iterator[Problem]:
    """What pydantic found of the table at `path`, which is called `name`."""
    for one in error.errors(include_url=False):
        where = tuple(part for part in one["loc"] if part != "[key]")
        yield (*path, *where), (f"{name}." if name else "") + wording.sentence(one, model)
