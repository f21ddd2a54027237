"""Named pure functions that a pack's actions may require, and the words of their refusals. A pack may bring its own."""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from linli.process.definition import Action, Pack, Texts


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """What of a case, and of the step asked for, a guard may look at.

    `photos` counts the photos handed in with this step by purpose (before, after, scene); `counts` how often each
    action has been taken; `pending_kind` is "extension", "suspension" or "" when nothing waits for approval;
    `has_lead`: an organisation leads now, which is `lead_org`; `is_supervised`: a supervision waits for its answer;
    `fields`: the facts of the case, with those that this step adds; `desk_area`: whose desk keeps the
    case, by code; `running`: the clocks that have not stopped, by key.
    """

    stage: str
    now: datetime
    opened_at: datetime
    closed_at: datetime | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    open_assists: int = 0
    assignment_final: bool = False
    photos: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    pending_kind: str = ""
    has_lead: bool = False
    is_supervised: bool = False
    rating: int | None = None
    reopen_days: int = 30
    fields: Mapping[str, Any] = field(default_factory=dict)
    category: str = ""
    lead_org: int | None = None
    desk_area: str = ""
    running: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a guard says no: a code that callers may test, and the text for the person who asked."""

    code: str
    text: Texts


Guard = Callable[[GuardFacts], str | None]
"""Returns None when the step may go ahead, else the code of a refusal."""


def assists_done(facts: GuardFacts) -> str | None:
    return "assists_open" if facts.open_assists else None


def not_final_assignment(facts: GuardFacts) -> str | None:
    return "assignment_final" if facts.assignment_final else None


def no_pending(facts: GuardFacts) -> str | None:
    return "request_pending" if facts.pending_kind else None


def has_pending_extension(facts: GuardFacts) -> str | None:
    return None if facts.pending_kind == "extension" else "no_extension_asked"


def has_pending_suspension(facts: GuardFacts) -> str | None:
    return None if facts.pending_kind == "suspension" else "no_suspension_asked"


def has_lead(facts: GuardFacts) -> str | None:
    return None if facts.has_lead else "no_lead_to_return_to"


def no_lead(facts: GuardFacts) -> str | None:
    return "has_lead_to_return_to" if facts.has_lead else None


def is_supervised(facts: GuardFacts) -> str | None:
    return None if facts.is_supervised else "not_supervised"


def within_reopen_days(facts: GuardFacts) -> str | None:
    if facts.closed_at is None:
        return "not_closed"
    return "reopen_too_late" if facts.now > facts.closed_at + timedelta(days=facts.reopen_days) else None


def not_rated(facts: GuardFacts) -> str | None:
    return "already_rated" if facts.rating is not None else None


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        assists_done,
        not_final_assignment,
        no_pending,
        has_pending_extension,
        has_pending_suspension,
        has_lead,
        no_lead,
        is_supervised,
        within_reopen_days,
        not_rated,
    )
}

REFUSALS: Mapping[str, Texts] = {
    "assists_open": {
        "zh": "还有协办单位没有办结，请等协办单位办结后再提交，必要时请综治中心催办。",
        "en": "An assisting organisation has not finished. Wait for it, or ask the desk to remind it.",
    },
    "assignment_final": {
        "zh": "此件经裁定由本单位办理，不能再次退回。如有困难，请申请延期或挂起。",
        "en": "The desk has ruled that this is yours; it cannot be returned again. Ask to extend or suspend instead.",
    },
    "request_pending": {
        "zh": "已有一项申请在等待审批，请等审批后再提出。",
        "en": "A request is already waiting for approval. Wait for the answer first.",
    },
    "no_extension_asked": {
        "zh": "没有待审批的延期申请，请刷新页面查看最新情况。",
        "en": "No extension is waiting for approval. Reload the page to see where the case stands.",
    },
    "no_suspension_asked": {
        "zh": "没有待审批的挂起申请，请刷新页面查看最新情况。",
        "en": "No suspension is waiting for approval. Reload the page to see where the case stands.",
    },
    "no_lead_to_return_to": {
        "zh": "此件由网格员现场办结，没有主办单位，请选择“交综治中心派遣”。",
        "en": "The grid worker settled this on the spot, so no organisation leads it. Send it to the desk.",
    },
    "has_lead_to_return_to": {
        "zh": "此件有主办单位，请选择“返工”，退给主办单位重新处置。",
        "en": "An organisation leads this case. Send it back to that organisation instead.",
    },
    "not_supervised": {
        "zh": "目前没有等待回复的督办。",
        "en": "No supervision is waiting for an answer.",
    },
    "not_closed": {
        "zh": "此件尚未办结，不需要重新办理，可以补充情况或催办。",
        "en": "The case is not closed, so there is nothing to reopen. Add information or send a reminder instead.",
    },
    "reopen_too_late": {
        "zh": "已超过可要求重新办理的期限，请重新提交一件新的诉求，并写上原编号。",
        "en": "The time for reopening has passed. Send a new report and give the number of this one.",
    },
    "already_rated": {
        "zh": "您已经评价过了，每件只能评价一次。仍未解决的，可以要求重新办理。",
        "en": "You have rated this case already. If it is still not solved, ask to reopen it.",
    },
}


def names(folder: Path) -> frozenset[str]:
    """The guards that a pack in this folder may name: the built-in ones and those of its own guards.py."""
    return frozenset(_guards(str(folder)))


def refusals(pack: Pack) -> Mapping[str, Texts]:
    """Every refusal that the pack's guards may give, by code."""
    return _refusals(pack.folder)


def refusal(*, pack: Pack, action: Action, facts: GuardFacts) -> Refusal | None:
    """The first refusal among the action's guards, in the order that the pack names them; None when all agree."""
    guards = _guards(pack.folder)
    for name in action.guards:
        code = guards[name](facts)
        if code is not None:
            return Refusal(code, _refusals(pack.folder).get(code, {"zh": code, "en": code}))
    return None


@cache
def _own(folder: str) -> Mapping[str, Any]:
    """What the pack's guards.py defines: its functions under their names, and `REFUSALS`."""
    path = Path(folder, "guards.py")
    if not folder or not path.is_file():
        return {}
    spec = importlib.util.spec_from_file_location(f"linli_pack_{path.parent.name}_guards", path)
    if spec is None or spec.loader is None:
        return {}
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {**getattr(module, "GUARDS", {}), "REFUSALS": getattr(module, "REFUSALS", {})}


@cache
def _guards(folder: str) -> Mapping[str, Guard]:
    return {**GUARDS, **{name: guard for name, guard in _own(folder).items() if name != "REFUSALS"}}


@cache
def _refusals(folder: str) -> Mapping[str, Texts]:
    return {**REFUSALS, **_own(folder).get("REFUSALS", {})}
