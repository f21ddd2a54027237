"""A list's address and its `Filters`: read from the query, written back as links, shown as chips. Fetches nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.cases.types import Filters
from linli.core.same import Same
from linli.web.console import labels

DEFAULTS = Filters()
SELECTS = ("state", "pack", "category", "stage", "urgency", "channel", "outcome", "late", "order")
_ANY = ("", _("All"))


def _options(texts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [_ANY, *texts.items()]


class FilterForm(forms.Form):
    """Every field of `Filters`, each optional."""

    has_several_packs = False

    lens = forms.ChoiceField(choices=list(labels.LENS.items()), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=list(labels.STATE.items()), required=False, initial=DEFAULTS.state
    )
    pack = forms.ChoiceField(label=_("Kind of matter"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    area = forms.CharField(label=_("Area"), required=False, max_length=24)
    itself = forms.BooleanField(label=_("In none of the areas below"), required=False)
    boundaries = forms.ChoiceField(
        label=_("Boundaries"), choices=list(labels.BOUNDARIES.items()), required=False, initial=DEFAULTS.boundaries
    )
    org = forms.IntegerField(label=_("Organisation"), required=False, min_value=0)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=_options(labels.URGENCY), required=False)
    channel = forms.ChoiceField(label=_("Came in by"), choices=_options(labels.CHANNEL), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=_options(labels.OUTCOME), required=False)
    late = forms.ChoiceField(label=_("Time limit"), choices=_options(labels.LATE), required=False)
    supervised = forms.BooleanField(label=_("Supervised only"), required=False)
    opened_from = forms.DateField(label=_("Opened from"), required=False)
    opened_to = forms.DateField(label=_("Opened until"), required=False)
    closed_from = forms.DateField(label=_("Closed from"), required=False)
    closed_to = forms.DateField(label=_("Closed until"), required=False)
    closed_as = forms.ChoiceField(label=_("Closed"), choices=_options(labels.CLOSED_AS), required=False)
    counted = forms.ChoiceField(label=_("Counted as"), required=False)
    counted_from = forms.DateField(label=_("Counted from"), required=False)
    counted_to = forms.DateField(label=_("Counted until"), required=False)
    open_to_all = forms.BooleanField(label=_("Without confidential cases"), required=False)
    text = forms.CharField(label=_("Words, number or place"), required=False, max_length=100)
    order = forms.ChoiceField(
        label=_("Order"), choices=list(labels.ORDER.items()), required=False, initial=DEFAULTS.order
    )

    def selects(self) -> list[forms.BoundField]:
        """The fields to choose from a list; the kind of matter only where there are several."""
        return [self[name] for name in SELECTS if name != "pack" or self.has_several_packs]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the list without it."""

    title: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Kinds of matter, stages, categories and what is counted to choose from, by key."""

    packs: Mapping[str, str]
    stages: Mapping[str, str]
    categories: Mapping[str, str]
    counts: Mapping[str, str]


def read(*, query: QueryDict, offered: Offered) -> tuple[Filters, FilterForm]:
    """The filters that a query names. A value that does not exist is left out and named in the form's errors.

    The same few queries are read all day, so what they read as is kept; not where somebody's words are in them.
    """
    if query.get("text"):
        return _read(query, offered)
    return _kept(query.urlencode(), Same(offered), get_language() or "")


@lru_cache(maxsize=128)
def _kept(query: str, offered: Same[Offered], language: str) -> tuple[Filters, FilterForm]:
    return _read(QueryDict(query), offered.it)


def _read(query: QueryDict, offered: Offered) -> tuple[Filters, FilterForm]:
    form = FilterForm(query)
    _choice(form, "pack").choices = _options(offered.packs)
    form.has_several_packs = len(offered.packs) > 1
    _choice(form, "stage").choices = _options(offered.stages)
    _choice(form, "category").choices = _options(offered.categories)
    _choice(form, "counted").choices = _options(offered.counts)
    form.is_valid()
    known = {item.name for item in fields(Filters)}
    given = {key: value for key, value in form.cleaned_data.items() if key in known and value not in ("", None)}
    return replace(DEFAULTS, **given), form


def query_of(*, filters: Filters, **changes: Any) -> str:
    """The shortest query that reads back as these filters with the changes."""
    changed = replace(filters, **changes)
    pairs = [(item.name, getattr(changed, item.name)) for item in fields(changed)]
    return urlencode(
        [(name, _text(value)) for name, value in pairs if value != getattr(DEFAULTS, name) or name == "lens"]
    )


def chips(*, filters: Filters, form: FilterForm, area_name: str, org_name: str) -> tuple[Chip, ...]:
    """What narrows the list now, except the lens."""
    names = {"area": area_name, "org": org_name}
    made = []
    for item in fields(filters):
        value, default = getattr(filters, item.name), getattr(DEFAULTS, item.name)
        if value == default or item.name in ("lens", "order"):
            continue
        shown = names.get(item.name) or _shown(form, item.name, value)
        title = str(form.fields[item.name].label or "")
        made.append(Chip(title, shown, "?" + query_of(filters=filters, **{item.name: default})))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Quick:
    """A filter that is one click away; `address` turns it on, or off when it is on."""

    title: str
    icon: str
    address: str
    is_on: bool


def quick(*, filters: Filters) -> tuple[Quick, ...]:
    """The narrowings used all day."""
    wanted: tuple[tuple[str, Any, Any, str], ...] = (
        ("late", "late", labels.LATE["late"], "alert-triangle"),
        ("late", "soon", labels.LATE["soon"], "clock-exclamation"),
        ("urgency", "urgent", labels.URGENCY["urgent"], "bolt"),
        ("supervised", True, _("Supervised"), "flag"),
        ("state", "closed", labels.STATE["closed"], "archive"),
    )
    made = []
    for name, value, title, icon in wanted:
        is_on = getattr(filters, name) == value
        target = getattr(DEFAULTS, name) if is_on else value
        made.append(Quick(str(title), icon, f"?{query_of(filters=filters, **{name: target})}", is_on))
    return tuple(made)


def _choice(form: FilterForm, name: str) -> forms.ChoiceField:
    found = form.fields[name]
    if not isinstance(found, forms.ChoiceField):
        raise TypeError(name)
    return found


def _shown(form: FilterForm, name: str, value: Any) -> str:
    found = form.fields[name]
    if isinstance(found, forms.ChoiceField):
        return str(dict(found.widget.choices).get(value, value))
    return "" if value is True else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "1" if value is True else str(value)
