"""Who should lead: the catalogue first, then who really closed such matters here, with reasons. People choose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.cases.queries.closers import Closer, Practice
from linli.cases.types import CaseDetail
from linli.people.catalogue import Suggestion
from linli.process.definition import Action
from linli.reading.types import Outcome
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, suggesting
from linli.web.roles import named

SEEN = "suggested_owners"
"""The hidden field that says what was on the screen: the situation, and the organisations in their order."""
_SEEN = re.compile(r"(agree|differ|law|practice):(\d{1,12}(?:,\d{1,12}){0,2})")
_TAKEN: tuple[Outcome, ...] = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Button:
    """An organisation that may be chosen, and each reason for it in words."""

    id: int
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owners:
    """What is shown beside the field `into`. `conflict` says in words that catalogue and practice differ."""

    into: str
    buttons: tuple[Button, ...]
    conflict: str
    seen: str


def lead_field(action: Action) -> str:
    """The field that says who shall lead; nothing when the step sends nobody anything."""
    asks = action.asks if action.effect == "dispatch" else ()
    return next((one.key for one in asks if one.type == "organisation"), "")


@staff_page()
@never_cache
def owners(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Likely owners, for the form of a step that dispatches: a part of the page."""
    actor = actor_of(request)
    detail = domain.detail(number=number, by=actor, now=timezone.now())
    choice = next((one for one in detail.choices if one.action.key == action and lead_field(one.action)), None)
    if choice is None:
        raise Http404
    law, practice = suggesting.law_of(detail=detail, by=actor), suggesting.practice_of(detail=detail)
    found = _owners(law, practice, into=f"#{action}-{lead_field(choice.action)}")
    return render(request, "console/cases/_owners.html", {"owners": found}) if found else HttpResponse()


def _owners(law: Suggestion | None, practice: Practice | None, *, into: str) -> Owners | None:
    """The catalogue's first, then who closed the most."""
    buttons = tuple(_buttons(law, practice))
    if not buttons:
        return None
    seen = f"{_situation(law, practice)}:{','.join(str(one.id) for one in buttons)}"
    return Owners(into, buttons, _conflict(law, practice), seen)


def _buttons(law: Suggestion | None, practice: Practice | None) -> Iterator[Button]:
    known = practice.closers if practice else ()
    if law:
        also = tuple(_closed(one, practice) for one in known if one.id == law.lead.id)
        title = named(name=law.lead.name, name_en=law.lead.name_en)
        yield Button(law.lead.id, title, (_lawful(law), *also))
    for one in known:
        if law is None or one.id != law.lead.id:
            yield Button(one.id, _titled(one), (_closed(one, practice),))


def _situation(law: Suggestion | None, practice: Practice | None) -> str:
    if law and practice:
        return "differ" if _differs(law, practice) else "agree"
    return "law" if law else "practice"


def _differs(law: Suggestion, practice: Practice) -> bool:
    return practice.closers[0].id != law.lead.id


def _conflict(law: Suggestion | None, practice: Practice | None) -> str:
    """Both, with both reasons: the catalogue's stays first."""
    if law is None or practice is None or not _differs(law, practice):
        return ""
    first = practice.closers[0]
    return _(
        "They differ: the catalogue names %(law)s, but %(done)s closed %(n)d of %(total)d. The catalogue goes first, "
        "because it rests on law; choose the other only if this matter is theirs."
    ) % {
        "law": named(name=law.lead.name, name_en=law.lead.name_en),
        "done": _titled(first),
        "n": first.n,
        "total": practice.total,
    }


def _lawful(law: Suggestion) -> str:
    if law.basis:
        return _("named by the dispatch catalogue, under: %(basis)s") % {"basis": law.basis}
    return _("named by the dispatch catalogue")


def _closed(one: Closer, practice: Practice | None) -> str:
    if practice is None:
        return ""
    return _("closed %(n)d of %(total)d such matters in %(area)s since %(since)s") % {
        "n": one.n,
        "total": practice.total,
        "area": domain.area_name(code=practice.area_code),
        "since": practice.since_date.isoformat(),
    }


def _titled(one: Closer) -> str:
    return named(name=one.name, name_en=one.name_en)


def count(
    *, detail: CaseDetail, action: str, post: Mapping[str, str], inputs: Mapping[str, object], now: datetime
) -> None:
    """Counts which suggestion a dispatch took, where its form says that some were on the screen."""
    seen = _SEEN.fullmatch(post.get(SEEN, ""))
    choice = next((one for one in detail.choices if one.action.key == action), None)
    field = lead_field(choice.action) if choice else ""
    if seen is None or not field or not inputs.get(field) or not detail.row.category:
        return
    ids, chosen = seen[2].split(","), str(inputs[field])
    outcome: Outcome = _TAKEN[ids.index(chosen)] if chosen in ids else "other"
    suggesting.count(
        subject="owner", pack=detail.row.pack, situation=seen[1], about=detail.row.category, outcome=outcome, now=now
    )
