"""The console's frame: which pages the side navigation offers to the actor, and which posts they may switch to."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotAllowed
from linli.mediation.queries.mine import is_mediator
from linli.notify.queries import unread_count
from linli.people.access import PUBLIC, Actor
from linli.web import acting
from linli.web.roles import post_title

STAFF = frozenset({"desk", "handler", "verifier", "grid_worker", "leader"})
LEDGER = frozenset({"desk", "handler", "leader", "administrator"})


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One page of the navigation, shown to some roles (all when empty); `is_main` puts it on the phone's bar."""

    key: str
    title: Promise
    icon: str
    page: str
    roles: frozenset[str]
    is_main: bool = False


ENTRIES = (
    Entry("inbox", _("Inbox"), "inbox", "console:inbox", STAFF - {"grid_worker"}, True),
    Entry("mine", _("My work"), "briefcase", "console:mine", STAFF, True),
    Entry("cases", _("All cases"), "list-details", "console:cases", STAFF, True),
    Entry("mediations", _("My mediations"), "heart-handshake", "console:mediations", frozenset({"handler"})),
    Entry("org", _("Organisation's cases"), "building", "console:organisation", frozenset({"handler"})),
    Entry("reported", _("Reported by me"), "report", "console:reported", frozenset({"desk", "grid_worker"})),
    Entry("pending", _("Awaiting approval"), "clipboard-check", "console:pending", frozenset({"desk", "leader"})),
    Entry("intake", _("Phone intake"), "phone-call", "console:intake", frozenset({"desk"})),
    Entry("field", _("My round"), "device-mobile", "console:field", frozenset({"grid_worker"}), True),
    Entry("rechecks", _("Check once more"), "eye", "console:rechecks", frozenset({"verifier"})),
    Entry("truly", _("Truly resolved"), "square-check", "console:recheck-estimates", frozenset({"desk", "leader"})),
    Entry("overview", _("Overview"), "layout-dashboard", "console:overview", frozenset({"desk", "leader"})),
    Entry("briefs", _("Briefs"), "file-text", "console:briefs", frozenset({"desk", "leader"})),
    Entry("counts", _("Counts"), "chart-bar", "console:counts", frozenset({"desk", "leader"})),
    Entry("credits", _("Counts by organisation"), "building", "console:credits", frozenset({"desk", "leader"})),
    Entry("warnings", _("What rises"), "alert-triangle", "console:warnings", frozenset({"desk", "leader"})),
    Entry("ranking", _("Ranking"), "stairs-up", "console:ranking", frozenset({"desk", "leader", "handler"})),
    Entry("index", _("Safe-place index"), "shield-check", "console:index", frozenset({"desk", "leader"})),
    Entry("promises", _("Promises"), "target", "console:promises", LEDGER),
    Entry("map", _("Map"), "map-2", "console:map", STAFF),
    Entry("admin", _("Administration"), "settings", "admin:home", frozenset({"administrator"}), True),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry that this actor sees, in the reader's language."""

    key: str
    title: str
    icon: str
    href: str
    is_main: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post that the actor may switch to."""

    id: int
    title: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The navigation, its part for the phone's bar, and the posts to switch between."""

    links: tuple[Link, ...]
    main: tuple[Link, ...]
    role: str
    posts: tuple[PostChoice, ...]
    post_title: str
    switch_href: str
    unread: int


def of(request: HttpRequest) -> Shell:
    """The frame for the request's actor; without a post, a frame without links."""
    try:
        actor = acting.actor_of(request)
    except NotAllowed:
        actor = PUBLIC
    seen = tuple(
        (entry, _is_here(request, href))
        for entry in ENTRIES
        if actor.role in entry.roles and _concerns(entry, actor) and (href := _address(entry.page))
    )
    links = _links(seen, get_language() or "")
    posts = _posts(request, actor)
    return Shell(
        links=links,
        main=tuple(link for link in links if link.is_main)[:4],
        role=actor.role,
        posts=posts,
        post_title=next((post.title for post in posts if post.is_current), ""),
        switch_href=_address("account_switch_post"),
        unread=_unread(actor),
    )


@lru_cache(maxsize=512)  # one object for all who stand on the same page in the same role: its HTML is kept by it
def _links(seen: tuple[tuple[Entry, bool], ...], language: str) -> tuple[Link, ...]:
    return tuple(
        Link(entry.key, str(entry.title), entry.icon, _address(entry.page), entry.is_main, is_here)
        for entry, is_here in seen
    )


def _posts(request: HttpRequest, actor: Actor) -> tuple[PostChoice, ...]:
    return tuple(
        PostChoice(id=post.id, title=post_title(post=post), is_current=post.id == actor.post_id)
        for post in getattr(request, "posts", ())
    )


def _concerns(entry: Entry, actor: Actor) -> bool:
    """Mediations are shown to mediators alone: one look-up by account for handlers."""
    return entry.key != "mediations" or is_mediator(by=actor)


def _is_here(request: HttpRequest, href: str) -> bool:
    return request.path.startswith(href)


def _unread(actor: Actor) -> int:
    """Notices not read yet, counted to a hundred."""
    if actor.account_id is None:
        return 0
    return unread_count(account_id=actor.account_id)


@lru_cache(maxsize=64)
def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
