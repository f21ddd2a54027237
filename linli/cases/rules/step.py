"""One action being taken: what was asked for, by whom, and what its inputs refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.cases.rules.proofs import Proof
from linli.cases.rules.state import CaseState, ClockState
from linli.core.clock import Calendar
from linli.people.access import Actor
from linli.process.definition import Action, ClockRule, Pack


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the inputs refer to, looked up before the decision: organisations' paths by id, areas, the merge target,
    the number of a case opened out of this one. `desks`: for areas whose desk may get a case that is hidden from
    organisations, the nearest one at or above it where somebody may see the case. For a review, the paths of who
    decided and the accounts that acted."""

    org_paths: Mapping[int, str] = field(default_factory=dict)
    desk_above: str = ""
    desk_below: str = ""
    target: CaseState | None = None
    area_code: str = ""
    desk_area: str = ""
    photos: Mapping[str, int] = field(default_factory=dict)
    photo_hashes: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    opened: str = ""
    desks: Mapping[str, str] = field(default_factory=dict)
    decided_paths: tuple[str, ...] = ()
    decided_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One action being taken."""

    pack: Pack
    action: Action
    inputs: Mapping[str, Any]
    by: Actor
    now: datetime
    calendars: Mapping[str, Calendar]
    resolved: Resolved

    def text(self, key: str) -> str:
        """An input as text; empty when absent."""
        return str(self.inputs.get(key) or "")


def rule_per(pack: Pack, per: str) -> ClockRule | None:
    """The pack's clock of this sort."""
    return next((rule for rule in pack.clocks.values() if rule.per == per), None)


def is_of(item: ClockState, step: Step, per: str) -> bool:
    """Whether it is a live clock of this sort."""
    return item.state != "stopped" and step.pack.clocks[item.key].per == per
