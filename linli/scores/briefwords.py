"""The words of a brief: each sentence in two languages, as pieces of which the numbers know what they count."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from linli.core.wording import describe_length
from linli.documents.rules import dates
from linli.scores.rules.briefs import Behind, Facts, Kind
from linli.scores.rules.saying import said
from linli.scores.rules.sentences import About, Item, Length, Name, Number, Rate, Section, Sentence, Value

LANGUAGES: Mapping[str, str] = {"zh": "zh-hans", "en": "en"}
KINDS: Mapping[Kind, Promise] = {"day": _("Daily brief"), "week": _("Weekly brief")}
HEADINGS: Mapping[Section, Promise] = {
    "came_in": _("What came in and was closed"),
    "late": _("What is late"),
    "rising": _("What rises"),
    "well": _("What was closed well"),
}
SENTENCES: Mapping[str, Promise] = {
    "opened.day": _("New on the day: %(n)s (the day before %(before)s, change %(change)s)."),
    "opened.week": _("New in the week: %(n)s (the week before %(before)s, change %(change)s)."),
    "opened.year": _("In the same week of last year: %(n)s."),
    "packs": _("By kind of matter: %(parts)s."),
    "categories": _("Most were of these categories: %(parts)s."),
    "closed.day": _("Closed on the day: %(n)s (the day before %(before)s, change %(change)s)."),
    "closed.week": _("Closed in the week: %(n)s (the week before %(before)s, change %(change)s)."),
    "on_time.rate": _("Closed with a promised date: %(n)s, of them on time %(k)s and late %(m)s; on time %(rate)s."),
    "on_time.few": _(
        "Closed with a promised date: %(n)s, of them on time %(k)s and late %(m)s; fewer than %(least)s make no rate."
    ),
    "again": _("Opened again: %(reopened)s; given back: %(returned)s."),
    "late.some": _("At %(at)s open: %(open)s, of them overdue %(overdue)s and due within a day %(soon)s."),
    "late.none": _("At %(at)s open: %(open)s, none of them overdue; due within a day: %(soon)s."),
    "late.organisations": _("Most of the overdue lie with: %(parts)s."),
    "late.categories": _("By category, most of the overdue are: %(parts)s."),
    "late.areas": _("By area, most of the overdue are in: %(parts)s."),
    "rise": _(
        "Warning: %(what)s in %(where)s, %(since)s to %(until)s: %(n)s came in, about %(expected)s were to be expected."
    ),
    "rise.none": _("No category rose beyond what chance explains."),
    "rise.unknown": _("Whether anything rises was not judged: too little history, or not looked for yet."),
    "rise.running": _("Warnings that are not settled yet: %(n)s."),
    "well.all": _("All of the %(n)s closed with a promised date were on time."),
    "well.categories": _("Categories closed on time throughout, with none opened again: %(parts)s."),
    "well.quickest": _("Closed quickest: %(what)s; of %(n)s half within about %(time)s."),
    "well.organisations": _("Organisations clearly more often on time than all together: %(parts)s."),
    "well.none": _("Nothing was closed often enough to be named here."),
}
_GAP = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; of a number, `value` as it was counted, and what it counts."""

    text: str
    value: float | None = None
    behind: Behind | None = None


Pieces = tuple[Piece, ...]


def written(*, facts: Facts) -> dict[str, dict[Section, Pieces]]:
    """Every section in both languages."""
    sentences = said(facts=facts)
    return {
        language: {section: pieces(sentences=of, language=language) for section, of in sentences.items()}
        for language in LANGUAGES
    }


def pieces(*, sentences: Iterable[Sentence], language: str) -> Pieces:
    """Sentences in a language, one after the other."""
    found: list[Piece] = []
    with override(LANGUAGES[language]):
        for sentence in sentences:
            if found and language == "en":
                found.append(Piece(" "))
            found += _filled(str(SENTENCES[sentence.key]), sentence.values, language)
    return tuple(found)


def plain(of: Iterable[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in of)


def title(*, facts: Facts, area: str, language: str) -> str:
    """What a brief is called; `area` is its name in the language."""
    with override(LANGUAGES[language]):
        form = gettext("%(area)s: daily brief of %(date)s")
        if facts.kind == "week":
            form = gettext("%(area)s: weekly brief, %(date)s to %(until)s")
        since, until = (dates.plain(day=day, language=language) for day in (facts.since, facts.until))
        return form % {"area": area, "date": since, "until": until}


def heading(section: Section, language: str) -> str:
    """The title of a section."""
    with override(LANGUAGES[language]):
        return str(HEADINGS[section])


def _filled(template: str, values: Mapping[str, Value], language: str) -> Iterator[Piece]:
    for at, part in enumerate(_GAP.split(template)):
        if at % 2:
            yield from _told(values[part], language)
        elif part:
            yield Piece(part)


def _told(value: Value, language: str) -> Iterator[Piece]:
    """A value in words. Called with the language switched on."""
    match value:
        case Number():
            yield Piece(_number(value, language), value.n, value.behind)
        case Rate():
            yield Piece(percent(value.share), value.share)
        case About():
            yield Piece(f"{value.value:.1f}", value.value)
        case Length():
            yield Piece(_length(value.minutes), value.minutes)
        case Name():
            yield Piece(value.texts[language])
        case datetime():
            yield Piece(dates.moment(at=value, language=language))
        case date():
            yield Piece(dates.plain(day=value, language=language))
        case _:
            yield from _items(value, language)


def _items(items: Iterable[Item], language: str) -> Iterator[Piece]:
    for at, item in enumerate(items):
        if at:
            yield Piece(pgettext("between names in a row", ", "))
        form = gettext("%(name)s (%(n)s)")
        if item.share is not None:
            form = gettext("%(name)s (%(n)s of %(of)s on time, %(share)s)")
        values: dict[str, Value] = {
            "name": Name(item.name),
            "n": item.number,
            "of": Number(item.of),
            "share": Rate(item.share or 0),
        }
        yield from _filled(form, values, language)


def _number(number: Number, language: str) -> str:
    grouped = "," if language == "en" else ""
    sign = "+" if number.is_change and number.n else ""
    return f"{number.n:{sign}{grouped}}".replace("-", "−")


def percent(share: float) -> str:
    """A share as it is written, to one decimal."""
    return f"{share:.1%}"


def _length(minutes: float) -> str:
    """In whole minutes under an hour, hours under two days, then days; never less than one."""
    if minutes < 60:
        return describe_length(max(1, round(minutes)), "minute")
    hours = minutes / 60
    return describe_length(round(hours), "hour") if hours < 48 else describe_length(round(hours / 24), "day")
