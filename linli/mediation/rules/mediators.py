"""What the directory says of a mediator: checks before anything is written, and officials' tables read. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid, Text
from linli.core.tables import Table
from linli.people.tables import Fault, records

LONGEST_LANGUAGE, MOST_LANGUAGES = 24, 8
LONGEST_INTRODUCTION = 300
MOST_CASES = range(1, 201)
USUAL_CASES = 10
_BETWEEN = re.compile(r"[,;，；、/\n]+")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "username": ("username", "用户名", "账号"),
    "organisation": ("organisation", "机构", "调解组织", "单位"),
    "studio": ("studio", "工作室", "调解工作室"),
    "area": ("area", "区划", "区划代码", "所属区划"),
    "fields": ("fields", "擅长", "擅长类型", "纠纷类型"),
    "languages": ("languages", "语言"),
    "introduction": ("introduction", "简介", "介绍"),
    "introduction_en": ("introduction_en", "英文简介"),
    "most_cases": ("most_cases", "最多在办", "最多件数"),
}
"""Headings that are understood, in English and as officials write them."""


@dataclass(frozen=True, slots=True)
class NewMediator:
    """A mediator as the directory is to show them. No `fields`: all kinds of disputes."""

    account_id: int
    org_id: int
    area_code: str
    studio_id: int | None = None
    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    introduction: str = ""
    introduction_en: str = ""
    most_cases: int = USUAL_CASES


@dataclass(frozen=True, slots=True)
class MediatorRow:
    """A mediator as a table has them; bodies and studios by name or code, kinds of disputes by key."""

    row: int
    username: str
    organisation: str
    studio: str
    area: str
    fields: tuple[str, ...]
    languages: tuple[str, ...]
    introduction: str
    introduction_en: str
    most_cases: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a table may name: `organisations` maps codes and names to codes, `kinds` keys and titles to keys."""

    usernames: Collection[str]
    organisations: Mapping[str, str]
    areas: Collection[str]
    kinds: Mapping[str, str]


def split(text: str) -> tuple[str, ...]:
    """What stands in one cell or control, between commas of either script or on lines of its own."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in _BETWEEN.split(text)))))


def check(*, new: NewMediator, kinds: Collection[str]) -> None:
    """Raises Invalid with every fault at its field."""
    faults: dict[str, Text] = {}
    if strange := [key for key in new.fields if key not in kinds]:
        faults["fields"] = gettext_lazy("There is no kind of dispute %(key)s.") % {"key": strange[0]}
    if not new.languages:
        faults["languages"] = gettext_lazy("Name at least one language.")
    elif len(new.languages) > MOST_LANGUAGES or any(len(one) > LONGEST_LANGUAGE for one in new.languages):
        faults["languages"] = gettext_lazy("Name at most eight, each in a few letters.")
    if max(len(new.introduction), len(new.introduction_en)) > LONGEST_INTRODUCTION:
        faults["introduction"] = gettext_lazy("Write at most 300 letters.")
    if new.most_cases not in MOST_CASES:
        faults["most_cases"] = gettext_lazy("From 1 to 200.")
    if faults:
        raise Invalid(gettext_lazy("Please mend what is named below."), fields=faults)


def read_mediators(*, table: Table, known: Known) -> tuple[tuple[MediatorRow, ...], tuple[Fault, ...]]:
    """The rows and every fault. Raises Invalid when a column that must be there is missing."""
    rows, faults, seen = [], [], set[str]()
    for number, cells in records(table, columns=COLUMNS, needed=("username", "organisation", "area", "languages")):
        texts = list(_faults(cells, known, seen))
        seen.add(cells["username"].casefold())
        faults += [Fault(number, text) for text in texts]
        if not texts:
            rows.append(_row(number, cells, known))
    return tuple(rows), tuple(faults)


def _faults(cells: Mapping[str, str], known: Known, seen: Collection[str]) -> Iterator[str]:
    username = cells["username"].casefold()
    if username not in known.usernames:
        yield _("There is no account “%(username)s”. Import the posts first.") % {"username": cells["username"]}
    elif username in seen:
        yield _("The account “%(username)s” stands in the table twice.") % {"username": cells["username"]}
    if cells["organisation"] not in known.organisations:
        yield _("There is no organisation %(code)s.") % {"code": cells["organisation"]}
    if cells["area"] not in known.areas:
        yield _("There is no area %(code)s.") % {"code": cells["area"]}
    for kind in split(cells.get("fields", "")):
        if kind not in known.kinds:
            yield _("There is no kind of dispute %(key)s.") % {"key": kind}
    most = cells.get("most_cases", "")
    if most and not (most.isdecimal() and int(most) in MOST_CASES):
        yield _("“%(count)s” is no number of cases from 1 to 200.") % {"count": most}


def _row(number: int, cells: Mapping[str, str], known: Known) -> MediatorRow:
    return MediatorRow(
        row=number,
        username=cells["username"],
        organisation=known.organisations[cells["organisation"]],
        studio=cells.get("studio", ""),
        area=cells["area"],
        fields=tuple(known.kinds[kind] for kind in split(cells.get("fields", ""))),
        languages=split(cells["languages"]),
        introduction=cells.get("introduction", ""),
        introduction_en=cells.get("introduction_en", ""),
        most_cases=int(cells.get("most_cases", "") or USUAL_CASES),
    )
