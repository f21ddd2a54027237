"""Suggestions: how often they were taken, categories by model and by category, and what each model was learned from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.packs.queries import installed
from linli.process.definition import Pack
from linli.reading.queries import counting, keeping
from linli.reading.types import About, Counted
from linli.scores.rules.intervals import wilson
from linli.web.acting import StaffRequest, staff_page
from linli.web.wording import text_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DAYS = 90
SITUATIONS: Mapping[str, "StrOrPromise"] = {
    "agree": _("Organisation: catalogue and practice agree"),
    "differ": _("Organisation: they differ, the catalogue’s is first"),
    "law": _("Organisation: by the catalogue alone"),
    "practice": _("Organisation: by practice alone"),
    "same": _("Two reports of the same matter"),
}
"""What else is suggested, by what was on the screen."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was counted of a model or of one of its categories, with per cent that were right, from `low` to `high`."""

    counted: Counted
    pack: str
    category: str
    percent: int
    low: int
    high: int

    @property
    def others(self) -> int:
        """How often another category was chosen than the first."""
        return self.counted.shown - self.counted.first


@dataclass(frozen=True, slots=True)
class InUse:
    """A model in use and what it was learned from."""

    pack: str
    about: About

    @property
    def sure(self) -> int:
        """The per cent of texts that it reads surely."""
        return round(self.about.scores.coverage * 100)


@staff_page(right="packs.edit")
def listing(request: StaffRequest) -> HttpResponse:
    """The last 90 days, and the models in use."""
    since = timezone.localdate() - timedelta(days=DAYS)
    counted = counting.by_category(since=since)
    packs = {one.key: one for one in installed().known()}
    context = {
        "days": DAYS,
        "models": [_line(one, packs) for one in counting.by_model(counted)],
        "others": [_situated(one) for one in counting.by_situation(since=since)],
        "categories": [_line(one, packs) for one in counted if one.category],
        "in_use": _in_use(packs.values()),
    }
    return render(request, "admin/suggestions.html", context)


def _line(one: Counted, packs: Mapping[str, Pack]) -> Line:
    pack = packs.get(one.pack)
    category = pack.categories.get(one.category) if pack else None
    within = wilson(rate=one.precision, n=one.shown) if one.shown else None
    return Line(
        counted=one,
        pack=text_of(pack.title) if pack else one.pack,
        category=text_of(category.title) if category else one.category,
        percent=round(one.precision * 100),
        low=round(within.low * 100) if within else 0,
        high=round(within.high * 100) if within else 100,
    )


def _situated(one: Counted) -> Line:
    return replace(_line(one, {}), category=str(SITUATIONS.get(one.version, one.version)))


def _in_use(packs: Iterable[Pack]) -> list[InUse]:
    found = ((pack, keeping.in_use(name=pack.key)) for pack in packs)
    return [InUse(text_of(pack.title), kept.about) for pack, kept in found if kept]
