"""Which actions an actor may take now. `check_action` raises, `may_act` answers; both read the same rules."""

from datetime import datetime, timedelta

from linli.cases.errors import (
    DecidedBefore,
    Guarded,
    LimitReached,
    NoSuchAction,
    NotYours,
    NotYourTurn,
    TooLate,
    VerifierIsHandler,
    VerifierOfSameBody,
    WrongStage,
)
from linli.cases.rules import asking
from linli.cases.rules.state import CaseState
from linli.cases.wording import said
from linli.core.errors import LinliError
from linli.people import access
from linli.people.access import Actor
from linli.process import guards
from linli.process.definition import Action, Pack


def action_of(*, pack: Pack, key: str) -> Action:
    """The pack's action of this key."""
    if key not in pack.actions:
        raise NoSuchAction
    return pack.actions[key]


def check_action(*, pack: Pack, state: CaseState, action: Action, actor: Actor, now: datetime) -> None:
    """Raise why the actor may not take the action now; inputs are not looked at.

    Raises: NotYours, DecidedBefore, VerifierIsHandler, VerifierOfSameBody, WrongStage, NotYourTurn, AskedYourself,
    LimitReached, TooLate.
    """
    _check_relation(pack=pack, state=state, action=action, actor=actor)
    if state.stage not in action.from_stages:
        raise WrongStage
    if action.holder_only and not _has_the_ball(state=state, actor=actor):
        raise NotYourTurn
    asking.check_granting(pack=pack, state=state, action=action, actor=actor)
    _check_limits(state=state, action=action, now=now)


def check_guards(*, action: Action, facts: guards.GuardFacts, pack: Pack) -> None:
    """Raise the first guard's refusal. `Guarded` carries the guard's own words."""
    refusal = guards.refusal(pack=pack, action=action, facts=facts)
    if refusal is not None:
        raise Guarded(said(refusal.text))


def may_act(
    *, pack: Pack, state: CaseState, action: Action, actor: Actor, facts: guards.GuardFacts, now: datetime
) -> bool:
    """Whether `check_action` and the guards that need no input would pass."""
    if state.stage not in action.from_stages:  # most of a pack's actions, on every case page
        return False
    try:
        check_action(pack=pack, state=state, action=action, actor=actor, now=now)
        check_guards(action=action, facts=facts, pack=pack)
    except LinliError:
        return False
    return True


def _check_relation(*, pack: Pack, state: CaseState, action: Action, actor: Actor) -> None:
    """Whoever accepted, finished or assisted took part in the handling and cannot verify, even if another finished.
    Whoever acted for a body whose decision is under review takes no step of the reviewing one."""
    found = access.relations(actor=actor, facts=state.facts()) & action.by
    if "lead" in found and actor.account_id in state.deciders():
        found -= {"lead"}
        if not found:
            raise DecidedBefore
    if action.effect == "rate" and actor.kind == "staff":
        raise NotYours  # whoever reports on duty is no judge of the service
    handled = actor.account_id is not None and actor.account_id in state.handlers()
    if found - {"verifier"}:
        return
    if found and not handled:
        if pack.verification == "organisation" and _is_of_same_body(state=state, actor=actor):
            raise VerifierOfSameBody
        return
    raise VerifierIsHandler if handled and "verifier" in action.by else NotYours


def _is_of_same_body(*, state: CaseState, actor: Actor) -> bool:
    """Whether the actor stands under an organisation that led or assisted, or under the department above it."""
    bodies = {part.department or part.org_path for part in state.parts}
    return any(body and actor.org_path.startswith(body) for body in bodies)


def _has_the_ball(*, state: CaseState, actor: Actor) -> bool:
    return actor.kind == "system" or access.is_holder(actor=actor, facts=state.facts())


def _check_limits(*, state: CaseState, action: Action, now: datetime) -> None:
    if action.limit is not None and state.counts.get(counter(action=action, state=state), 0) >= action.limit:
        raise LimitReached
    since = state.closed_at or state.opened_at
    if action.within_days is not None and now > since + timedelta(days=action.within_days):
        raise TooLate


def counter(*, action: Action, state: CaseState) -> str:
    """Under which name the action is counted: per case, or per lead organisation's assignment."""
    if action.limit_per == "case":
        return action.key
    lead = state.lead()
    return f"{action.key}:{lead.org_id if lead else 0}:{int(lead.assigned_at.timestamp()) if lead else 0}"
