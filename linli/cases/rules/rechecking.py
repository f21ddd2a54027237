"""Which closed cases are checked once more by chance, and what their findings say of all the others. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, exp, floor, isinf, log, log1p

REST = "*"
"""The stratum of an organisation's categories that are each too small for one of their own."""
ALPHA = 0.05
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Closed:
    """A case closed as resolved: what the draw may pick."""

    id: int
    number: str
    org_id: int
    category: str


@dataclass(frozen=True, slots=True)
class Stratum:
    """An organisation's cases of a category in a month: how many there are, and those drawn."""

    org_id: int
    category: str
    size: int
    drawn: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a stratum: its size, how many were drawn, how many are checked and of them found resolved."""

    size: int
    drawn: int
    checked: int
    resolved: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of resolved cases that are truly so, from `low` to `high` with 95 % confidence; None below a least n"""

    size: int
    drawn: int
    checked: int
    resolved: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def draw(*, closed: Iterable[Closed], percent: int, seed: bytes) -> tuple[Stratum, ...]:
    """`percent` of every stratum, rounded up: so at least one case of every organisation that closed any.

    A category whose share does not come to one case joins the organisation's rest. Within a stratum the cases with the
    least SHA-256 of seed and number are drawn: the seed is a daily root made after the cases were closed, so nobody can
    choose the draw and everybody can repeat it.
    """
    found: dict[tuple[int, str], list[Closed]] = defaultdict(list)
    for case in closed:
        found[case.org_id, case.category].append(case)
    strata: dict[tuple[int, str], list[Closed]] = defaultdict(list)
    for (org_id, category), cases in found.items():
        strata[org_id, category if len(cases) * percent >= 100 else REST] += cases
    return tuple(
        Stratum(org_id=org_id, category=category, size=len(cases), drawn=_first(cases, percent, seed))
        for (org_id, category), cases in sorted(strata.items())
    )


def _first(cases: Sequence[Closed], percent: int, seed: bytes) -> tuple[Closed, ...]:
    ordered = sorted(cases, key=lambda case: hashlib.sha256(seed + case.number.encode()).digest())
    return tuple(ordered[: ceil(len(cases) * percent / 100)])


def estimate(*, strata: Iterable[tuple[str, Found]], least: int) -> Estimate:
    """The stratified estimate over strata of one organisation, each with its category; months of a category are pooled.

    Rate: Σ W·p with W = size / total (Cochran, Sampling Techniques, 3rd ed. 1977, 5.3). Interval: exact (Clopper and
    Pearson) at the effective sample size 1 / Σ W²(1-f)/n, with f = n / size for the finite population, after Korn and
    Graubard (Survey Methodology 24, 1998), rounded outwards; it also holds where nearly all are resolved, where a
    normal interval does not. Strata without a checked case yet join the others: checks are taken to be missing at
    random. Only `resolved` counts as resolved, `partly` does not.
    """
    pooled = _pooled(strata)
    total = _summed(pooled)
    if total.checked < least or not total.checked:
        return Estimate(total.size, total.drawn, total.checked, total.resolved)
    known = [one for one in pooled if one.checked]
    size = sum(one.size for one in known)
    rate = sum(one.size / size * one.resolved / one.checked for one in known)
    spread = sum((one.size / size) ** 2 * (1 - one.checked / one.size) / one.checked for one in known)
    if len(known) < len(pooled):  # what joins the others is no census of them
        spread = max(spread, sum((one.size / size) ** 2 / one.checked for one in known))
    low, high = interval(rate=rate, n=1 / spread if spread > 0 else float("inf"))
    return Estimate(total.size, total.drawn, total.checked, total.resolved, rate, low, high)


def _pooled(strata: Iterable[tuple[str, Found]]) -> list[Found]:
    by_category: dict[str, list[Found]] = defaultdict(list)
    for category, found in strata:
        by_category[category].append(found)
    return [_summed(found) for found in by_category.values()]


def _summed(found: Sequence[Found]) -> Found:
    return Found(
        size=sum(one.size for one in found),
        drawn=sum(one.drawn for one in found),
        checked=sum(one.checked for one in found),
        resolved=sum(one.resolved for one in found),
    )


def interval(*, rate: float, n: float) -> tuple[float, float]:
    """The exact 95 % interval of a share at an effective sample size, rounded so that it is never too narrow."""
    if isinf(n):
        return rate, rate
    whole = max(1, floor(n))
    return _low(floor(rate * whole + 1e-9), whole), _high(ceil(rate * whole - 1e-9), whole)


@lru_cache(maxsize=4096)
def _low(k: int, n: int) -> float:
    return 0.0 if k == 0 else _solved(lambda p: 1 - _at_most(k - 1, n, p) < ALPHA / 2)


@lru_cache(maxsize=4096)
def _high(k: int, n: int) -> float:
    return 1.0 if k == n else _solved(lambda p: _at_most(k, n, p) > ALPHA / 2)


def _solved(is_below: Callable[[float], bool]) -> float:
    """Where a monotonous condition stops to hold, by halving."""
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _at_most(k: int, n: int, p: float) -> float:
    """The probability of at most k of n."""
    odds, term = log(p) - log1p(-p), n * log1p(-p)
    total = exp(term)
    for i in range(1, k + 1):
        term += log((n - i + 1) / i) + odds
        total += exp(term)
    return min(1.0, total)
