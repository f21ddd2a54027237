"""The guided pathway, without an account: one question a page, then rights, letters and routes. Nothing is kept.

What was answered stands in the address alone, so that going back, changing one answer and passing on the result work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.mediation.pathway import queries, rules
from linli.mediation.pathway.definition import Route
from linli.web.public import domain
from linli.web.wording import text_of

PACK = "dispute"
"""The kind of matter that an application for mediation is."""
ICONS: Mapping[str, str] = {
    "settle": "message-circle",
    "mediate": "heart-handshake",
    "notarise": "file-text",
    "rule": "building-bank",
    "reconsider": "refresh",
    "arbitrate": "scale",
    "court": "gavel",
}
KINDS: Mapping[str, Any] = {
    "settle": _("Settle it yourselves"),
    "mediate": _("Mediation"),
    "notarise": _("Notary"),
    "rule": _("Ruling by an authority"),
    "reconsider": _("Administrative reconsideration"),
    "arbitrate": _("Arbitration"),
    "court": _("Court"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose, and where it leads; or one that was given, and where it is changed."""

    question: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """A route as a reader sees it. `apply` is where an application begins, "" where none is taken here."""

    route: Route
    kind: str
    icon: str
    apply: str


@require_safe
def pathway(request: HttpRequest) -> HttpResponse:
    """The next question; at the end, what is open."""
    way = rules.walk(pathway=queries.current(), answers=request.GET.dict())
    context = {"way": way, "given": _given(way), "number": len(way.steps) + 1, "answers": urlencode(way.answers)}
    if way.question:
        choices = [
            Choice("", text_of(one.title), href({**way.answers, way.question.key: one.key}))
            for one in way.question.answers
        ]
        return render(request, "public/pathway/question.html", {**context, "choices": choices})
    return render(request, "public/pathway/result.html", {**context, "cards": [_card(one) for one in way.routes]})


def _given(way: rules.Way) -> list[Choice]:
    """What was answered, each with the address that asks it again and keeps the answers before it."""
    kept: dict[str, str] = {}
    found = []
    for step in way.steps:
        found.append(Choice(text_of(step.question.title), text_of(step.answer.title), href(kept)))
        kept[step.question.key] = step.answer.key
    return found


def _card(route: Route) -> Card:
    pack = next((one for one in domain.packs() if one.key == PACK), None)
    kind = f"{PACK}:{route.category}" if pack and route.category in pack.categories else PACK
    is_taken = bool(pack) and route.kind == "mediate"
    apply = f"{reverse('public:report')}?{urlencode({'kind': kind})}" if is_taken else ""
    return Card(route, KINDS[route.kind], ICONS[route.kind], apply)


def href(answers: Mapping[str, str]) -> str:
    """Where the pathway stands after these answers."""
    return reverse("public:pathway") + (f"?{urlencode(answers)}" if answers else "")
