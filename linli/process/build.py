"""Turns the checked tables of a pack.toml into the frozen dataclasses of `definition`. Decides nothing."""

from linli.process import definition as d
from linli.process import schema as s


def texts(text: s.Text) -> d.Texts:
    return {"zh": text.zh, "en": text.en}


def basis(one: s.Basis | None) -> d.Basis | None:
    if one is None:
        return None
    return d.Basis(texts(one.text), one.article, one.effective_from, one.effective_to)


def condition(one: s.Condition | None) -> d.Condition | None:
    return d.Condition(one.field, tuple(one.values)) if one else None


def choices(one: s.Ask | s.Column) -> tuple[d.Choice, ...]:
    return tuple(d.Choice(name, texts(title)) for name, title in one.choices.items())


def column(key: str, one: s.Column) -> d.Field:
    return d.Field(
        key=key,
        type=one.type,
        label=texts(one.label),
        purpose=texts(one.purpose),
        help=texts(one.help) if one.help else None,
        required=one.required,
        required_when=condition(one.required_when),
        sensitivity=one.sensitivity,
        seen_by=frozenset(one.seen_by),
        choices=choices(one),
        max_length=one.max_length,
        minimum=one.minimum,
        maximum=one.maximum,
    )


def field(key: str, ask: s.Ask) -> d.Field:
    goes_on = ask.continues
    return d.Field(
        key=key,
        type=ask.type,
        label=texts(ask.label),
        purpose=texts(ask.purpose),
        help=texts(ask.help) if ask.help else None,
        required=ask.required,
        required_when=condition(ask.required_when),
        shown_when=condition(ask.shown_when),
        sensitivity=ask.sensitivity,
        seen_by=frozenset(ask.seen_by),
        choices=choices(ask),
        max_length=ask.max_length,
        minimum=ask.minimum,
        maximum=ask.maximum,
        keeps=ask.keeps,
        hides_from=ask.hides_from,
        columns=tuple(column(name, one) for name, one in ask.columns.items()),
        min_rows=ask.min_rows,
        max_rows=ask.max_rows,
        continues=d.Continues(goes_on.column, tuple(goes_on.values), tuple(goes_on.asks)) if goes_on else None,
    )


def categories(key: str, group: s.Group) -> tuple[d.Category, ...]:
    """The group itself, then its leaves, which take over what they do not say."""
    top = d.Category(
        key, texts(group.title), "", group.urgency, tuple(group.words), group.is_public, group.confidentiality
    )
    leaves = (
        d.Category(
            key=f"{key}.{name}",
            title={"zh": leaf.zh, "en": leaf.en},
            parent=key,
            urgency=leaf.urgency or group.urgency,
            words=tuple(leaf.words),
            is_public=group.is_public if leaf.is_public is None else leaf.is_public,
            confidentiality=leaf.confidentiality or group.confidentiality,
        )
        for name, leaf in group.leaves.items()
    )
    return (top, *leaves)


def stage(key: str, one: s.Stage) -> d.Stage:
    return d.Stage(key, texts(one.title), texts(one.public), one.holder, one.outcome, one.is_suspended)


def action(key: str, one: s.Action, asks: tuple[d.Field, ...]) -> d.Action:
    return d.Action(
        key=key,
        title=texts(one.title),
        from_stages=frozenset(one.from_stages),
        to=one.to,
        by=frozenset(one.by),
        effect=one.effect,
        holder_only=one.holder_only,
        asks=asks,
        requires=tuple(one.requires),
        guards=tuple(one.guards),
        limit=one.limit,
        limit_per=one.limit_per,
        within_days=one.within_days,
        document=one.document,
        document_for=one.document_for,
        notifies=tuple(d.Notify(told.to, told.template) for told in one.notifies),
        is_public=one.is_public,
        is_danger=one.is_danger,
        opens=one.opens,
        reviews=one.reviews,
        counts=tuple(one.counts),
        clears=tuple(one.clears),
    )


def count(key: str, one: s.Count) -> d.Count:
    return d.Count(
        key=key,
        title=texts(one.title),
        when=condition(one.when),
        timed=one.timed,
        of=one.of,
        named_in=one.named_in,
        each=one.each,
        sums=one.sums,
        points=dict(one.points),
        in_time=one.in_time,
    )


def extension(one: s.Extension | None) -> d.Extension | None:
    if one is None:
        return None
    return d.Extension(one.times, one.longest, basis(one.basis), one.approver or "", one.notice or "", one.unit)


def lengths(found: list[s.Length]) -> tuple[d.Length, ...]:
    return tuple(d.Length(each.length, each.unit, each.category, each.urgency, basis(each.basis)) for each in found)


def edition(one: s.Edition, of: s.Clock) -> d.Edition:
    """What the edition does not say stays as the clock has it."""
    return d.Edition(
        starts_date=one.starts_date,
        ends_date=one.ends_date,
        transition=one.transition,
        lengths=lengths(of.lengths if one.lengths is None else one.lengths),
        count_from=one.count_from or of.count_from,
        ends=one.ends or of.ends,
        extension=extension(one.extension or of.extension),
        basis=basis(one.basis),
    )


def clock(key: str, one: s.Clock) -> d.ClockRule:
    return d.ClockRule(
        key=key,
        title=texts(one.title),
        runs_in=frozenset(one.runs_in),
        lengths=lengths(one.lengths),
        pauses_in=frozenset(one.pauses_in),
        calendar=one.calendar,
        count_from=one.count_from,
        warn_percent=one.warn_percent,
        per=one.per,
        is_promise=one.is_promise,
        on_breach=tuple(one.on_breach),
        extension=extension(one.extension),
        basis=basis(one.basis),
        breach_action=one.breach_action,
        ends=one.ends,
        since=one.since,
        when=condition(one.when),
        stopped_by=frozenset(one.stopped_by),
        until=one.until,
        editions=tuple(edition(each, one) for each in sorted(one.edition, key=lambda each: each.starts_date)),
    )
