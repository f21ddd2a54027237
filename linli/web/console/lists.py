"""Lists of cases: one page for every lens, its preview and its way to the next rows. Filters stand in the address."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.cases.queries.lists import NOBODY
from linli.cases.queries.views import View
from linli.cases.types import ITSELF, NO_CATEGORY, Filters, Lens
from linli.core.errors import Invalid
from linli.core.same import Same
from linli.people.access import Actor
from linli.process.definition import Action, Pack
from linli.web import fragments
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, filters, labels, lines
from linli.web.console.filters import query_of
from linli.web.wording import text_of

START: dict[str, str] = {
    "desk": "console:inbox",
    "handler": "console:inbox",
    "verifier": "console:inbox",
    "leader": "console:cases",
    "grid_worker": "console:field",
    "administrator": "admin:home",
}
DATES = ("opened_from", "opened_to", "closed_from", "closed_to")
BULK: dict[str, tuple[str, ...]] = {"desk": ("file", "dispatch"), "handler": ("accept",)}


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view as a link."""

    id: int
    name: str
    address: str
    is_here: bool
    is_shared: bool
    is_mine: bool


@staff_page()
def home(request: HttpRequest) -> HttpResponse:
    """Where a post starts its day."""
    return redirect(START.get(actor_of(request).role, "console:cases"))


@staff_page()
def cases(request: HttpRequest, lens: Lens = "area") -> HttpResponse:
    """A page of the list. htmx asking for more rows gets the rows alone."""
    actor, now = actor_of(request), timezone.now()
    chosen, form = read(request=request, lens=lens)
    cursor = request.GET.get("cursor", "")
    page = domain.listing(by=actor, filters=chosen, cursor=cursor, now=now)
    context = {
        "lines": lines.lines(rows=page.rows, within=actor.area_code),
        "page": page,
        "lens": lens,
        "filters": chosen,
        "next": _next(chosen, page.next_cursor),
    }
    if getattr(request, "htmx", None) and cursor:
        may_tick = bool(_bulk(actor, chosen))
        rows = fragments.rendered("rows.html", lines=context["lines"], may_tick=may_tick, next=context["next"])
        return HttpResponse(rows)
    return render(
        request, "console/cases/list.html", context | frame(request=request, actor=actor, chosen=chosen, form=form)
    )


def read(*, request: HttpRequest, lens: Lens) -> tuple[Filters, filters.FilterForm]:
    """The filters of the request; the lens is part of the path."""
    query = request.GET.copy()
    query["lens"] = lens
    _by_name(query)
    packs = tuple(Same(pack) for pack in domain.known_packs())
    named, category = str(query.get("pack", "")), str(query.get("category", ""))
    return filters.read(query=query, offered=_offered(packs, named, category, get_language() or ""))


@lru_cache(maxsize=128)
def _offered(known: tuple[Same[Pack], ...], named: str, category: str, language: str) -> filters.Offered:
    """What the chosen kind of matter has; of all kinds together only the top categories, and the one that is named."""
    packs = [pack.it for pack in known]
    shown = [pack for pack in packs if pack.key == named] or packs
    categories = {
        key: lines.category_text(pack=pack, key=key)
        for pack in shown
        for key, one in pack.categories.items()
        if len(shown) == 1 or not one.parent or key == category.removesuffix(ITSELF)
    }
    if category == NO_CATEGORY:
        categories[NO_CATEGORY] = _("Not sorted yet")
    elif category.endswith(ITSELF) and category.removesuffix(ITSELF) in categories:
        title = categories[category.removesuffix(ITSELF)]
        categories[category] = _("%(category)s, not told further") % {"category": title}
    counts = {key: str(text) for key, text in labels.COUNTED.items()}
    counts |= {key: text_of(one.title) for pack in shown for key, one in pack.counts_of_cases().items()}
    stages = {key: text_of(stage.title) for pack in shown for key, stage in pack.stages.items()}
    return filters.Offered({pack.key: text_of(pack.title) for pack in packs}, stages, categories, counts)


def _by_name(query: QueryDict) -> None:
    """An area or organisation written by name becomes its code or number; one that means nothing stays to be named."""
    with suppress(Invalid):
        if query.get("area"):
            query["area"] = domain.area_named(name=str(query["area"]))
    with suppress(Invalid):
        if query.get("org_name"):
            query["org"] = str(domain.organisation_named(name=str(query["org_name"])))


def frame(*, request: HttpRequest, actor: Actor, chosen: Filters, form: filters.FilterForm) -> dict[str, Any]:
    """What stands around the rows."""
    area_name = domain.path_text(code=chosen.area)
    org_name = domain.organisation_name(org_id=chosen.org) if chosen.org else ""
    nobody = _("Nobody leads it yet") if chosen.org == NOBODY else ""
    shown_form = _form if chosen.text else _kept_form
    return {
        "form": form,
        "filter_form": shown_form(Same(form), chosen, area_name, org_name, get_language() or ""),
        "chips": filters.chips(filters=chosen, form=form, area_name=area_name, org_name=org_name or nobody),
        "quick": filters.quick(filters=chosen),
        "title": labels.LENS[chosen.lens],
        "help": labels.LENS_HELP[chosen.lens],
        "views": _tabs(domain.saved_views(by=actor), chosen),
        "query": query_of(filters=chosen),
        "export_query": query_of(filters=chosen),
        "may": domain.rights(by=actor),
        "bulk": _bulk(actor, chosen),
        "today": timezone.localdate(),
    }


def _form(form: Same[filters.FilterForm], chosen: Filters, area: str, org: str, language: str) -> SafeString:
    """The form that narrows the list, with the names of its place and body; kept unless words are searched for."""
    return fragments.rendered("filters.html", form=form.it, filters=chosen, area_name=area, org_name=org, dates=DATES)


_kept_form = lru_cache(maxsize=128)(_form)


def _bulk(actor: Actor, chosen: Filters) -> tuple[Action, ...]:
    """What may be done with several cases at once."""
    return domain.actions_named(keys=() if chosen.lens == "pending" else BULK.get(actor.role, ()))


def _tabs(views: Iterable[View], chosen: Filters) -> tuple[Tab, ...]:
    here = query_of(filters=chosen)
    return tuple(
        Tab(view.id, view.name, address_of(query=view.query), view.query == here, view.is_shared, view.is_mine)
        for view in views
    )


def address_of(*, query: str) -> str:
    """The page of a saved view's query."""
    return _page_of(lens_of(QueryDict(query).get("lens", "")), query)


def _page_of(lens: Lens, query: str) -> str:
    names = {"area": "cases", "org": "organisation"}
    return f"{reverse(f'console:{names.get(lens, lens)}')}?{query}"


def _next(chosen: Filters, cursor: str) -> str:
    return f"?{query_of(filters=chosen)}&cursor={cursor}" if cursor else ""


def address(*, filters: Filters) -> str:
    """The page of these filters."""
    return _page_of(filters.lens, query_of(filters=filters))


def back(*, request: HttpRequest) -> str:
    """The console page that a form came from."""
    target = request.POST.get("back", "")
    return target if target.startswith("/console/") else reverse("console:home")


def lens_of(value: str) -> Lens:
    """The lens of this name; all cases of the area otherwise."""
    return next((lens for lens in get_args(Lens) if lens == value), "area")
