"""What an action asks for, as form fields: a pack's `Field` made ready to show. Reading them back is `answering`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.cases.queries.files import KeptFile
from linli.core.same import Same
from linli.documents.reading import Block
from linli.process.definition import Action, Category, Condition, Field, Pack
from linli.web import tablefields
from linli.web.console import domain
from linli.web.wording import text_of as texts

WIDGETS: Mapping[str, str] = {
    "text": "text",
    "long_text": "long_text",
    "number": "number",
    "duration": "number",
    "date": "date",
    "datetime": "datetime",
    "boolean": "yes_no",
    "choice": "choice",
    "choices": "choices",
    "organisation": "organisation",
    "organisations": "organisations",
    "area": "area",
    "photos": "photos",
    "files": "files",
    "case": "case",
    "category": "choice",
    "table": "table",
}
SHORT_LIST = 5
_OFFERED_NEARBY = frozenset({"organisation", "organisations", "area"})
CATEGORY = "category"
SIDE_STEPS = frozenset({"remind", "add", "escalate", "hand_down", "relocate", "recategorise", "open_linked"})


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    title: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Options under one heading; no heading when there is only one group. Two are the same if they are one object:
    those of a hundred categories are compared for each field of each page."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One field, ready to show. `shown_when` and `required_when` read `key=value|value` for the browser.

    `check` is the address that looks over what is written in it, while it is written; suggestions for it come from
    `suggested_at`. Both are empty for most.
    """

    key: str
    name: str
    id: str
    widget: str
    label: str
    help: str
    is_required: bool
    shown_when: str
    required_when: str
    condition: str
    max_length: int
    minimum: int | None
    maximum: int | None
    value: str = ""
    typed_name: str = ""
    groups: tuple[Group, ...] = ()
    kept: tuple[KeptFile, ...] = ()
    grid: tablefields.Grid | None = None
    error: str = ""
    is_personal: bool = False
    is_suggested: bool = False
    check: str = ""
    suggested_at: str = ""

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(option for group in self.groups for option in group.options)

    @property
    def is_short(self) -> bool:
        return len(self.options) <= SHORT_LIST

    @property
    def is_plain(self) -> bool:
        """Whether it looks the same on every case: nothing of this one is in it but a choice that the pack offers."""
        is_asked_here = self.widget in _OFFERED_NEARBY or self.check or self.suggested_at
        is_told = (self.value and not self.groups) or self.typed_name or self.kept or self.grid or self.error
        return not (is_asked_here or is_told)


@dataclass(frozen=True)
class Place:
    """Where the case lies, so that the organisations and areas nearby are offered first. One serves a page's forms."""

    area_code: str = ""

    @cached_property
    def around(self) -> tuple[domain.Offered, ...]:
        """The organisations of the area and of those above it, nearest first."""
        return domain.organisations_around(area_code=self.area_code)

    @cached_property
    def bodies(self) -> tuple[Group, ...]:
        """The same as options, none chosen."""
        return _by_area(self.around, frozenset())


@dataclass(frozen=True, slots=True)
class Asked:
    """An action with its fields, as a form. `note` holds a refusal of the whole step."""

    action: Action
    fields: tuple[Ask, ...]
    is_open: bool = False
    note: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    document: tuple[Block, ...] = ()

    @property
    def title(self) -> str:
        return texts(self.action.title)

    @property
    def is_plain(self) -> bool:
        """Whether it looks the same on every case, but for the case's address and version."""
        return not (self.is_open or self.note or self.errors or self.document) and all(
            one.is_plain for one in self.fields
        )

    @property
    def is_main(self) -> bool:
        """Whether it carries the case on; what corrects, adds or ends it stands behind “more steps”."""
        is_aside = self.action.effect in SIDE_STEPS and self.action.to == "@same"
        return not (is_aside or self.action.is_danger)


def asked(
    *,
    pack: Pack,
    action: Action,
    fields: Sequence[Field],
    place: Place,
    typed: QueryDict | None = None,
    kept: Mapping[str, tuple[KeptFile, ...]] | None = None,
    errors: Mapping[str, str] | None = None,
    note: str = "",
    prefill: Mapping[str, str] | None = None,
    known: Mapping[str, Any] | None = None,
    document: tuple[Block, ...] = (),
) -> Asked:
    """The action as a form, with what was typed before if it is shown again, else with what the case knows already."""
    held = known or {}
    given = typed if typed is not None else _typed(held, fields)
    tables = {
        one.key: tablefields.read(one=one, name=one.key, typed=given, known=held.get(one.key))
        if typed is not None
        else held.get(one.key, [])
        for one in fields
        if one.type == "table"
    }
    stored, faults, filled = kept or {}, errors or {}, (prefill or {}) if typed is None else {}
    made = tuple(
        _with_grid(
            _ask(pack, action.key, one, tuple(fields), place, given, stored.get(one.key, ()), faults, filled),
            one,
            tables.get(one.key),
            faults,
        )
        for one in fields
    )
    return Asked(
        action=action, fields=made, is_open=typed is not None, note=note, errors=errors or {}, document=document
    )


def _typed(known: Mapping[str, Any], fields: Sequence[Field]) -> QueryDict:
    """Facts of the case as a form would send them."""
    given = QueryDict(mutable=True)
    for one in fields:
        if one.key in known and one.type != "table":
            value = known[one.key]
            given.setlist(one.key, [_as_typed(one, item) for item in (value if isinstance(value, list) else [value])])
    return given


def _as_typed(one: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    parsed = parse_datetime(str(value)) if one.type == "datetime" else None
    return timezone.localtime(parsed).strftime("%Y-%m-%dT%H:%M") if parsed else str(value)


def case_fields(
    *,
    pack: Pack,
    place: Place,
    typed: QueryDict | None = None,
    kept: Mapping[str, tuple[KeptFile, ...]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> tuple[Ask, ...]:
    """The fields of the case itself, asked for when it is reported; `kept` was uploaded with them before."""
    stored = kept or {}
    given = typed if typed is not None else QueryDict(mutable=True)
    return tuple(
        _with_grid(
            _ask(pack, "case", one, pack.fields, place, given, stored.get(one.key, ()), errors or {}, {}),
            one,
            tablefields.read(one=one, name=one.key, typed=given) if one.type == "table" else None,
            errors or {},
        )
        for one in pack.fields
    )


def _with_grid(made: Ask, one: Field, rows: list[dict[str, Any]] | None, errors: Mapping[str, str]) -> Ask:
    if rows is None:
        return made
    faulty = any(key.startswith(f"{one.key}.") for key in errors)
    said = made.error or (_("See the marked cells.") if faulty else "")
    grid = tablefields.grid(one=one, name=one.key, rows=rows, errors=errors)
    return replace(made, grid=grid, error=said, is_required=one.required or one.min_rows > 0)


def opened(form: Asked) -> Asked:
    """The form, unfolded."""
    return replace(form, is_open=True)


def looked_over(form: Asked, *, key: str, address: str) -> Asked:
    """The form with that field looked over while it is written."""
    return _with(form, key, check=address)


def with_suggestions(form: Asked, *, address: str, key: str = CATEGORY) -> Asked:
    """The form, with suggestions for a field, if it asks for it, from an address."""
    return _with(form, key, suggested_at=address)


def _with(form: Asked, key: str, **changes: str) -> Asked:
    made = tuple(replace(one, **changes) if one.key == key else one for one in form.fields)  # type: ignore[arg-type]
    return replace(form, fields=made)


def title_of(action: Action) -> str:
    """What the action is called."""
    return texts(action.title)


def _ask(
    pack: Pack,
    prefix: str,
    one: Field,
    siblings: tuple[Field, ...],
    place: Place,
    typed: QueryDict,
    kept: tuple[KeptFile, ...],
    errors: Mapping[str, str],
    prefill: Mapping[str, str],
) -> Ask:
    values = [prefill[one.key]] if one.key in prefill else typed.getlist(one.key)
    blank = _blank(Same(pack), prefix, Same(one), get_language() or "")
    if not (values or kept or errors or one.shown_when or one.type in _OFFERED_NEARBY):
        return blank
    known: dict[str, Any] = {
        "condition": _in_words(one.shown_when, siblings),
        "value": values[0] if values else "",
        "typed_name": typed.get(f"{one.key}_name", ""),
        "groups": _groups(one, blank.groups, place, frozenset(values)),
        "kept": kept,
        "error": errors.get(one.key, ""),
        "is_suggested": one.type == "organisation" and one.key in prefill,
    }
    told = {key: value for key, value in known.items() if value and value is not blank.groups}
    return replace(blank, **told) if told else blank


@lru_cache(maxsize=4096)  # every field of every step that is offered on every case
def _blank(pack: Same[Pack], prefix: str, field: Same[Field], language: str) -> Ask:
    """The field as it is before anything is known of the case, in the reader's language."""
    one = field.it
    return Ask(
        key=one.key,
        name=one.key,
        id=f"{prefix}-{one.key}",
        widget=WIDGETS[one.type],
        label=texts(one.label),
        help=texts(one.help),
        is_required=one.required,
        shown_when=_condition(one.shown_when),
        required_when=_condition(one.required_when),
        condition="",
        max_length=one.max_length,
        minimum=one.minimum,
        maximum=one.maximum,
        groups=_fixed_groups(pack.it, one),
        is_personal=one.sensitivity != "none",
    )


def _condition(condition: Condition | None) -> str:
    return f"{condition.field}={'|'.join(condition.values)}" if condition else ""


def _in_words(condition: Condition | None, siblings: tuple[Field, ...]) -> str:
    """What a reader without JavaScript is told of a conditional field."""
    other = next((one for one in siblings if condition and one.key == condition.field), None)
    if condition is None or other is None:
        return ""
    titles = {choice.key: texts(choice.title) for choice in other.choices}
    yes_no = {"true": _("Yes"), "false": _("No")}
    values = " / ".join(titles.get(value) or yes_no.get(value, value) for value in condition.values)
    return _("Only if “%(field)s” is: %(values)s") % {"field": texts(other.label), "values": values}


def _fixed_groups(pack: Pack, one: Field) -> tuple[Group, ...]:
    """What the pack itself offers."""
    if one.type in ("choice", "choices"):
        return (Group("", tuple(Option(choice.key, texts(choice.title)) for choice in one.choices)),)
    return category_groups(pack=pack) if one.type == "category" else ()


def _groups(one: Field, fixed: tuple[Group, ...], place: Place, chosen: frozenset[str]) -> tuple[Group, ...]:
    if one.type in ("organisation", "organisations"):
        return _organisations(place, chosen)
    if one.type == "area":
        nearby = domain.areas_around(area_code=place.area_code)
        return (Group("", tuple(Option(f"{name} ({code})", name) for code, name in nearby)),)
    return _choosing(fixed, chosen) if fixed and chosen else fixed


@lru_cache(maxsize=4096)
def _choosing(groups: tuple[Group, ...], chosen: frozenset[str]) -> tuple[Group, ...]:
    """The groups with these options chosen."""
    return tuple(
        replace(group, options=tuple(replace(one, is_chosen=one.value in chosen) for one in group.options))
        for group in groups
    )


def category_groups(*, pack: Pack, chosen: frozenset[str] = frozenset()) -> tuple[Group, ...]:
    """The category tree two levels deep: groups, and what can be chosen under each."""
    under: dict[str, list[Category]] = {}
    for item in pack.categories.values():
        under.setdefault(item.parent, []).append(item)
    return tuple(
        Group(
            texts(top.title),
            tuple(Option(leaf.key, texts(leaf.title), leaf.key in chosen) for leaf in under.get(top.key, [top])),
        )
        for top in under.get("", [])
    )


def _organisations(place: Place, chosen: frozenset[str]) -> tuple[Group, ...]:
    """Those of the case's own area and the areas above it, nearest first, and what was chosen elsewhere."""
    if not chosen:
        return place.bodies
    elsewhere = chosen - {str(one.id) for one in place.around}
    return _by_area((*place.around, *domain.organisations_of(ids=elsewhere)), chosen)


def _by_area(offered: tuple[domain.Offered, ...], chosen: frozenset[str]) -> tuple[Group, ...]:
    by_area: dict[str, list[Option]] = {}
    for one in offered:
        by_area.setdefault(one.area_name, []).append(Option(str(one.id), one.name, str(one.id) in chosen))
    return tuple(Group(heading, tuple(options)) for heading, options in by_area.items())
