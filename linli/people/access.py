"""The one place that decides who may see and do what. Pure: actor and facts in, answer out.

`Actor` is who asks, through one post. `CaseFacts` is what of a case matters for the answer. `relations` says how the
two stand to each other; packs allow actions to relations. `scope_of` says which cases an actor's lists may hold.
"""

from dataclasses import dataclass
from typing import Literal



@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Staff act through exactly one post at a time; a reporter is bound to one case by its secret."""

    kind: Literal["staff", "reporter", "system", "public"]
    account_id: int | None = None
    post_id: int | None = None
    role: str = ""
    area_code: str = ""
    org_id: int | None = None
    org_path: str = ""
    case_number: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of a case decides access. Paths are organisations' prefix paths."""

    number: str
    area_code: str
    confidentiality: str
    is_final: bool
    holder_kind: str
    holder_area: str
    holder_org_path: str = ""
    lead_path: str = ""
    assist_paths: tuple[str, ...] = ()
    handler_account_id: int | None = None
    reporter_account_id: int | None = None
    pending_area: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a list may hold: any of `areas` (code prefixes), or led/assisted by an organisation under `org_path`,
    or reported by `account_id`. `confidential` tells whether confidential cases may be among them."""

    areas: tuple[str, ...] = ()
    org_path: str = ""
    account_id: int | None = None
    confidential: bool = False


SYSTEM = Actor(kind="system")
PUBLIC = Actor(kind="public")


def relations(*, actor: Actor, facts: CaseFacts) -> frozenset[str]:
    """How the actor stands to the case: names of `process.definition.Relation`; empty when not at all."""
    raise NotImplementedError


def is_holder(*, actor: Actor, facts: CaseFacts) -> bool:
    """Whether the ball is with the actor now."""
    raise NotImplementedError


def can_see(*, actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may open the case."""
    raise NotImplementedError


def can(*, actor: Actor, right: str, facts: CaseFacts | None = None) -> bool:
    """Whether the actor has a right of `RIGHTS`, over the case if one is given."""
    raise NotImplementedError


def scope_of(*, actor: Actor) -> Scope:
    """The cases that the actor's lists, exports and searches may hold."""
    raise NotImplementedError
