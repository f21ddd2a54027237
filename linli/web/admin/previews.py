"""A pack before it is published, as it will be: forms, steps, categories. Drawn as the real ones; none is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.cases.queries.routing import owner_of
from linli.core.wording import describe_length
from linli.packs import queries
from linli.packs.actions.uploads import RIGHT
from linli.process.definition import Action, Category, Pack, Stage
from linli.web.acting import StaffRequest, staff_page
from linli.web.console import asking, fieldwork, labels, phone
from linli.web.console.asking import Ask, Place
from linli.web.public import report
from linli.web.public.packfields import StepForm
from linli.web.wording import text_of

FORMS: Mapping[str, tuple[str, Promise]] = {
    "resident": ("web", _("As residents report")),
    "grid": ("grid", _("As grid workers report, on a phone")),
    "phone": ("phone", _("As the desk takes a call")),
}
"""Whole forms to look at: the channel that each belongs to, and what it is called."""
_STAND_STILL = frozenset({"@same", "@previous"})


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form to look at."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """An action as a form. `form` is the reporter's own, `asks` what staff are shown."""

    action: Action
    who: str
    leads_to: str
    asks: tuple[Ask, ...]
    form: StepForm | None


@dataclass(frozen=True, slots=True)
class AtStage:
    """A stage and the steps that may be taken there."""

    stage: Stage
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A category, how fast it goes and who would lead it."""

    category: Category
    group: str
    urgency: str
    clocks: tuple[tuple[str, str], ...]
    lead: str


@require_safe
@staff_page(right=RIGHT)
def form(request: StaffRequest, id: int, form: str) -> HttpResponse:
    """A whole form, as it will be."""
    pack, back = queries.row(id=id).pack, reverse("admin:pack_uploaded", args=[id])
    if form not in FORMS or FORMS[form][0] not in pack.channels:
        raise Http404
    draw = {"resident": report.preview, "grid": fieldwork.preview, "phone": phone.preview}[form]
    return draw(request=request, pack=pack, back=back)


def forms(*, id: int, pack: Pack) -> tuple[Form, ...]:
    """The whole forms through which reports of this kind come in."""
    return tuple(
        Form(str(title), reverse("admin:pack_form", args=[id, key]))
        for key, (channel, title) in FORMS.items()
        if channel in pack.channels
    )


def stages(*, pack: Pack, area_code: str) -> tuple[AtStage, ...]:
    """Every step, under the first stage from which it may be taken."""
    seen: set[str] = set()
    made = []
    for key, stage in pack.stages.items():
        fresh = [one for one in pack.actions.values() if key in one.from_stages and one.key not in seen]
        seen |= {one.key for one in fresh}
        if fresh:
            made.append(AtStage(stage, tuple(_step(pack, one, area_code) for one in fresh)))
    return tuple(made)


def leaves(*, pack: Pack, area_code: str) -> tuple[Leaf, ...]:
    """Every category that a case may have, as it will be dispatched."""
    parents = {one.parent for one in pack.categories.values()}
    return tuple(_leaf(pack, one, area_code) for key, one in pack.categories.items() if key not in parents)


def _step(pack: Pack, action: Action, area_code: str) -> Step:
    asked = asking.asked(pack=pack, action=action, fields=action.asks, place=Place(area_code))
    form = StepForm(action=action, asks=action.asks) if action.by == {"reporter"} else None
    who = " · ".join(labels.label(kind="role", value=one) for one in sorted(action.by))
    leads_to = "" if action.to in _STAND_STILL else text_of(pack.stages[action.to].title)
    return Step(action, who, leads_to, asked.fields, form)


def _leaf(pack: Pack, category: Category, area_code: str) -> Leaf:
    urgency = category.urgency or "normal"
    owner = owner_of(pack=pack.key, category=category.key, area_code=area_code)
    parent = pack.categories.get(category.parent)
    return Leaf(
        category=category,
        group=text_of(parent.title) if parent else "",
        urgency=labels.label(kind="urgency", value=urgency),
        clocks=tuple(_clocks(pack, category.key, urgency)),
        lead=owner.lead.name if owner else "",
    )


def _clocks(pack: Pack, category: str, urgency: str) -> Iterator[tuple[str, str]]:
    """The clocks whose length hangs on the category or its urgency, each with the length that counts."""
    for rule in pack.clocks.values():
        found = rule.length_of(category=category, urgency=urgency)
        if found and len(rule.lengths) > 1:
            yield text_of(rule.title), describe_length(found.length, found.unit)
