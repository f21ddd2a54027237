"""The log of changes in words: what was done, to what, and each value before and after as readers know it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.mediation.queries.mediators import kinds
from linli.people.models import Account, AdminChange, Organisation
from linli.places import queries as places
from linli.web.roles import named, role_title
from linli.web.wording import text_of

KINDS: Mapping[str, Promise] = {
    "account.create": _("Account made"),
    "account.edit": _("Account changed"),
    "account.reset_password": _("Password reset"),
    "account.reset_second_factor": _("Second factor reset"),
    "account.unlock": _("Account unlocked"),
    "account.deactivate": _("Account deactivated"),
    "account.reactivate": _("Account reactivated"),
    "calendar.set_day": _("Day of the calendar entered"),
    "calendar.remove_day": _("Day of the calendar removed"),
    "calendar.set_hours": _("Working hours changed"),
    "rule.apply": _("Rule change applied to open cases"),
    "organisation.add": _("Organisation added"),
    "organisation.edit": _("Organisation changed"),
    "organisation.import": _("Organisations imported"),
    "organisation.move": _("Organisation moved"),
    "organisation.deactivate": _("Organisation deactivated"),
    "organisation.reactivate": _("Organisation reactivated"),
    "pack.upload": _("Pack uploaded"),
    "pack.publish": _("Pack published"),
    "pack.discard": _("Draft of a pack discarded"),
    "pack.retire": _("Pack retired"),
    "pack.take_up": _("Pack taken up from a folder"),
    "template.replace": _("Template of a document replaced"),
    "template.put_back": _("Template of a document put back"),
    "post.grant": _("Post given"),
    "post.end": _("Post ended"),
    "post.follow": _("Post moved with its area"),
    "post.leave": _("Leave entered"),
    "post.end_leave": _("Leave ended"),
    "mediator.enter": _("Mediator entered"),
    "mediator.change": _("Mediator changed"),
    "mediator.retire": _("Mediator retired"),
    "mediator.bring_back": _("Mediator brought back"),
    "mediator.leave": _("Leave of a mediator entered"),
    "mediator.end_leave": _("Leave of a mediator taken back"),
    "studio.open": _("Studio opened"),
    "studio.change": _("Studio changed"),
    "token.issue": _("Token made"),
    "token.revoke": _("Token revoked"),
}
LABELS: Mapping[str, Promise | str] = {
    "account": _("Person"),
    "added": _("Rows added"),
    "area": _("Area"),
    "back": _("Until (and on that day)"),
    "code": _("Code"),
    "count": _("Count"),
    "ends": _("Ends"),
    "fields": _("Kinds of disputes"),
    "languages": _("Languages"),
    "most_cases": _("Cases at a time"),
    "studio": _("Studio"),
    "is_active": _("Active"),
    "kind": _("Kind"),
    "language": _("Language"),
    "leave": _("Leave from"),
    "name": _("Full name"),
    "name_en": _("English name"),
    "organisation": _("Organisation"),
    "path": _("Place in the tree"),
    "phone": _("Telephone"),
    "sha256": _("Checksum"),
    "post": _("Post"),
    "role": _("Role"),
    "stand_in": _("Stand-in"),
    "starts": _("Starts"),
    **{str(number): name for number, name in WEEKDAYS.items()},
}
NOUNS: Mapping[str, Promise] = {
    "account": _("Account"),
    "calendar": _("Calendar"),
    "organisations": _("Organisations"),
    "mediator": _("Mediator"),
    "post": _("Post"),
    "studio": _("Studio"),
    "token": _("Token"),
}
WORDS: Mapping[str, Promise] = {"holiday": _("holiday"), "workday": _("exchanged working day")}
PEOPLE = ("account", "stand_in")


@dataclass(frozen=True, slots=True)
class Line:
    """One value that differs."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change."""

    row: AdminChange
    title: str
    subject: str
    lines: tuple[Line, ...]


def entries(*, rows: Iterable[AdminChange]) -> tuple[Entry, ...]:
    """The changes in words. Two statements for the names of people and organisations."""
    rows = tuple(rows)
    names = _names(rows)
    return tuple(Entry(row, _titled(row.kind), _subject(row.subject), _lines(row, names)) for row in rows)


def _titled(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def _subject(subject: str) -> str:
    noun, _space, rest = subject.partition(" ")
    return f"{NOUNS[noun]} {rest}".strip() if noun in NOUNS else subject


def _lines(row: AdminChange, names: Mapping[tuple[str, object], str]) -> tuple[Line, ...]:
    keys = [key for key in {**row.before, **row.after} if row.before.get(key) != row.after.get(key)]
    return tuple(
        Line(str(LABELS.get(key, key)), _shown(key, row.before.get(key), names), _shown(key, row.after.get(key), names))
        for key in keys
    )


def _shown(key: str, value: Any, names: Mapping[tuple[str, object], str]) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if key == "area":
        return places.name_of(str(value)) or str(value)
    if key == "fields":
        titles = kinds()
        return "、".join(text_of(titles.get(one)) or one for one in str(value).split("、"))
    if key == "role":
        return role_title(role=str(value))
    return names.get((key, value)) or str(WORDS.get(value, value) if isinstance(value, str) else value)


def _names(rows: tuple[AdminChange, ...]) -> dict[tuple[str, object], str]:
    """What people and organisations of these changes are called, by key and number."""
    states = [state for row in rows for state in (row.before, row.after)]
    people = {state[key] for state in states for key in PEOPLE if state.get(key)}
    bodies = {state["organisation"] for state in states if isinstance(state.get("organisation"), int)}
    found: dict[tuple[str, object], str] = {}
    for account in Account.objects.filter(pk__in=people):
        found |= dict.fromkeys(((key, account.pk) for key in PEOPLE), account.name or account.username)
    for body in Organisation.objects.filter(pk__in=bodies):
        found["organisation", body.pk] = named(name=body.name, name_en=body.name_en)
    return found
