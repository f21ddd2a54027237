"""How often somebody may do something: rates such as "30/h", kept in an unlogged table by one statement a question.

The method is the generic cell rate algorithm: each key keeps the moment by which all it did so far would be due at an
even pace; a burst of the whole count is allowed. Keys are stored as keyed hashes, so no address is kept.

Where a rate is wide, a process takes a hundredth of it at once and hands that out from memory: a busy integrator does
not pay a statement a request. What a process took and never used is at most that hundredth.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import ngettext

from linli.core.errors import LinliError

PERIODS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

LEASES_A_RATE = 100
LEASE_MOST = 64
LEASES_KEPT = 10_000

# One row a key. As many as asked for when the burst still holds them, else one, else none. A refused question changes
# nothing but the answer, so that asking again does not prolong the wait.
TAKE = """
    INSERT INTO core_throttle AS kept (key, paced_until, is_allowed, granted)
    VALUES (%(key)s, %(now)s + %(step)s * %(size)s, true, %(size)s)
    ON CONFLICT (key) DO UPDATE SET (is_allowed, granted, paced_until) = (
        SELECT g.granted > 0, g.granted, CASE
            WHEN g.granted > 0 THEN greatest(kept.paced_until, %(now)s) + %(step)s * g.granted
            ELSE kept.paced_until
        END
        FROM (SELECT CASE
            WHEN kept.paced_until <= %(now)s + %(period)s - %(step)s * %(size)s THEN %(size)s::int
            WHEN kept.paced_until <= %(now)s + %(period)s - %(step)s THEN 1
            ELSE 0
        END AS granted) g
    )
    RETURNING granted, paced_until
"""
PRUNE = "DELETE FROM core_throttle WHERE paced_until < %s"


class TooMany(LinliError):
    """Somebody asks too often; `retry_after` seconds from now it works again."""

    code = "too-many"
    status = 429

    def __init__(self, *, retry_after: int) -> None:
        self.retry_after = retry_after
        message = ngettext(
            "Too many requests. Try again in %(seconds)d second.",
            "Too many requests. Try again in %(seconds)d seconds.",
            retry_after,
        )
        super().__init__(message % {"seconds": retry_after})


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times a period. Zero times switches the limit off."""

    count: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it may happen now; if not, after how many seconds. `remaining` more may follow at once; after
    `resets_after` seconds of rest the whole burst is there again."""

    is_allowed: bool
    retry_after: int = 0
    remaining: int = 0
    resets_after: int = 0


@cache
def rate(text: str) -> Rate:
    """`30/h` as a rate; periods s, m, h, d. Raises ValueError."""
    count, _slash, period = text.partition("/")
    if not count.isdecimal() or period not in PERIODS:
        raise ValueError(f"A rate is written like 30/h (periods s, m, h, d), not {text!r}")
    return Rate(count=int(count), period=PERIODS[period])


def sender(*, direct: str, forwarded: str) -> str:
    """The address that a request comes from; behind a proxy, the one that our own proxy wrote down last."""
    last = forwarded.rpartition(",")[2].strip() if settings.IS_BEHIND_PROXY else ""
    return last or direct


@dataclass(slots=True)
class _Lease:
    """What this process took ahead for a key: so many are left, to be handed out before it lapses."""

    left: int
    paced_until: datetime
    lapses_at: datetime


_leases: dict[bytes, _Lease] = {}
_leasing = Lock()


def take(*, scope: str, key: str, limit: Rate, now: datetime) -> Verdict:
    """Counts one more for this key of this scope, if the limit allows. At most one statement.

    Ask outside a transaction: the row stays locked until the end of the one it is asked in.
    """
    if limit.count == 0:
        return Verdict(is_allowed=True)
    hashed = _hashed(f"{scope}:{key}")
    with _leasing:
        lease = _leases.get(hashed)
        if lease and lease.left and now < lease.lapses_at:
            lease.left -= 1
            return _allowed(lease, limit, now)
    return _asked(hashed, limit, now)


def forget() -> None:
    """Drops what this process took ahead."""
    _leases.clear()


def _asked(hashed: bytes, limit: Rate, now: datetime) -> Verdict:
    step = limit.period / limit.count
    size = max(1, min(limit.count // LEASES_A_RATE, LEASE_MOST))
    asked: dict[str, Any] = {"key": hashed, "now": now, "step": step, "size": size, "period": limit.period}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, asked)
        granted, paced_until = cursor.fetchone()
    if not granted:
        wait = paced_until - (limit.period - step) - now
        resets_after = max(0, _seconds(paced_until - now))
        return Verdict(is_allowed=False, retry_after=max(1, _seconds(wait)), resets_after=resets_after)
    lease = _Lease(left=granted - 1, paced_until=paced_until, lapses_at=now + limit.period)
    if lease.left:
        with _leasing:
            if len(_leases) >= LEASES_KEPT:
                _leases.clear()
            _leases[hashed] = lease
    return _allowed(lease, limit, now)


def _allowed(lease: _Lease, limit: Rate, now: datetime) -> Verdict:
    free = max(0, (now + limit.period - lease.paced_until) * limit.count // limit.period)
    resets_after = max(0, _seconds(lease.paced_until - now))
    return Verdict(is_allowed=True, remaining=free + lease.left, resets_after=resets_after)


def check(*, scope: str, key: str, limit: Rate, now: datetime) -> None:
    """Like `take`; raises TooMany when the limit does not allow it."""
    verdict = take(scope=scope, key=key, limit=limit, now=now)
    if not verdict.is_allowed:
        raise TooMany(retry_after=verdict.retry_after)


def prune(*, now: datetime) -> int:
    """Drops keys that have their full burst again. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, [now])
        return int(cursor.rowcount)


def _seconds(length: timedelta) -> int:
    """Whole seconds, rounded up."""
    return -(-length // timedelta(seconds=1))


def _hashed(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16, key=settings.SECRET_KEY.encode()[:64]).digest()
