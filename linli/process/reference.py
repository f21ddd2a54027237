"""The reference page of a pack, generated from it: what `docs/reference/packs/<key>.md` must hold."""

from collections.abc import Iterable

from linli.process import diagram
from linli.process.definition import Action, Basis, Category, ClockRule, Count, Edition, Field, Length, Pack, Texts

STAY = {"@same": "stays", "@previous": "back to where it was"}


def markdown(pack: Pack) -> str:
    """The whole page, in English with the Chinese titles beside it."""
    parts = [
        f"# {both(pack.title)}",
        "Generated from `packs/" + pack.key + "/pack.toml` by `linli pack reference`; edit that file, not this page.",
        f"{pack.summary['en']}\n\n{pack.summary['zh']}",
        _facts(pack),
        "## Diagram\n\n```mermaid\n" + diagram.mermaid(pack, language="en") + "```",
        "## Stages\n\n" + table(("stage", "title", "holder", "the reporter reads", "ends as"), _stages(pack)),
        "## Actions\n\n" + table(("action", "title", "from → to", "by", "asks", "conditions"), _actions(pack)),
        "## Clocks\n\n"
        + table(("clock", "title", "runs in", "paused in", "length", "when due", "basis"), _clocks(pack)),
        "## Asked when reporting\n\n" + table(("field", "label", "type", "purpose"), _fields(pack)),
        *_counts(pack),
        "## Categories\n\n" + table(("category", "title", "urgency", "on the public map"), _categories(pack)),
    ]
    return "\n\n".join(parts) + "\n"


def both(texts: Texts) -> str:
    """English and Chinese beside each other."""
    return f"{texts['en']} {texts['zh']}"


def length(one: Length) -> str:
    """A length in words: "5 working days (normal)"."""
    unit = one.unit.replace("_", " ")
    kind = ", ".join(filter(None, (one.category, one.urgency)))
    return f"{one.length} {unit}{'s' if one.length != 1 else ''}" + (f" ({kind})" if kind else "")


def conditions(action: Action) -> str:
    """What must hold for an action beside who and where."""
    limits = f"{_times(action.limit)} per {action.limit_per}" if action.limit else ""
    days = f"within {action.within_days} days" if action.within_days else ""
    needs = [f"needs {word.replace('_', ' ')}" for word in action.requires]
    turn = "" if action.holder_only else "without holding the case"
    return "; ".join(filter(None, (turn, *needs, *(f"`{guard}`" for guard in action.guards), limits, days)))


def asked(field: Field) -> str:
    """A field in short: `*` where it is needed, `(kept)` where it becomes a fact of the case, and a table's columns."""
    columns = " [" + ", ".join(one.key + ("*" if one.required else "") for one in field.columns) + "]"
    goes_on = field.continues
    notes = [
        "kept" if field.keeps else "",
        "hides the case from those named" if field.hides_from else "",
        f"only rows with {goes_on.column} {'/'.join(goes_on.values)}" if goes_on else "",
    ]
    said = "; ".join(filter(None, notes))
    needed = "*" if field.required or field.min_rows else ""
    return field.key + needed + (columns if field.columns else "") + (f" ({said})" if said else "")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def law(basis: Basis | None) -> str:
    """A legal basis on one line."""
    if basis is None:
        return ""
    since = f" (from {basis.effective_from})" if basis.effective_from else ""
    return f"{both(basis.text)} {basis.article}".strip() + since


def laws(rule: ClockRule | Edition) -> str:
    """The legal basis of a clock on one line, and that of each length which has its own."""
    own = (f"{length(one)}: {law(one.basis)}" for one in rule.lengths if one.basis)
    return "; ".join(filter(None, (law(rule.basis), *own)))


def law_text(basis: Basis | None) -> str:
    """The name of the law alone."""
    return both(basis.text) if basis else ""


def on_breach(clock: ClockRule) -> str:
    """What happens when a clock falls due."""
    told = ", ".join(word.replace("_", " ") for word in clock.on_breach)
    return f"{told}; the system takes `{clock.breach_action}`" if clock.breach_action else told


def _facts(pack: Pack) -> str:
    lines = [
        f"- version {pack.version}, numbers begin with {pack.prefix}, {pack.confidentiality}, "
        f"kept {pack.retention_months} months, first at the {pack.desk_level} desk, "
        f"may be reopened within {pack.reopen_days} days",
        f"- comes in by {', '.join(sorted(pack.channels))}",
        *(f"- basis: {law(basis)}" for basis in pack.basis),
    ]
    if pack.verification == "organisation":
        lines.insert(1, "- verified by nobody of the organisation that handled, nor of its parent department")
    if pack.public_address != "village":
        lines.append(f"- of an address, {pack.public_address} and above are shown beyond the desk")
    return "\n".join(lines)


def _stages(pack: Pack) -> Iterable[tuple[str, ...]]:
    for key, stage in pack.stages.items():
        yield f"`{key}`", both(stage.title), stage.holder, both(stage.public), stage.outcome or ""


def _actions(pack: Pack) -> Iterable[tuple[str, ...]]:
    for key, action in pack.actions.items():
        source = ", ".join(stage for stage in pack.stages if stage in action.from_stages)
        asks = ", ".join(asked(field) for field in action.asks)
        target = STAY.get(action.to, action.to) + (f"; opens a `{action.opens}` case" if action.opens else "")
        target += "; reviews what was decided" * action.reviews
        yield (
            f"`{key}`",
            both(action.title),
            f"{source} → {target}",
            ", ".join(sorted(action.by)),
            asks,
            conditions(action),
        )


def _clocks(pack: Pack) -> Iterable[tuple[str, ...]]:
    for key, clock in pack.clocks.items():
        lengths = "; ".join(length(one) for one in clock.lengths) or "to the date agreed"
        lengths += _end(clock) + _extension(clock) + _editions(clock)
        title = both(clock.title) + (" (promised to the reporter)" if clock.is_promise else "")
        runs, pauses = _in_order(pack, clock.runs_in), _in_order(pack, clock.pauses_in)
        yield f"`{key}`", title, runs, pauses, lengths, on_breach(clock), laws(clock)


def _end(clock: ClockRule) -> str:
    """Which cases have it, and what ends it beside its stages and its length."""
    until = f"; to the end of `{clock.until}` where that is known" if clock.until else ""
    when = f"; only when `{clock.when.field}` is {', '.join(clock.when.values)}" if clock.when else ""
    stops = ", ".join(f"`{one}`" for one in sorted(clock.stopped_by))
    return until + when + (f"; stopped by {stops}" if stops else "")


def _extension(clock: ClockRule) -> str:
    rule = clock.extension
    if rule is None:
        return ""
    longest = f" by at most {rule.longest} each time" if rule.longest else ""
    return f"; may be extended {_times(rule.times)}{longest}" + (f", granted by {rule.approver}" * bool(rule.approver))


def _editions(clock: ClockRule) -> str:
    """What the law makes of the clock from a date on."""
    return "".join(f"; {edition(one)}" for one in clock.editions)


def edition(one: Edition) -> str:
    """An edition on one line: from when, for whom, how long, by which law."""
    whom = "cases opened since" if one.transition == "opened" else "running clocks as well"
    until = f" to {one.ends_date}" if one.ends_date else ""
    lengths = ", ".join(length(each) for each in one.lengths)
    return f"from {one.starts_date}{until} for {whom}: {lengths} ({laws(one)})"


def counting(rule: ClockRule | Edition) -> str:
    """How a clock counts, beside its length."""
    since = rule.since if isinstance(rule, ClockRule) else ""
    begins = f"`{since}`" if since else "it starts"
    words = [f"the day after {begins}"] if rule.count_from == "next_day" else [f"from {begins}"] if since else []
    return ", ".join([*words, *(["ends on a working day"] if rule.ends == "working_day" else [])])


def _in_order(pack: Pack, stages: frozenset[str]) -> str:
    return ", ".join(stage for stage in pack.stages if stage in stages)


def _fields(pack: Pack) -> Iterable[tuple[str, ...]]:
    for field in pack.fields:
        kind = field.type + asked(field).removeprefix(field.key)
        yield f"`{field.key}`", both(field.label), kind, both(field.purpose)


def _counts(pack: Pack) -> Iterable[str]:
    """What the pack counts, as a part of the page; nothing where it counts nothing of its own."""
    if pack.counts:
        rows = [
            (f"`{key}`", both(one.title), ", ".join(_counting(pack, key)), _when(one), "yes" if one.timed else "")
            for key, one in pack.counts_of_cases().items()
        ]
        heads = ("count", "title", "counted by", "only when", "days added up")
        yield "## Counts\n\n" + table(heads, rows) if rows else "## Counts"
        yield from _counts_of_organisations(pack)


def _counts_of_organisations(pack: Pack) -> Iterable[str]:
    rows = [
        (f"`{key}`", both(one.title), ", ".join(_counting(pack, key)), _whose(one), _when(one), _sums(one))
        for key, one in pack.counts_of_organisations().items()
    ]
    if rows:
        heads = ("count", "title", "counted by", "for", "only when", "adds up")
        yield "Of organisations:\n\n" + table(heads, rows)


def _whose(one: Count) -> str:
    return (f"`{one.named_in}`" if one.named_in else one.of) + (", each time" if one.each else ", once a case")


def _sums(one: Count) -> str:
    worth = ", ".join(f"{answer} {points}" for answer, points in one.points.items())
    return f"`{one.sums}`" + (f" ({worth})" if worth else "") if one.sums else ""


def _counting(pack: Pack, key: str) -> Iterable[str]:
    return (f"`{action.key}`" for action in pack.actions.values() if key in action.counts)


def _when(one: Count) -> str:
    if one.in_time is not None:
        return "in time" if one.in_time else "late"
    return f"{one.when.field} is {' or '.join(one.when.values)}" if one.when else ""


def _categories(pack: Pack) -> Iterable[tuple[str, ...]]:
    for category in pack.categories.values():
        yield _category(category)


def _category(one: Category) -> tuple[str, ...]:
    title = both(one.title) if one.parent else f"**{both(one.title)}**"
    secret = f"; {one.confidentiality}" if one.confidentiality else ""
    return f"`{one.key}`", title, one.urgency if one.parent else "", ("" if one.is_public else "no") + secret


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Rows of cells under a head."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
