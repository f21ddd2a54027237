"""The start page of administration: what can be administered, with a count where it matters."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.people import access
from linli.web.acting import StaffRequest, staff_page


@dataclass(frozen=True, slots=True)
class Tile:
    """One part of administration and the right it needs."""

    page: str
    right: str
    icon: str
    title: Promise
    text: Promise


TILES = (
    Tile("admin:areas", "areas.edit", "map-2", _("Areas and grids"), _("Import, draw, split and merge.")),
    Tile(
        "admin:organisations",
        "organisations.edit",
        "sitemap",
        _("Organisations"),
        _("Departments, townships and companies that handle cases."),
    ),
    Tile("admin:accounts", "accounts.edit", "users", _("Accounts"), _("People who sign in, passwords, locks.")),
    Tile("admin:posts", "posts.edit", "id", _("Posts"), _("Who does what, where, from when, and who stands in.")),
    Tile(
        "admin:mediators",
        "mediators.edit",
        "heart-handshake",
        _("Mediators"),
        _("Who mediates disputes, what they are good at, their studios and leave."),
    ),
    Tile("admin:calendars", "calendars.edit", "calendar", _("Calendars"), _("Holidays and working hours.")),
    Tile(
        "admin:rules",
        "calendars.edit",
        "scale",
        _("Rule changes"),
        _("Periods that the law changed, and whom it moves."),
    ),
    Tile("admin:packs", "packs.view", "package", _("Packs"), _("Kinds of matter: stages, clocks and their law.")),
    Tile(
        "admin:suggestions",
        "packs.edit",
        "tag",
        _("Suggested categories"),
        _("How often they are taken, and what they were learned from."),
    ),
    Tile(
        "admin:documents",
        "templates.edit",
        "file-text",
        _("Document templates"),
        _("The letters that steps issue: take, edit in Word, put in place."),
    ),
    Tile("admin:tokens", "tokens.edit", "api", _("Access tokens"), _("For programs that work through the interface.")),
    Tile("admin:outbox", "outbox.view", "send", _("Messages in trouble"), _("What could not be sent, and why.")),
    Tile("admin:reveals", "reveals.view", "eye", _("Contact data opened"), _("Who opened it, when and why.")),
    Tile("admin:changes", "changes.view", "history", _("Changes"), _("What administrators changed.")),
)


@staff_page(right="packs.view")
def home(request: StaffRequest) -> HttpResponse:
    """The tiles that the actor's rights open."""
    tiles = [
        (tile, href)
        for tile in TILES
        if access.can(actor=request.actor, right=tile.right) and (href := _address(tile.page))
    ]
    return render(request, "admin/home.html", {"tiles": tiles, "today": timezone.localdate()})


def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
