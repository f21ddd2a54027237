"""Reads pathway.toml: closed data, every fault at once, each by line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from linli.mediation.pathway import definition as d
from linli.process import lines, wording
from linli.process.errors import Fault

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Conditions = dict[Key, Annotated[list[Key], Field(min_length=1)]]
Problem = tuple[lines.Path, str]
_BLANK = re.compile(r"\{([^{}]*)\}")


class Closed(BaseModel):
    """A table with no other keys than these."""

    model_config = {"extra": "forbid", "frozen": True, "strict": True}


class Text(Closed):
    zh: Words
    en: Words


class Basis(Closed):
    text: Text
    article: str = ""
    law: str = ""
    words: list[Words] = []


class Question(Closed):
    title: Text
    help: Text | None = None
    when: Conditions = {}
    answers: Annotated[dict[Key, Text], Field(min_length=2)]


class Notice(Closed):
    text: Text
    when: Conditions = {}
    basis: list[Basis] = []
    urgent: bool = False


class Route(Closed):
    kind: d.Kind
    title: Text
    text: Text
    time: Text
    cost: Text
    when: Conditions = {}
    basis: list[Basis] = []
    category: str = ""


class Letter(Closed):
    title: Text
    help: Text
    ask: Text
    body: Text
    when: Conditions = {}


class File(Closed):
    """The whole file."""

    questions: Annotated[dict[Key, Question], Field(min_length=1)]
    rights: list[Notice] = []
    cautions: list[Notice] = []
    routes: Annotated[list[Route], Field(min_length=1)]
    letters: dict[Key, Letter] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """The pathway when its file has no faults, else every fault."""

    pathway: d.Pathway | None
    faults: tuple[Fault, ...]


def read(file: Path) -> Reading:
    """A pathway from its file."""
    try:
        text = file.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError:
        return Reading(None, (Fault(file, 0, "cannot be read: give the path of a pathway.toml"),))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Reading(None, (Fault(file, 0, f"is not TOML in UTF-8: {error}"),))
    shaped, problems = _shaped(raw)
    problems += list(_meanings(shaped)) if shaped else []
    if shaped and not problems:
        return Reading(_built(shaped), ())
    places = lines.locate(text)
    faults = {Fault(file, lines.line_of(places, path), message) for path, message in problems}
    return Reading(None, tuple(sorted(faults, key=lambda one: (one.line, one.message))))


def _shaped(raw: Mapping[str, Any]) -> tuple[File | None, list[Problem]]:
    try:
        return File.model_validate(raw), []
    except ValidationError as error:
        found = error.errors(include_url=False)
    return None, [(tuple(part for part in one["loc"] if part != "[key]"), wording.sentence(one, File)) for one in found]


def _meanings(file: File) -> Iterator[Problem]:
    """Conditions on questions that stand before, and on answers that these have."""
    before: dict[str, Question] = {}
    for key, question in file.questions.items():
        yield from _unknown(("questions", key, "when"), question.when, before)
        before[key] = question
    for name in ("rights", "cautions", "routes"):
        for at, one in enumerate(getattr(file, name)):
            yield from _unknown((name, at, "when"), one.when, file.questions)
    for key, letter in file.letters.items():
        yield from _unknown(("letters", key, "when"), letter.when, file.questions)
        yield from _blanks(("letters", key, "body"), letter)


def _blanks(path: lines.Path, letter: Letter) -> Iterator[Problem]:
    """Braces for anything that nobody fills in."""
    for body in (letter.body.zh, letter.body.en):
        for name in sorted(set(_BLANK.findall(body)) - set(d.BLANKS)):
            yield path, f"{{{name}}} is not filled in by anybody: choose from {', '.join(d.BLANKS)}"


def _unknown(path: lines.Path, when: Conditions, known: Mapping[str, Question]) -> Iterator[Problem]:
    for key, answers in when.items():
        if key not in known:
            yield (*path, key), f"no question {key!r} is asked before: choose from {', '.join(known) or 'none'}"
            continue
        for answer in sorted(set(answers) - set(known[key].answers)):
            yield (*path, key), f"{key} has no answer {answer!r}: choose from {', '.join(known[key].answers)}"


def _built(file: File) -> d.Pathway:
    return d.Pathway(
        questions=tuple(_question(key, one) for key, one in file.questions.items()),
        rights=tuple(map(_notice, file.rights)),
        cautions=tuple(map(_notice, file.cautions)),
        routes=tuple(map(_route, file.routes)),
        letters=tuple(_letter(key, one) for key, one in file.letters.items()),
    )


def _question(key: str, one: Question) -> d.Question:
    return d.Question(
        key=key,
        title=one.title.model_dump(),
        help=one.help.model_dump() if one.help else None,
        answers=tuple(d.Answer(name, text.model_dump()) for name, text in one.answers.items()),
        when=_when(one.when),
    )


def _notice(one: Notice) -> d.Notice:
    return d.Notice(
        text=one.text.model_dump(),
        basis=tuple(map(_basis, one.basis)),
        when=_when(one.when),
        is_urgent=one.urgent,
    )


def _route(one: Route) -> d.Route:
    return d.Route(
        kind=one.kind,
        title=one.title.model_dump(),
        text=one.text.model_dump(),
        time=one.time.model_dump(),
        cost=one.cost.model_dump(),
        basis=tuple(map(_basis, one.basis)),
        when=_when(one.when),
        category=one.category,
    )


def _letter(key: str, one: Letter) -> d.Letter:
    return d.Letter(
        key=key,
        title=one.title.model_dump(),
        help=one.help.model_dump(),
        ask=one.ask.model_dump(),
        body=one.body.model_dump(),
        when=_when(one.when),
    )


def _basis(one: Basis) -> d.Basis:
    return d.Basis(text=one.text.model_dump(), article=one.article, law=one.law, words=tuple(one.words))


def _when(conditions: Conditions) -> d.When:
    return d.When({key: tuple(answers) for key, answers in conditions.items()})
