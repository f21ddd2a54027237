"""What a document may say of a case and of the step that issues it, as text in one language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from linli.cases.models import Case
from linli.cases.rules.state import CaseState, Change, ClockState
from linli.cases.rules.step import Step
from linli.documents.rendering import Names
from linli.documents.rules import dates
from linli.documents.words import Letter
from linli.notify.links import tracking_link
from linli.people.models import Contact, Organisation
from linli.places import queries as places
from linli.places.city import current as city
from linli.places.queries import AreaRow
from linli.process.definition import Action, Field, Pack, Texts

NOBODY = {"zh": "反映人", "en": "the reporter"}
YES_NO = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
_ORGANISATIONS = ("organisation", "organisations")
_SHORT = ("minute", "hour", "working_hour")
"""Units of clocks whose end is told with its time."""


def names_of(*, pack: Pack, document: str) -> Names:
    """What `事项.…`, `填写.…` and `时限.…` may name in this document of the pack."""
    return Names(
        case=_names(pack.facts()),
        given=_names(asked_for(pack=pack, document=document)),
        clocks=frozenset({*pack.clocks, *(_word(rule.title) for rule in pack.clocks.values())} - {""}),
    )


def language_of(*, contact_id: Any, action: Action) -> str:
    """The reporter's language for what goes to the reporter, else the city's: `zh` or `en`."""
    chosen = ""
    if action.document_for == "reporter" and contact_id is not None:
        chosen = Contact.objects.filter(id=contact_id).values_list("language", flat=True).first() or ""
    return "en" if (chosen or city().language).startswith("en") else "zh"


def issuer_of(*, org_id: int | None) -> Organisation | None:
    """The body that the actor acts for."""
    return Organisation.objects.filter(id=org_id).first() if org_id else None


def letter_of(
    *, change: Change, step: Step, row: Mapping[str, Any], issuer: Organisation | None, number: str, language: str
) -> Letter:
    """Everything that the document may say. Contact data stays out: a person is named by their masked name."""
    state, action = change.after, step.action
    fields = step.pack.facts()
    asked = asked_for(pack=step.pack, document=action.document)
    said = _Words(language, [*_ids(fields, state.fields), *_ids(asked, step.inputs), *_led(state)])
    category = step.pack.categories.get(state.category)
    title, text = Case.objects.values_list("title", "text").get(id=state.id)
    tz = step.calendars["default"].tz
    plain = {
        "number": number,
        "date": dates.plain(day=step.now.astimezone(tz).date(), language=language),
        "formal_date": dates.formal(day=step.now.astimezone(tz).date()),
        "issuer": _name(issuer, language),
        "issuer_phone": issuer.phone if issuer else "",
        "recipient": _recipient(row["contact_id"]) or NOBODY[language],
        "case_number": state.number,
        "case_title": title,
        "case_text": text,
        "category": category.title[language] if category else "",
        "place": " ".join(part for part in (said.area(state.area_code), state.address) if part),
        "opened_date": dates.plain(day=state.opened_at.astimezone(tz).date(), language=language),
        "promised_date": said.end(state.promised_at, tz),
        "lead": said.organisation(state.lead_org_id),
        "assists": said.joined(part.org_id for part in state.parts if part.role == "assist" and not part.ended_at),
        "step": conclusion(action=action, language=language),
        "link": tracking_link(),
    }
    running = [item for item in state.clocks if item.key in step.pack.clocks and _is_ahead(item, step.now)]
    clocks = {item.key: said.end(item.due_at, tz, has_time=item.unit in _SHORT) for item in running}
    titles = {_word(rule.title): clocks.get(key, "") for key, rule in step.pack.clocks.items()}
    return Letter(
        plain=plain,
        case=said.values(fields, state.fields),
        given=said.values(asked, step.inputs),
        clocks={**dict.fromkeys(step.pack.clocks, ""), **titles, **clocks},
    )


class _Words:
    """Values in words, with the names of every organisation that they mention looked up at once."""

    def __init__(self, language: str, org_ids: Iterable[int]) -> None:
        self.language = language
        self.organisations = Organisation.objects.in_bulk(set(org_ids))

    def values(self, fields: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Any]:
        """By key and, where that is one word, by label; what was not given is empty."""
        return by_name(fields=fields, value=lambda one: self.value(one, given.get(one.key)))

    def value(self, one: Field, value: Any) -> Any:
        """A field's value: text, or rows of a table."""
        if value is None or one.type in ("photos", "files"):
            return ""
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            return [{cell.key: str(self.value(cell, row.get(cell.key))) for cell in one.columns} for row in value]
        if isinstance(value, list):
            return self._mark().join(str(self.value(one, item)) for item in value)
        return self._single(one, value)

    def organisation(self, org_id: int | None) -> str:
        """An organisation's name."""
        return _name(self.organisations.get(org_id), self.language) if org_id else ""

    def joined(self, org_ids: Iterable[int]) -> str:
        """Several organisations' names."""
        return self._mark().join(self.organisation(org_id) for org_id in org_ids)

    def area(self, code: str) -> str:
        """An area's name with those above it."""
        names = [row.name_en if self.language == "en" and row.name_en else row.name for row in _path(code)]
        return ("" if self.language == "zh" else ", ").join(names if self.language == "zh" else reversed(names))

    def end(self, at: datetime | None, tz: ZoneInfo, *, has_time: bool = False) -> str:
        """The last day of a period that ends then."""
        return dates.end(at=at.astimezone(tz), language=self.language, has_time=has_time) if at else ""

    def _single(self, one: Field, value: Any) -> str:
        if isinstance(value, bool):
            return YES_NO[self.language][value]
        if one.type in _ORGANISATIONS:
            return self.organisation(int(value))
        if one.type == "area":
            return self.area(str(value))
        if one.type == "datetime" and (at := parse_datetime(str(value))):
            here = at.astimezone(ZoneInfo(settings.TIME_ZONE)) if timezone.is_aware(at) else at
            return dates.moment(at=here, language=self.language)
        if one.type == "date" and (day := parse_date(str(value)[:10])):
            return dates.plain(day=day, language=self.language)
        return next((choice.title[self.language] for choice in one.choices if choice.key == value), str(value))

    def _mark(self) -> str:
        return "、" if self.language == "zh" else ", "


def by_name(*, fields: Iterable[Field], value: Callable[[Field], Any]) -> dict[str, Any]:
    """The fields' values by key and, where that is one word, by label."""
    found: dict[str, Any] = {}
    for one in fields:
        found[one.key] = found[_word(one.label) or one.key] = value(one)
    return found


def conclusion(*, action: Action, language: str) -> str:
    """What a document calls the step: its title, after the colon."""
    return action.title[language].replace(": ", "：").split("：")[-1]


def _path(code: str) -> list[AreaRow]:
    """The area and those above it, from the city down."""
    codes = [one for one in (*city().ancestors(code), code) if len(one) >= len(city().root)] if code else []
    return [places.area(one) for one in codes if places.exists(one)]


def asked_for(*, pack: Pack, document: str) -> list[Field]:
    """What the steps that issue the document ask for."""
    found = [field for action in pack.actions.values() if action.document == document for field in action.asks]
    return list({field.key: field for field in found}.values())


def _names(fields: Iterable[Field]) -> frozenset[str]:
    found = [(field.key, _word(field.label)) for field in fields]
    return frozenset(name for pair in found for name in pair if name)


def _is_ahead(item: ClockState, now: datetime) -> bool:
    """Whether it still runs, or waits, towards its end: what has passed is no deadline to set."""
    return item.state != "stopped" and item.due_at > now


def _word(label: Texts) -> str:
    """A Chinese label that can stand after the dot of a placeholder, else nothing."""
    return label["zh"] if label["zh"].isidentifier() else ""


def _ids(fields: Iterable[Field], given: Mapping[str, Any]) -> list[int]:
    values = [given[field.key] for field in fields if field.type in _ORGANISATIONS and given.get(field.key)]
    return [int(item) for value in values for item in (value if isinstance(value, list) else [value])]


def _led(state: CaseState) -> list[int]:
    return [org for org in (state.lead_org_id, *(part.org_id for part in state.parts)) if org]


def _name(organisation: Organisation | None, language: str) -> str:
    if organisation is None:
        return ""
    return (organisation.name_en or organisation.name) if language == "en" else organisation.name


def _recipient(contact_id: Any) -> str:
    """The masked name, such as 王**; nothing when only a telephone or an address was left."""
    mask = Contact.objects.filter(id=contact_id).values_list("mask", flat=True).first() if contact_id else ""
    first = (mask or "").split(" ")[0]
    return first if first.endswith("**") and "@" not in first and not first[:1].isdigit() else ""
