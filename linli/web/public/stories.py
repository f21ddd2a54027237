"""The timeline as its reporter reads it: what happened, when, by which kind of body, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases.types import AttachmentView, EventView, PublicCase
from linli.process.definition import Pack
from linli.web.public import domain, telling
from linli.web.public.telling import Fact
from linli.web.roles import body_title
from linli.web.wording import text_of

TURNED = ("to_hazard", "to_service", "to_petition", "to_wage", "to_dispute", "to_incident")
TURNS: Mapping[str, str] = dict.fromkeys(TURNED, "arrow-forward-up")
ICONS: Mapping[str, str] = {
    "open": "send", "file": "archive", "dispatch": "arrow-right", "accept": "user-check", "finish": "tools",
    "verify_pass": "shield-check", "reject": "rotate", "answer": "message-circle",
    "answer_unresolved": "message-circle",
    "reopen": "rotate", "rate": "star", "add": "plus", "withdraw": "x", "merge": "git-merge", "refuse": "ban",
    "forward": "arrow-forward-up", "recall": "arrow-back-up", "find_hazard": "git-branch", **TURNS,
    "ask_reporter": "help-circle", "provide": "message",
}  # fmt: skip
BY: Mapping[str, Promise] = {
    "reporter": _("You"),
    "system": _("Linli"),
    "desk": _("Centre desk"),
    "handler": _("Responsible office"),
    "verifier": _("Verifier"),
    "grid_worker": _("Grid worker"),
    "leader": _("Supervisor"),
}


@dataclass(frozen=True, slots=True)
class Photo:
    href: str
    thumb: str
    caption: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, ready for components/story.html."""

    at: datetime
    title: str
    who: str
    words: str
    icon: str
    manner: str
    photos: tuple[Photo, ...]
    files: tuple[Photo, ...] = ()
    tables: tuple[Fact, ...] = ()


def entries(*, case: PublicCase, secret: str) -> tuple[Entry, ...]:
    """Newest first."""
    pack = _pack(case)
    ordered = sorted(case.events, key=lambda event: event.seq, reverse=True)
    return tuple(_entry(event, case, pack, secret, is_last=n == 0) for n, event in enumerate(ordered))


def letters(*, case: PublicCase, secret: str) -> tuple[Photo, ...]:
    """The documents written to the reporter, whether or not their steps are told in the timeline."""
    return tuple(_file(one, case, secret) for one in case.attachments if one.purpose == "letter")


def _entry(event: EventView, case: PublicCase, pack: Pack, secret: str, *, is_last: bool) -> Entry:
    mine = [one for one in case.attachments if one.event_seq == event.seq]
    photos = tuple(_photo(one, case, secret) for one in mine if one.media_type.startswith("image/"))
    files = tuple(_file(one, case, secret) for one in mine if not one.media_type.startswith("image/"))
    told = _told(event, pack)
    return Entry(
        at=event.at,
        title=text_of(event.title),
        who=body_title(name=event.actor_name) or str(BY.get(event.actor_role or event.actor_kind, "")),
        words=gettext("The words were erased when their retention ended.")
        if event.is_erased
        else telling.lines(told=told),
        icon=ICONS.get(event.kind, "check"),
        manner="now" if is_last else "",
        photos=photos,
        files=files,
        tables=tuple(fact for fact in told if fact.headings),
    )


def given(*, case: PublicCase) -> tuple[Fact, ...]:
    """What the reporter filled in when they reported it, beside the words."""
    opened = next((event for event in case.events if event.kind == "open" and not event.is_erased), None)
    pack = _pack(case)
    return telling.facts(values=opened.body.get("fields") or {}, fields=pack.fields, pack=pack) if opened else ()


def _pack(case: PublicCase) -> Pack:
    """The pack in the version under which the case was opened: its own labels."""
    return domain.pack(key=case.pack, version=case.pack_version or None)


def _told(event: EventView, pack: Pack) -> tuple[Fact, ...]:
    """What was written and chosen at the step, in the order in which the pack asks."""
    action = None if event.is_erased else pack.actions.get(event.kind)
    asks = action.asks if action else ()
    return telling.facts(values=event.body.get("inputs") or {}, fields=asks, pack=pack)


def _photo(one: AttachmentView, case: PublicCase, secret: str) -> Photo:
    href = reverse("public:photo", args=[case.number, secret, one.id])
    captions = {"before": gettext("Before"), "after": gettext("After")}
    return Photo(href, f"{href}?small=1", captions.get(one.purpose, gettext("Photo")), one.width, one.height)


def _file(one: AttachmentView, case: PublicCase, secret: str) -> Photo:
    href = reverse("public:photo", args=[case.number, secret, one.id])
    return Photo(href, "", one.name, None, None)
