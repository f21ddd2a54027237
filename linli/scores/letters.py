"""The letter of responsibility (目标责任书) of one organisation, as a Word document. Names of people are not in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linli.documents import queries as templates
from linli.documents import rendering
from linli.documents.rules import dates
from linli.documents.words import PLAIN, Letter
from linli.scores.types import TargetView


@dataclass(frozen=True, slots=True)
class Promised:
    """A target as the letter tells it: title, measure and goal in words, milestones with their days."""

    one: TargetView
    title: str
    measured: str
    goal: str
    steps: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the room's templates lie; a city puts its own under documents/scores."""

    key: str = "scores"
    folder: str = str(Path(__file__).parent)


def responsibility(
    *, title: str, issuer: str, owner: str, promised: Sequence[Promised], language: str, today: date
) -> bytes:
    """The letter, which both sides sign. `language` is "zh" or "en". Raises DocumentFailed, NoSuchTemplate."""
    plain = dict.fromkeys(PLAIN.values(), "") | {
        "issuer": issuer,
        "recipient": owner,
        "lead": owner,
        "case_title": title,
        "date": dates.plain(day=today, language=language),
    }
    rows = [_row(at, one, language) for at, one in enumerate(promised, start=1)]
    steps = [_step(at, one, step, language) for at, one in enumerate(promised, start=1) for step in one.steps]
    case = {"targets": rows, "目标": rows, "milestones": steps, "里程碑": steps}
    template = templates.template_of(pack=Shelf(), key="responsibility", language=language)
    return rendering.render(content=template.content, letter=Letter(plain=plain, case=case))


def _row(at: int, promised: Promised, language: str) -> dict[str, str]:
    return {
        "n": str(at),
        "title": promised.title,
        "promise": promised.one.promise,
        "measured": promised.measured,
        "goal": promised.goal,
        "due": dates.plain(day=promised.one.due, language=language),
    }


def _step(at: int, promised: Promised, step: tuple[str, date], language: str) -> dict[str, str]:
    title, due = step
    return {"n": str(at), "target": promised.title, "title": title, "due": dates.plain(day=due, language=language)}
