"""Walks through the life of a case, in officials' words: scenarios.toml beside each pack. One test runs them all."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from linli.process import lines, schema, wording
from linli.process.check import ENCODING, line_in, read
from linli.process.definition import Channel, Pack, Texts, Urgency
from linli.process.errors import BadPackError, Fault

Persona = Literal[
    "resident", "other_resident", "desk", "other_desk", "upper_desk", "city_desk", "lead", "lead_head", "other",
    "assist", "second_assist", "verifier", "grid_worker", "leader", "handler_verifier", "system",
]  # fmt: skip
"""Who acts. `desk` is the town's, `upper_desk` the county's; `lead`, `other` and the assists are handlers of four
organisations; `lead_head` grants what `lead` of the same one asks for; `handler_verifier` is one person with a post as
the lead's handler and one as verifier."""
PLACES = frozenset({"@city", "@county", "@town", "@other_town", "@village", "@grid", "@other_grid"})
BODIES = frozenset({"@desk", "@lead", "@other", "@assist", "@second_assist"})
"""Names of areas and organisations that inputs may use, beside those of cases opened before."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a case is opened with. `place` is @grid, @village or @town."""

    category: str = ""
    urgency: Urgency | Literal[""] = ""
    text: str = ""
    channel: Channel = "web"
    place: str = "@grid"
    fields: Mapping[str, Any] = field(default_factory=dict)
    contact: bool = True


@dataclass(frozen=True, slots=True)
class Expect:
    """What must be so after the step. Only what is given is looked at; times are local.

    `refused` is the code of the refusal: the engine's, or a guard's. `desk` is the area of the desk that keeps it.
    """

    stage: str = ""
    holder: str = ""
    desk: str = ""
    outcome: str = ""
    due: Mapping[str, datetime] = field(default_factory=dict)
    promised: datetime | None = None
    running: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    breached: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does, at a local time. `action` is `open`, `sweep` (the system looks at its clocks),
    or an action of the pack. Inputs that begin with @ name a persona's organisation, an area or another case."""

    at: datetime
    who: Persona
    action: str
    case: str = "first"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[Literal["before", "after", "scene"], ...] = ()
    report: Report = Report()
    expect: Expect = Expect()


@dataclass(frozen=True, slots=True)
class Scenario:
    title: Texts
    steps: tuple[Step, ...]


class _Report(schema.Closed):
    category: str = ""
    urgency: Urgency | Literal[""] = ""
    text: str = ""
    channel: Channel = "web"
    place: str = "@grid"
    fields: dict[str, Any] = {}
    contact: bool = True


class _Expect(schema.Closed):
    stage: str = ""
    holder: str = ""
    desk: str = ""
    outcome: str = ""
    due: dict[str, datetime] = {}
    promised: datetime | None = None
    running: list[str] = []
    paused: list[str] = []
    stopped: list[str] = []
    breached: list[str] = []
    told: list[str] = []
    offered: list[str] = []
    refused: str = ""


class _Step(schema.Closed):
    at: datetime
    who: Persona
    action: str
    case: str = "first"
    inputs: dict[str, Any] = {}
    photos: list[Literal["before", "after", "scene"]] = []
    report: _Report = _Report()
    expect: _Expect = _Expect()


class _Scenario(schema.Closed):
    title: schema.Text
    step: Annotated[list[_Step], Field(min_length=1)]


class _File(schema.Closed):
    scenario: list[_Scenario] = []


def load(pack: Pack) -> tuple[Scenario, ...]:
    """The pack's scenarios. Raises `BadPackError`."""
    folder = Path(pack.folder)
    faults = check(folder)
    if faults:
        raise BadPackError(faults)
    return _kept(str(folder))


def check(folder: Path) -> tuple[Fault, ...]:
    """Every fault of scenarios.toml; none when there is no such file."""
    file = folder / "scenarios.toml"
    if not file.is_file():
        return ()
    try:
        text = file.read_text(encoding=ENCODING)
        found = _File.model_validate(tomllib.loads(text))
    except UnicodeDecodeError:
        return (Fault(file, 0, "is not UTF-8 text: save it as UTF-8"),)
    except tomllib.TOMLDecodeError as error:
        return (Fault(file, line_in(error), f"is not TOML: {error}"),)
    except ValidationError as error:
        places = lines.locate(text)
        told = [(each["loc"], wording.sentence(each, _File)) for each in error.errors(include_url=False)]
        return tuple(Fault(file, lines.line_of(places, path), message) for path, message in told)
    pack = read(folder / "pack.toml", folder=folder).pack
    places = lines.locate(text)
    problems = _problems(pack, found) if pack else ()
    return tuple(Fault(file, lines.line_of(places, path), message) for path, message in problems)


def _problems(pack: Pack, found: _File) -> Iterator[tuple[lines.Path, str]]:
    for at, scenario in enumerate(found.scenario):
        opened: set[str] = set()
        before = None
        for number, step in enumerate(scenario.step):
            path = ("scenario", at, "step", number)
            opened |= {step.case} if step.action == "open" else set()
            if step.case not in opened:
                yield path, f"case {step.case!r} was not opened: begin with a step whose action is 'open'"
            if before is not None and step.at < before:
                yield (*path, "at"), f"step {step.action!r} is earlier than the one before it"
            before = step.at
            yield from _names(pack, step, path)
            yield from _references(step, opened, path)


def _names(pack: Pack, step: _Step, path: lines.Path) -> Iterator[tuple[lines.Path, str]]:
    expect = step.expect
    clocks = {*expect.due, *expect.running, *expect.paused, *expect.stopped, *expect.breached}
    unknown = [f"stage {expect.stage!r}"] if expect.stage and expect.stage not in pack.stages else []
    unknown += [f"clock {name!r}" for name in sorted(clocks - pack.clocks.keys())]
    unknown += [f"category {step.report.category!r}"] if step.report.category not in {"", *pack.categories} else []
    if step.action not in pack.actions.keys() | {"open", "sweep"}:
        unknown.append(f"action {step.action!r}")
    yield from ((path, f"{name} is not in the pack") for name in unknown)


def _references(step: _Step, opened: set[str], path: lines.Path) -> Iterator[tuple[lines.Path, str]]:
    """Names that begin with @ and stand for nobody."""
    known = PLACES | BODIES | {f"@{case}" for case in opened}
    named = {**step.inputs, "place": step.report.place, "desk": step.expect.desk or "@desk"}
    for key, value in named.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.startswith("@") and one not in known:
                yield path, f"{key} names {one!r}, which is nothing: use one of {', '.join(sorted(known))}"


def _kept(folder: str) -> tuple[Scenario, ...]:
    file = Path(folder) / "scenarios.toml"
    if not file.is_file():
        return ()
    found = _File.model_validate(tomllib.loads(file.read_text(encoding=ENCODING)))
    return tuple(
        Scenario({"zh": one.title.zh, "en": one.title.en}, tuple(map(_step, one.step))) for one in found.scenario
    )


def _step(one: _Step) -> Step:
    facts = one.expect.model_dump()
    expect: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    return Step(
        at=one.at,
        who=one.who,
        action=one.action,
        case=one.case,
        inputs=one.inputs,
        photos=tuple(one.photos),
        report=Report(**one.report.model_dump()),
        expect=Expect(**expect),
    )
