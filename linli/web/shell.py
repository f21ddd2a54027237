"""The console's frame: which pages the side navigation offers to the actor, and which posts they may switch to."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAFF = frozenset({"desk", "handler", "verifier", "grid_worker", "leader"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the navigation, shown to some roles (all when empty); `is_main` puts it on the phone's bar."""

    key: str
    title: Promise
    icon: str
    page: str
    roles: frozenset[str]
    is_main: bool = False


ENTRIES = (
    Entry("inbox", _("Inbox"), "inbox", "console:inbox", frozenset({"desk", "leader"}), True),
    Entry("mine", _("My work"), "briefcase", "console:mine", STAFF, True),
    Entry("cases", _("All cases"), "list-details", "console:cases", STAFF, True),
    Entry("pending", _("Awaiting approval"), "clipboard-check", "console:pending", frozenset({"desk", "leader"})),
    Entry("intake", _("Phone intake"), "phone-call", "console:intake", frozenset({"desk"})),
    Entry("field", _("Report on the spot"), "device-mobile", "console:field", frozenset({"grid_worker"}), True),
    Entry("map", _("Map"), "map-2", "console:map", STAFF),
    Entry("admin", _("Administration"), "settings", "admin:home", frozenset({"administrator"}), True),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry that this actor sees."""

    key: str
    title: Promise
    icon: str
    href: str
    is_main: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The navigation, and its part for the phone's bar."""

    links: tuple[Link, ...]
    main: tuple[Link, ...]
    role: str


def of(request: HttpRequest) -> Shell:
    """The frame for the request's actor."""
    role = str(getattr(getattr(request, "actor", None), "role", ""))
    links = tuple(
        Link(entry.key, entry.title, entry.icon, href, entry.is_main, request.path == href)
        for entry in ENTRIES
        if (not role or role in entry.roles) and (href := _address(entry.page))
    )
    return Shell(links=links, main=tuple(link for link in links if link.is_main)[:4], role=role)


def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
