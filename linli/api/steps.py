"""Steps in a case, each taken once however often it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from linli.cases.actions.acting import act
from linli.cases.types import Done, Once
from linli.core.errors import LinliError
from linli.core.once import answered
from linli.people.access import Actor


def take(
    *,
    number: str,
    action: str,
    inputs: Mapping[str, Any],
    by: Actor,
    now: datetime,
    version: int | None,
    once: Once | None,
) -> tuple[Done, bool]:
    """What the step came to, and whether this very request was answered before. Raises what `act` raises."""
    known = _known(once)
    if known is not None:
        return known, True
    try:
        return act(number=number, action=action, inputs=inputs, by=by, now=now, version=version, once=once), False
    except (LinliError, IntegrityError):
        first = _known(once)  # the same request arrived twice at once; the other one was first
        if first is None:
            raise
        return first, True


def _known(once: Once | None) -> Done | None:
    kept = answered(key=once.key, fingerprint=once.fingerprint) if once else None
    return Done(**kept) if kept is not None else None
