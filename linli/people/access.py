"""The one place that decides who may see and do what. Pure: actor and facts in, answer out.

`Actor` is who asks, through one post. `CaseFacts` is what of a case matters for the answer. `relations` says how the
two stand to each other; packs allow actions to relations. `scope_of` says which cases an actor's lists may hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotAllowed
from linli.people.rules import PART


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Staff act through exactly one post at a time; a reporter is bound to one case by its secret.

    `bodies` are the paths of every organisation that the account holds a post in, whichever it acts through.
    """

    kind: Literal["staff", "reporter", "system", "public"]
    account_id: int | None = None
    post_id: int | None = None
    role: str = ""
    area_code: str = ""
    org_id: int | None = None
    org_path: str = ""
    case_number: str = ""
    language: str = ""
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of a case decides access. Paths are organisations' prefix paths; `hidden_paths` are those of the
    organisations that never see it, nor does anybody under them."""

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
    hidden_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a list may hold: any of `areas` (code prefixes), or led/assisted by an organisation under `org_path`,
    or reported by `account_id`. `confidential` tells whether confidential cases may be among them; if not, those whose
    `holder_area` or `pending_area` is exactly `desk_area` still may. Never one that is hidden from an organisation
    with one of the paths in `stands_under`."""

    areas: tuple[str, ...] = ()
    org_path: str = ""
    account_id: int | None = None
    confidential: bool = False
    desk_area: str = ""
    stands_under: tuple[str, ...] = ()


SYSTEM = Actor(kind="system")
PUBLIC = Actor(kind="public")

RIGHTS: Mapping[str, frozenset[str]] = {
    "desk": frozenset({
        "contact.reveal", "export", "bulk", "phone_intake", "field_report", "views.share", "packs.view",
        "rechecks.view", "counts.view", "warnings.view", "warnings.act", "ranking.view",
        "promises.view", "promises.report", "promises.confirm", "briefs.edit",
    }),
    "handler": frozenset({
        "contact.reveal", "export", "packs.view", "ranking.view", "strikes.ask", "promises.view", "promises.report",
    }),
    "verifier": frozenset({
        "packs.view", "recheck",
    }),
    "grid_worker": frozenset({
        "field_report", "packs.view",
    }),
    "leader": frozenset({
        "export", "views.share", "packs.view", "rechecks.view", "counts.view",
        "warnings.view", "warnings.act", "ranking.view", "strikes.rule",
        "promises.view", "promises.report", "promises.make", "promises.confirm", "briefs.edit",
    }),
    "administrator": frozenset({
        "areas.edit", "organisations.edit", "accounts.edit", "posts.edit", "calendars.edit", "tokens.edit",
        "packs.view", "packs.edit", "templates.edit", "outbox.view", "reveals.view", "changes.view",
        "mediators.edit", "promises.view", "promises.make",
    }),
}  # fmt: skip
"""What a post of each role may do anywhere. Over one case, `can` asks for a relation to it as well."""

_ALL_RIGHTS = frozenset(right for rights in RIGHTS.values() for right in rights)
_NOT_FOR_MACHINES = frozenset({"contact.reveal"})
_CONFIDENTIAL = "confidential"


def relations(*, actor: Actor, facts: CaseFacts) -> frozenset[str]:
    """How the actor stands to the case: names of `process.definition.Relation`; empty when not at all."""
    if is_hidden(actor=actor, facts=facts):
        return frozenset()
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind == "reporter":
        return frozenset({"reporter"}) if actor.case_number and actor.case_number == facts.number else frozenset()
    if actor.kind != "staff":
        return frozenset()
    stands = set(_RELATIONS_OF_ROLE[actor.role](actor, facts)) if actor.role in _RELATIONS_OF_ROLE else set()
    if actor.account_id is not None and actor.account_id == facts.reporter_account_id:
        stands.add("reporter")
    return frozenset(stands)


def is_holder(*, actor: Actor, facts: CaseFacts) -> bool:
    """Whether the ball is with the actor now. The system never holds a case."""
    if is_hidden(actor=actor, facts=facts):
        return False
    if facts.holder_kind == "desk":
        return actor.kind == "staff" and actor.role == "desk" and _is_at(actor, facts.holder_area)
    if facts.holder_kind == "org":
        return actor.kind == "staff" and actor.role == "handler" and _belongs(actor, facts.holder_org_path)
    return facts.holder_kind in relations(actor=actor, facts=facts)


def is_hidden(*, actor: Actor, facts: CaseFacts) -> bool:
    """Whether the case is hidden from the actor's organisation or one above it: it is about one of them.

    It binds the person, through whichever of their posts they act, and even who reported it: their secret link stays.
    """
    return bool(facts.hidden_paths) and not set(facts.hidden_paths).isdisjoint(stands_under(actor=actor))


def stands_under(*, actor: Actor) -> tuple[str, ...]:
    """The paths of every organisation that the actor belongs to, and of all above them."""
    if actor.kind != "staff":
        return ()
    own = sorted({actor.org_path, *actor.bodies})
    return tuple(dict.fromkeys(path[:end] for path in own for end in range(PART, len(path) + 1, PART)))


def can_see(*, actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may open the case.

    A desk below the keeping one, and a verifier who handled the case, stand in no relation but may read it.
    """
    if relations(actor=actor, facts=facts):
        return True
    if is_hidden(actor=actor, facts=facts):
        return False
    reads = actor.kind == "staff" and actor.role in {"desk", "verifier"}
    return reads and facts.confidentiality != _CONFIDENTIAL and _covers(actor, facts.area_code)


def may_know(*, actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may learn that the case exists, as from the number in a link to it."""
    if is_hidden(actor=actor, facts=facts):
        return False
    return can_see(actor=actor, facts=facts) or facts.confidentiality != _CONFIDENTIAL


def can(*, actor: Actor, right: str, facts: CaseFacts | None = None) -> bool:
    """Whether the actor has a right of `RIGHTS`, over the case if one is given."""
    if right not in _ALL_RIGHTS:
        raise LookupError(f"no right is called {right!r}")
    if actor.kind == "system":
        return right not in _NOT_FOR_MACHINES
    if actor.kind != "staff" or right not in RIGHTS.get(actor.role, frozenset()):
        return False
    if facts is None:
        return True
    return can_see(actor=actor, facts=facts) and (right != "contact.reveal" or _handles(actor, facts))


def needs(*, actor: Actor, right: str, facts: CaseFacts | None = None) -> None:
    """Raises NotAllowed when the actor lacks the right."""
    if not can(actor=actor, right=right, facts=facts):
        raise NotAllowed(_("Your post does not give you this right. Switch to another post or ask an administrator."))


def is_independent(*, actor: Actor, org_path: str, involved: frozenset[int]) -> bool:
    """Whether the actor may judge what is the organisation's: of none of its posts and of none under it, through
    whichever they act, and not among those involved."""
    stands_in = {actor.org_path, *actor.bodies} - {""}
    is_of_it = any(path.startswith(org_path) for path in stands_in)
    return actor.kind == "staff" and not is_of_it and actor.account_id not in involved


def governs(*, actor: Actor, area_code: str) -> bool:
    """Whether the area lies in that of an administrator's post. What has no area belongs to all."""
    return actor.kind == "system" or not area_code or _covers(actor, area_code)


def must_govern(*, actor: Actor, area_code: str) -> None:
    """Raises NotAllowed unless the actor governs the area."""
    if not governs(actor=actor, area_code=area_code):
        raise NotAllowed(_("This lies outside the area of your post. Ask the administrator of the area above."))


def must_govern_post(*, actor: Actor, area_code: str, org_area: str) -> None:
    """Raises NotAllowed unless both the post's area and its organisation's lie in that of an administrator's post: a
    handler reaches as far as the organisation does."""
    must_govern(actor=actor, area_code=area_code)
    must_govern(actor=actor, area_code=org_area)


def scope_of(*, actor: Actor) -> Scope:
    """The cases that the actor's lists, exports and searches may hold: never more than `can_see` allows."""
    if actor.kind != "staff":
        return Scope()
    return replace(_reach(actor), stands_under=stands_under(actor=actor))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits in the mediation room of a case, and the side if it is that of a participant."""

    kind: Literal["mediator", "body", "desk", "helper", "party", "stranger"]
    side: str = ""


SEATS: Mapping[str, frozenset[str]] = {
    "mediator": frozenset({
        "room.see", "parties.see", "parties.edit", "parties.reveal", "consent.record", "mediators.appoint",
        "mediators.declare", "sessions.see", "sessions.edit", "notes.see", "evidence.see", "evidence.edit",
        "offers.see", "agreement.see", "agreement.draft", "agreement.sign_for", "performance.record", "volume.make",
        "state.see", "danger.see", "danger.lower",
    }),
    "body": frozenset({
        "room.see", "parties.see", "parties.edit", "parties.reveal", "consent.record", "mediators.appoint",
        "mediators.declare", "sessions.see", "agreement.see", "performance.record", "volume.make", "state.see",
        "danger.see", "danger.lower",
    }),
    "desk": frozenset({
        "room.see", "parties.see", "parties.edit", "mediators.appoint", "sessions.see", "state.see", "danger.see",
        "danger.lower",
    }),
    "helper": frozenset({"room.see", "sessions.see", "state.see", "danger.see"}),
    "party": frozenset({
        "room.see", "consent.give", "mandate.give", "mediators.wish", "sessions.see", "sessions.answer", "evidence.see",
        "evidence.give", "offers.see", "offers.make", "agreement.see", "agreement.sign", "performance.tell",
    }),
    "stranger": frozenset(),
}  # fmt: skip
"""What each seat may do in the room. Whatever belongs to a side is asked for with `sees_side` as well."""

_ROOM_RIGHTS = frozenset(right for rights in SEATS.values() for right in rights)


def seat_of(*, actor: Actor, facts: CaseFacts, mediators: frozenset[int]) -> Seat:
    """The seat of a member of staff; `mediators` are the accounts that mediate the case now.

    A mediator sits as one only through a post in the body that leads the case, and never where it is hidden from them.
    """
    stands = relations(actor=actor, facts=facts)
    if "lead" in stands:
        return Seat("mediator") if actor.account_id in mediators else Seat("body")
    if "desk" in stands:
        return Seat("desk")
    return Seat("helper") if "assist" in stands else Seat("stranger")


def seat_can(*, seat: Seat, right: str) -> bool:
    """Whether the seat has a right of `SEATS`."""
    if right not in _ROOM_RIGHTS:
        raise LookupError(f"no right of a room is called {right!r}")
    return right in SEATS[seat.kind]


def seat_needs(*, seat: Seat, right: str) -> None:
    """Raises NotAllowed when the seat lacks the right."""
    if not seat_can(seat=seat, right=right):
        raise NotAllowed(_("Your place in this mediation does not allow this. Ask the mediator."))


def sees_side(*, seat: Seat, side: str) -> bool:
    """Whether the seat may see what belongs to one side: its contact data, private talks, unshared evidence."""
    return seat.kind == "mediator" or (seat.kind == "party" and bool(side) and seat.side == side)


def referred(*, actor: Actor, facts: CaseFacts, referrer_path: str) -> bool:
    """Whether the actor acts for the body that referred the case: it may ask what came of it; the case stays shut."""
    if not referrer_path or actor.kind != "staff" or is_hidden(actor=actor, facts=facts):
        return False
    return actor.role in {"handler", "desk", "leader"} and _owns(actor, referrer_path)


def sees_promises(*, actor: Actor, area_code: str, owner_path: str = "") -> bool:
    """Whether the actor may read a book of the area, or what an organisation promises in it: those over whose area
    the post stands, handlers aside, and the organisation itself."""
    if not can(actor=actor, right="promises.view"):
        return False
    is_owner = bool(owner_path) and _owns(actor, owner_path)
    return is_owner or (actor.role != "handler" and governs(actor=actor, area_code=area_code))


def makes_promises(*, actor: Actor, area_code: str) -> bool:
    """Whether the actor may make a book for the area, and write and change the targets in it."""
    return can(actor=actor, right="promises.make") and governs(actor=actor, area_code=area_code)


def reports_promise(*, actor: Actor, owner_path: str) -> bool:
    """Whether the actor may report for the organisation that promised."""
    return can(actor=actor, right="promises.report") and actor.kind == "staff" and _owns(actor, owner_path)


def confirms_promise(*, actor: Actor, area_code: str, owner_path: str, reported_by: int | None = None) -> bool:
    """Whether the actor may confirm what the organisation reports: through a post over the area of the book, belonging
    by none of their posts to the organisation or to one under it; never who reported it."""
    if actor.kind != "staff" or actor.account_id == reported_by or not can(actor=actor, right="promises.confirm"):
        return False
    bodies = {actor.org_path, *actor.bodies}
    return _covers(actor, area_code) and not any(path.startswith(owner_path) for path in bodies if path)


def edits_brief(*, actor: Actor, area_code: str) -> bool:
    """Whether the actor may have a brief of the area drafted, change its words and send it: its own desk and leader."""
    return can(actor=actor, right="briefs.edit") and (actor.kind == "system" or _is_at(actor, area_code))


def _owns(actor: Actor, owner_path: str) -> bool:
    """A parent department's handler acts for its units; a desk or a leader for their own organisation alone."""
    return _belongs(actor, owner_path) if actor.role == "handler" else actor.org_path == owner_path


def _reach(actor: Actor) -> Scope:
    areas = (actor.area_code,) if actor.area_code else ()
    if actor.role == "desk":
        return Scope(areas=areas, desk_area=actor.area_code)
    if actor.role == "handler":
        return Scope(org_path=actor.org_path, confidential=True)
    if actor.role == "grid_worker":
        return Scope(areas=areas, account_id=actor.account_id)
    return Scope(areas=areas) if actor.role in {"leader", "verifier"} else Scope()


def _is_at(actor: Actor, area_code: str) -> bool:
    return bool(area_code) and actor.area_code == area_code


def _covers(actor: Actor, area_code: str) -> bool:
    return bool(actor.area_code) and area_code.startswith(actor.area_code)


def _belongs(actor: Actor, org_path: str) -> bool:
    """A parent department sees and may act for its units."""
    return bool(actor.org_path) and org_path.startswith(actor.org_path)


def _handles(actor: Actor, facts: CaseFacts) -> bool:
    """The desk that keeps the case or the leading organisation: who has to speak with the reporter."""
    return (actor.role == "desk" and _is_at(actor, facts.holder_area)) or (
        actor.role == "handler" and _belongs(actor, facts.lead_path)
    )


def _desk(actor: Actor, facts: CaseFacts) -> set[str]:
    is_secret = facts.confidentiality == _CONFIDENTIAL
    stands = set()
    if _is_at(actor, facts.holder_area) or _is_at(actor, facts.pending_area):
        stands.add("desk")
    if not is_secret and _covers(actor, facts.holder_area) and actor.area_code != facts.holder_area:
        stands.add("upper_desk")
    # No verifier outside the desk may see a confidential case, and somebody has to verify it.
    if is_secret and _is_at(actor, facts.holder_area) and actor.account_id != facts.handler_account_id:
        stands.add("verifier")
    return stands


def _handler(actor: Actor, facts: CaseFacts) -> set[str]:
    lead = {"lead"} if _belongs(actor, facts.lead_path) else set()
    return lead | ({"assist"} if any(_belongs(actor, path) for path in facts.assist_paths) else set())


def _verifier(actor: Actor, facts: CaseFacts) -> set[str]:
    is_other = actor.account_id is not None and actor.account_id != facts.handler_account_id
    return _in_area("verifier", actor, facts) if is_other else set()


def _in_area(relation: str, actor: Actor, facts: CaseFacts) -> set[str]:
    return {relation} if facts.confidentiality != _CONFIDENTIAL and _covers(actor, facts.area_code) else set()


_RELATIONS_OF_ROLE: Mapping[str, Callable[[Actor, CaseFacts], set[str]]] = {
    "desk": _desk,
    "handler": _handler,
    "verifier": _verifier,
    "grid_worker": lambda actor, facts: _in_area("grid_worker", actor, facts),
    "leader": lambda actor, facts: _in_area("leader", actor, facts),
}
