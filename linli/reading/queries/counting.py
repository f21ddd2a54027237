"""How often suggestions were taken, by model and by category: sums of what was counted."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from linli.reading.models import SuggestionCount
from linli.reading.types import Counted, Outcome

_OUTCOMES: tuple[Outcome, ...] = ("first", "second", "third", "other", "unsure")
_Key = tuple[str, str, str]


def by_category(*, since: date) -> tuple[Counted, ...]:
    """Counts from a day on, by pack, version (the newest first) and first category suggested. One statement."""
    rows = SuggestionCount.objects.filter(date__gte=since, subject="category")
    summed = rows.values_list("pack", "version", "suggested", "outcome").annotate(Sum("n"))
    return _counted((pack, version, category, outcome, n) for pack, version, category, outcome, n in summed)


def by_situation(*, since: date) -> tuple[Counted, ...]:
    """Counts from a day on of what else was suggested: of owners by situation (`version`), of matters that may be the
    same under `same`; of all kinds of matter together. One statement."""
    rows = SuggestionCount.objects.filter(date__gte=since).exclude(subject="category")
    summed = rows.values_list("subject", "version", "outcome").annotate(Sum("n"))
    return _counted(("", version or subject, "", outcome, n) for subject, version, outcome, n in summed)


def by_model(counted: Iterable[Counted]) -> tuple[Counted, ...]:
    """The same, all categories of a model together."""
    return _counted(
        (one.pack, one.version, "", outcome, getattr(one, outcome)) for one in counted for outcome in _OUTCOMES
    )


def _counted(rows: Iterable[tuple[str, str, str, str, int]]) -> tuple[Counted, ...]:
    sums: dict[_Key, dict[str, int]] = {}
    for pack, version, category, outcome, n in rows:
        of_key = sums.setdefault((pack, version, category), dict.fromkeys(_OUTCOMES, 0))
        of_key[outcome] += n
    order = sorted(sums, key=lambda key: (key[0], -int(key[1]) if key[1].isdecimal() else 0, key[1:]))
    return tuple(Counted(*key, *(sums[key][outcome] for outcome in _OUTCOMES)) for key in order)
