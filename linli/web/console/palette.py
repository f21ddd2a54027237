"""The command palette (Ctrl+K): pages, saved views and what may be done with the case at hand, by name.

A dialog that the browser filters; without JavaScript the same list is a page of links.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.core.errors import NotFound
from linli.people.access import Actor
from linli.web import shell
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, lists
from linli.web.wording import text_of


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to go to."""

    title: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """Commands of one kind under their heading."""

    title: str
    commands: tuple[Command, ...]


@staff_page()
@never_cache
def palette(request: HttpRequest) -> HttpResponse:
    """The commands for the reader; `?case=NUMBER` adds the steps of that case, `?part=1` gives the list alone."""
    actor = actor_of(request)
    groups = (_steps(request.GET.get("case", ""), actor), _pages(request), _views(actor))
    context = {"groups": [group for group in groups if group.commands]}
    page = "_palette" if request.GET.get("part") else "palette"
    return render(request, f"console/{page}.html", context)


def _steps(number: str, actor: Actor) -> Group:
    """What may be done with the case now; nothing for a case that the reader may not see."""
    try:
        choices = domain.detail(number=number, by=actor, now=timezone.now()).choices if number else ()
    except NotFound:
        choices = ()
    here = reverse("console:case", args=[number]) if choices else ""
    return Group(
        _("With case %(number)s") % {"number": number},
        tuple(
            Command(text_of(one.action.title), f"{here}?do={one.action.key}#do-{one.action.key}", "arrow-right")
            for one in choices
        ),
    )


def _pages(request: HttpRequest) -> Group:
    links = [Command(str(link.title), link.href, link.icon) for link in shell.of(request).links]
    return Group(_("Console pages"), (*links, Command(_("Notices"), reverse("console:notices"), "bell")))


def _views(actor: Actor) -> Group:
    views = domain.saved_views(by=actor)
    return Group(
        _("Saved views"), tuple(Command(view.name, lists.address_of(query=view.query), "bookmark") for view in views)
    )
