"""What people do about a warning: acknowledge, explain, act, close, or mark it wrong. Each step once, with words."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.people import access
from linli.people.access import Actor
from linli.scores.models import Surge, SurgeStep
from linli.scores.queries import surges as queries
from linli.scores.rules import life

WORDS_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Stepped:
    """A warning, and the stage that it is at now."""

    surge: int
    stage: str


def acknowledge(*, surge: int, words: str = "", by: Actor, now: datetime) -> Stepped:
    """Say that it was seen."""
    return _step(surge, Surge.Stage.ACKNOWLEDGED, words, by, now)


def explain(*, surge: int, words: str, by: Actor, now: datetime) -> Stepped:
    """Say why it rises."""
    return _step(surge, Surge.Stage.EXPLAINED, words, by, now)


def act(*, surge: int, words: str, by: Actor, now: datetime) -> Stepped:
    """Say what is done about it."""
    return _step(surge, Surge.Stage.ACTED, words, by, now)


def close(*, surge: int, words: str, by: Actor, now: datetime) -> Stepped:
    """Say what came of it."""
    return _step(surge, Surge.Stage.CLOSED, words, by, now)


def mark_wrong(*, surge: int, words: str, by: Actor, now: datetime) -> Stepped:
    """Say why there was nothing to warn of. The share of wrong ones is published."""
    return _step(surge, Surge.Stage.WRONG, words, by, now)


def _step(surge: int, stage: str, words: str, by: Actor, now: datetime) -> Stepped:
    """Raises NotAllowed, NotFound, Invalid without words, NotPossible when the stage has gone on."""
    access.needs(actor=by, right="warnings.act")
    said = words.strip()
    if len(said) > WORDS_LENGTH or (not said and stage not in life.WORDLESS):
        raise Invalid(
            _("Say it in a few words; at most %(n)d characters.") % {"n": WORDS_LENGTH},
            fields={"words": _("Needed here.")},
        )
    with transaction.atomic():
        row = queries.own(surge=surge, by=by, lock=True)
        if not life.may_follow(stage=row.stage, to=stage):
            raise NotPossible(_("Somebody else has taken this warning on. Open it again to see where it stands."))
        SurgeStep.objects.create(surge=row, stage=stage, at=now, by_id=_account(by), words=said)
        Surge.objects.filter(id=row.id).update(stage=stage)
    return Stepped(surge=row.id, stage=stage)


def _account(by: Actor) -> int:
    """Whoever answers for a step is a person. Raises NotAllowed for a machine."""
    if by.account_id is None:
        raise NotAllowed(_("Only a person can answer a warning. Sign in with your own account."))
    return by.account_id
