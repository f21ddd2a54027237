"""How many cases of a kind came in, are open, were closed, and what its pack counts beside: place by place and category
by category, from the tallies, never a scan of cases.

Kinds that are confidential are left out, and of the others the confidential categories: they are in no tally.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from linli.cases.queries import tallies
from linli.cases.queries.packs import installed
from linli.cases.queries.tallies import Asked, Sums
from linli.cases.rules.counting import DAYS
from linli.places import queries as places
from linli.process.definition import Pack


@dataclass(frozen=True, slots=True)
class Counted:
    """A place or a category (`code`). `more`: what the pack counts, and the days of what it times.

    `is_itself`: only what lies in the area itself and in none of the areas below it.
    """

    code: str
    opened: int
    open: int
    closed: int
    more: Mapping[str, int] = field(default_factory=dict)
    is_itself: bool = False

    def mean_days(self, count: str) -> float | None:
        """The mean days of a timed count; None where nothing was counted."""
        n = self.more.get(count, 0)
        return self.more.get(count + DAYS, 0) / n if n else None


@dataclass(frozen=True, slots=True)
class Counts:
    """An area, the places that it is made of, and its first-level categories: both add up to it."""

    whole: Counted
    parts: tuple[Counted, ...]
    categories: tuple[Counted, ...] = ()


def countable() -> tuple[Pack, ...]:
    """The kinds of matter that may be counted here, retired ones among them, by key."""
    return tuple(pack for pack in installed().known() if _may_be_listed(pack))


def secret_categories(*, pack: Pack) -> tuple[str, ...]:
    """The categories that are confidential, and therefore not counted."""
    return tuple(key for key in pack.categories if pack.confidentiality_of(key) == "confidential")


def may_hide(*, pack: Pack) -> bool:
    """Whether cases of the kind may be in no tally: confidential ones, or hidden from somebody."""
    return bool(secret_categories(pack=pack)) or any(one.hides_from for one in pack.facts())


def counts(*, pack: Pack, area: str, since: date, until: date) -> Counts:
    """The kind's cases in the area, in each area directly below it, and by first-level category.

    Opened, closed and counted on the dates, the first and the last among them; open now.
    """
    below = tuple(row.code for row in places.children_of(area))
    whole = _by(pack, (area,), since, until, "").get("", Counter())
    by_place = _by(pack, below, since, until, "area") if below else {}
    by_category: dict[str, Counter[str]] = {}
    for key, sums in _by(pack, (area,), since, until, "category").items():
        by_category.setdefault(_top(key), Counter()).update(sums)
    parts = [_counted(code, by_place.get(code, Counter())) for code in below]
    left = Counter(whole)
    for sums in by_place.values():
        left.subtract(sums)
    if below and any(left.values()):
        parts.append(_counted(area, left, is_itself=True))
    tops = [key for key in (*(one.key for one in pack.categories.values() if not one.parent), "") if key in by_category]
    return Counts(_counted(area, whole), tuple(parts), tuple(_counted(key, by_category[key]) for key in tops))


def _by(pack: Pack, areas: tuple[str, ...], since: date, until: date, by: tallies.By) -> dict[str, Counter[str]]:
    """What was counted on the dates, and what is open now, by group."""
    found: dict[str, Counter[str]] = {}
    for key, sums in tallies.read(asked=Asked(areas, ("opened", "closed"), pack=pack.key), by=by).items():
        found.setdefault(key, Counter())["open"] = sums.open
    measures = ("opened", "closed", *pack.counts_of_cases())
    for key, sums in tallies.read(asked=Asked(areas, measures, since, until, pack=pack.key), by=by).items():
        found.setdefault(key, Counter()).update(_flows(pack, sums))
    return found


def _flows(pack: Pack, sums: Sums) -> Mapping[str, int]:
    timed = [key + DAYS for key, one in pack.counts_of_cases().items() if one.timed]
    return {key: n for key in ("opened", "closed", *pack.counts_of_cases(), *timed) if (n := sums[key])}


def _top(key: str) -> str:
    """The first-level category of a group of `tallies.read`."""
    return key.partition(":")[2].partition(".")[0]


def _may_be_listed(pack: Pack) -> bool:
    """Whether those whose area it lies in may list its cases, but for single ones that are confidential or hidden."""
    return pack.confidentiality != "confidential"


def _counted(code: str, sums: Mapping[str, int], *, is_itself: bool = False) -> Counted:
    more = {key: n for key, n in sums.items() if n and key not in {"opened", "open", "closed"}}
    return Counted(code, sums.get("opened", 0), sums.get("open", 0), sums.get("closed", 0), more, is_itself)
