"""What the fields of a pack must say: tables, conditions, what is kept. Pure checks over a `Pack`."""

from collections.abc import Iterator, Mapping

from linli.process.definition import COLUMN_TYPES, KEPT_NEVER, Action, Condition, Continues, Field, Pack

Path = tuple[str | int, ...]
Problem = tuple[Path, str]
OF_THE_CASE = frozenset({"category", "urgency"})
"""What conditions may look at beside fields. `category` stands for those under it too."""


def problems(pack: Pack) -> Iterator[Problem]:
    """Every fault of the fields asked when reporting and by actions."""
    yield from _asked(pack, pack.fields, pack.fields, ("fields",))
    for one in pack.fields:
        if one.keeps:
            yield ("fields", one.key, "keeps"), f"{one.key} is asked when reporting and kept anyway: remove keeps"
        if one.required and one.seen_by and "reporter" not in one.seen_by and "web" in pack.channels:
            yield (
                ("fields", one.key, "required"),
                f"{one.key} is required, but residents are not asked what they never see",
            )
    for key, action in pack.actions.items():
        path = ("actions", key, "asks")
        yield from _asked(pack, action.asks, (*action.asks, *pack.facts()), path)
        for at, one in enumerate(action.asks):
            yield from _kept(pack, one, (*path, at))
        yield from _cleared(pack, action)
    facts = {one.key: one for one in reversed(pack.facts())}
    for key, clock in pack.clocks.items():
        if clock.when:
            yield from _condition(pack, clock.when, facts, ("clocks", key, "when"), key)


def _cleared(pack: Pack, action: Action) -> Iterator[Problem]:
    facts = {one.key: one for one in pack.facts()}
    for name in action.clears:
        if name not in facts:
            yield ("actions", action.key, "clears"), f"action {action.key} clears {name!r}, which no case keeps"
        elif facts[name].hides_from:
            yield (
                ("actions", action.key, "clears"),
                f"action {action.key} clears {name}, which hides the case",
            )


def _asked(pack: Pack, fields: tuple[Field, ...], among: tuple[Field, ...], path: Path) -> Iterator[Problem]:
    known = {field.key: field for field in reversed(among)}
    for at, field in enumerate(fields):
        where: Path = (*path, field.key) if path == ("fields",) else (*path, at)
        if field.type in {"choice", "choices"} and not field.choices:
            yield where, f"{field.key} is a {field.type} without choices: add them"
        if field.hides_from and field.type not in {"organisation", "organisations"}:
            yield where, f"{field.key} hides the case from those it names: its type must be organisation(s)"
        for condition in filter(None, (field.required_when, field.shown_when)):
            yield from _condition(pack, condition, known, where, field.key)
        yield from _table(field, where)


def _table(field: Field, where: Path) -> Iterator[Problem]:
    if field.type != "table":
        if field.columns or field.continues:
            yield where, f"{field.key} has columns but is no table: make its type 'table' or remove them"
        return
    if not field.columns:
        yield where, f"{field.key} is a table without columns: add columns.<key> = {{ type, label, purpose }}"
    if field.min_rows > field.max_rows:
        yield where, f"{field.key} wants at least {field.min_rows} rows but at most {field.max_rows}"
    for one in field.columns:
        yield from _column(field, one, where)


def _column(field: Field, one: Field, where: Path) -> Iterator[Problem]:
    name = f"{field.key}.{one.key}"
    if one.type not in COLUMN_TYPES:
        yield where, f"column {name} is of type {one.type!r}; a cell holds one of {sorted(COLUMN_TYPES)}"
    if one.type == "choice" and not one.choices:
        yield where, f"column {name} is a choice without choices: add them"
    if one.required_when is None:
        return
    other = field.column(one.required_when.field)
    if other is None:
        yield where, f"column {name} depends on {one.required_when.field!r}, which is no column of the table"
    else:
        yield from _values(one.required_when, other, where, name)


def _kept(pack: Pack, field: Field, where: Path) -> Iterator[Problem]:
    if field.continues:
        yield from _continued(pack, field, field.continues, where)
    if not field.keeps:
        return
    if field.type in KEPT_NEVER:
        yield where, f"{field.key} is of type {field.type}, which the case keeps in its own place: remove keeps"
    first = next(one for one in pack.facts() if one.key == field.key)
    if first.type != field.type:
        yield where, f"{field.key} is kept as {field.type} here and as {first.type} elsewhere: name them apart"
    elif {one.key: one.type for one in first.columns} != {one.key: one.type for one in field.columns}:
        yield where, f"table {field.key} is kept with other columns elsewhere: name them apart, or `use` one of [asks]"


def _continued(pack: Pack, field: Field, goes_on: Continues, where: Path) -> Iterator[Problem]:
    if field.type != "table":
        return
    if not field.keeps:
        yield where, f"{field.key} continues a kept table: it must keep too"
    elsewhere = (one for action in pack.actions.values() for one in action.asks if one.keeps and not one.continues)
    if not any(one.key == field.key for one in (*pack.fields, *elsewhere)):
        yield (
            where,
            f"{field.key} continues a table that no step fills in first: ask for it somewhere",
        )
    for key in sorted(goes_on.open() - {one.key for one in field.columns}):
        yield where, f"{field.key} continues by {key!r}, which is no column of the table"
    column = field.column(goes_on.column)
    if column is not None:
        yield from _values(Condition(goes_on.column, goes_on.values), column, where, field.key)


def _condition(
    pack: Pack, condition: Condition, known: Mapping[str, Field], where: Path, key: str
) -> Iterator[Problem]:
    target = known.get(condition.field)
    if target is not None:
        yield from _values(condition, target, where, key)
    elif condition.field == "category":
        for value in sorted(set(condition.values) - pack.categories.keys()):
            yield where, f"{key} depends on the category {value!r}, which is not in the tree"
    elif condition.field not in OF_THE_CASE:
        yield where, f"{key} depends on {condition.field!r}, which is asked neither here nor of the case"


def _values(condition: Condition, target: Field, where: Path, key: str) -> Iterator[Problem]:
    options = {"true", "false"} if target.type == "boolean" else {choice.key for choice in target.choices}
    for value in condition.values:
        if options and value not in options:
            yield where, f"{key} depends on {condition.field} = {value!r}, which it cannot be: {sorted(options)}"
