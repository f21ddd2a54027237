"""What came of walking the scenarios of an uploaded pack: how it stands with each, in both languages. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from linli.packs.models import KeptPack, Walk
from linli.process.definition import Texts

State = Literal["passed", "failed", "unfinished"]


@dataclass(frozen=True, slots=True)
class Walked:
    """One scenario. `step` is the one at which it went otherwise, from 1; `seconds` that it took."""

    position: int
    title: Texts
    state: State
    step: int
    where: Texts
    reasons: Sequence[Texts]
    seconds: float


@dataclass(frozen=True, slots=True)
class Walks:
    """How it stands with all of them. `is_over`: nothing more comes; `fault` says why they could not be walked."""

    asked_at: datetime | None
    ended_at: datetime | None
    fault: Texts
    done: tuple[Walked, ...]

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def failed(self) -> tuple[Walked, ...]:
        return tuple(one for one in self.done if one.state != "passed")

    @property
    def have_all_passed(self) -> bool:
        return self.is_over and not self.fault and not self.failed


def walks_of(*, id: int) -> Walks:
    """Of an uploaded pack. Raises KeptPack.DoesNotExist."""
    row = KeptPack.objects.only("walk_asked_at", "walk_ended_at", "walk_fault").get(id=id)
    done = tuple(
        Walked(one.position, one.title, _state(one), one.step, one.place, one.reasons, one.seconds)
        for one in Walk.objects.filter(kept_id=id).order_by("position")
    )
    return Walks(row.walk_asked_at, row.walk_ended_at, row.walk_fault, done)


def waiting() -> tuple[int, ...]:
    """The uploaded packs whose scenarios are to be walked, first asked first."""
    found = KeptPack.objects.filter(walk_asked_at__isnull=False, walk_ended_at=None)
    return tuple(found.order_by("walk_asked_at").values_list("id", flat=True))


def _state(row: Walk) -> State:
    states: tuple[State, ...] = ("passed", "failed", "unfinished")
    return next(state for state in states if state == row.state)
