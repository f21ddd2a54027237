"""How a promise stands: done, missed, ahead, on course, behind, or not to be judged yet. Pure; the thresholds are here.

Counts and reported numbers that must be reached are held against the time that has gone: within a tenth of the goal of
where an even pace would be is on course. A rate is ahead or behind only where its interval lies wholly on one side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

State = Literal["done", "missed", "ahead", "on_course", "behind", "unjudged"]
STATES: tuple[State, ...] = ("behind", "on_course", "ahead", "done", "missed", "unjudged")
MARGIN = 0.1
"""Of the goal: nearer to an even pace than this is on course."""
LEAST = 30
"""No rate is shown or judged of fewer."""
Z = 1.96


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: when it is due, and when it was done (confirmed)."""

    due: date
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached between two days. `measured`: milestones, hand, count, rate."""

    measured: str
    starts: date
    due: date
    direction: str = ""
    goal: float = 0.0


@dataclass(frozen=True, slots=True)
class Reached:
    """What is known. `n` of `of` for a rate; `value` the number, in percent for a rate; None where there is none."""

    value: float | None = None
    n: int = 0
    of: int = 0
    low: float | None = None
    high: float | None = None


def rate(*, n: int, of: int) -> Reached:
    """A rate in percent with its 95 % interval (Wilson 1927); without a value where there are fewer than `LEAST`."""
    if of < LEAST or n > of:
        return Reached(n=n, of=of)
    p, z2 = n / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Reached(100 * p, n, of, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half))


def gone(*, starts: date, due: date, today: date) -> float:
    """The share of the time that has gone at the end of the day, 0 to 1."""
    whole = (due - starts + timedelta(days=1)).days
    return min(1.0, max(0.0, (today - starts + timedelta(days=1)).days / whole))


def share(*, aim: Aim, reached: Reached, steps: Sequence[Step]) -> float | None:
    """How much of the goal is reached, 0 to 1, for a bar; None where that has no meaning."""
    if aim.measured == "milestones":
        return sum(step.done is not None for step in steps) / len(steps) if steps else None
    if reached.value is None or aim.direction == "at_most" or not aim.goal:
        return None
    return min(1.0, max(0.0, reached.value / aim.goal))


def state(*, aim: Aim, reached: Reached, steps: Sequence[Step], today: date) -> State:
    """How the promise stands on a day."""
    if today < aim.starts:
        return "unjudged"
    if aim.measured == "milestones":
        return _by_steps(aim, steps, today)
    if reached.value is None:
        return "missed" if aim.measured == "hand" and today > aim.due else "unjudged"
    if aim.measured == "rate":
        return _by_rate(aim, reached, today)
    return _at_least(aim, reached.value, today) if aim.direction == "at_least" else _at_most(aim, reached.value, today)


def _by_steps(aim: Aim, steps: Sequence[Step], today: date) -> State:
    if steps and all(step.done for step in steps):
        return "done"
    if today > aim.due:
        return "missed"
    if not steps:
        return "unjudged"
    if any(step.done is None and step.due < today for step in steps):
        return "behind"
    return "ahead" if any(step.done and step.due > today for step in steps) else "on_course"


def _by_rate(aim: Aim, reached: Reached, today: date) -> State:
    assert reached.value is not None
    assert reached.low is not None
    assert reached.high is not None
    is_up = aim.direction == "at_least"
    if today > aim.due:
        is_met = reached.value >= aim.goal if is_up else reached.value <= aim.goal
        return "done" if is_met else "missed"
    if (reached.low >= aim.goal) if is_up else (reached.high <= aim.goal):
        return "ahead"
    if (reached.high < aim.goal) if is_up else (reached.low > aim.goal):
        return "behind"
    return "on_course"


def _at_least(aim: Aim, value: float, today: date) -> State:
    """What was reached stays reached."""
    if value >= aim.goal:
        return "done"
    if today > aim.due:
        return "missed"
    return _paced(value - aim.goal * gone(starts=aim.starts, due=aim.due, today=today), aim.goal)


def _at_most(aim: Aim, value: float, today: date) -> State:
    """A count only grows, so that one above its goal is missed at once; a number by hand may come down again."""
    if today > aim.due:
        return "done" if value <= aim.goal else "missed"
    if aim.measured == "hand":
        return "ahead" if value <= aim.goal else "behind"
    if value > aim.goal:
        return "missed"
    return _paced(aim.goal * gone(starts=aim.starts, due=aim.due, today=today) - value, aim.goal)


def _paced(lead: float, goal: float) -> State:
    if lead > MARGIN * goal:
        return "ahead"
    return "behind" if lead < -MARGIN * goal else "on_course"
