"""A clock with its reasons, as `ClockView`: steps with dates, one plain sentence, the legal basis."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from linli.cases.queries.loading import adjustment, edition_date, instant, moment
from linli.cases.types import ClockView
from linli.cases.wording import said
from linli.core import wording
from linli.core.articles import cited
from linli.core.clock import Calendar, Step, explain
from linli.process.definition import Basis, ClockRule, CountFrom, Ends, Length, Pack, Unit


def clock_view(
    item: Mapping[str, Any],
    *,
    pack: Pack,
    category: str,
    urgency: str,
    calendars: Mapping[str, Calendar],
    now: datetime,
) -> ClockView:
    """A clock's JSON row (its columns and `org_name`) as readers of a case of that kind see it."""
    rule = pack.clocks[item["key"]].edition(edition_date(item))
    basis = _basis(item, rule.length_of(category=category, urgency=urgency), rule)
    due_at, stopped_at = instant(item["due_at"]), moment(item["stopped_at"])
    calendar = calendars[item["calendar"]]
    steps = _steps(item, calendar)
    extension_law = _law(rule.extension.basis if rule.extension else None, None)
    told = _told(steps, due_at, calendar.tz, extension_law)
    return ClockView(
        key=rule.key,
        title=rule.title,
        state=item["state"],
        started_at=instant(item["started_at"]),
        due_at=due_at,
        warn_at=moment(item["warn_at"]),
        paused_at=moment(item["paused_at"]),
        stopped_at=stopped_at,
        is_late=(stopped_at or moment(item["paused_at"]) or now) > due_at,
        is_promise=rule.is_promise,
        org_name=item.get("org_name") or "",
        length=item["length"],
        unit=item["unit"],
        sentence=told.sentence,
        reasons=told.items,
        steps=steps,
        basis=basis.text if basis else None,
        article=basis.article if basis else "",
        law=_law(basis, rule.edition_date),
        extension_law=extension_law,
    )


def _basis(item: Mapping[str, Any], length: Length | None, rule: ClockRule) -> Basis | None:
    """That of the length that the clock was counted with, which its case, of another kind since, may not have now."""
    counted = (item["length"], item["unit"])
    if length and (length.length, length.unit) != counted:
        length = next((one for one in rule.lengths if (one.length, one.unit) == counted), length)
    return (length.basis if length else None) or rule.basis


def _law(basis: Basis | None, edition: date | None) -> str:
    """A legal basis with its article and since when it has been in force, in the reader's language."""
    if basis is None:
        return ""
    article = cited(article=basis.article, language=get_language() or "zh-hans")
    law = f"{said(basis.text)} {article}".strip()
    return wording.describe_law(law, since=basis.effective_from or edition)


def _told(steps: tuple[Step, ...], due_at: datetime, tz: ZoneInfo, extension_law: str) -> wording.Explanation:
    """Words for what the due date is. Steps that come to another moment would explain nothing, so they are not told."""
    language = get_language() or "zh-hans"
    if not steps:
        return wording.Explanation(sentence=wording.describe_agreed(due_at, language, tz=tz), items=())
    if steps[-1].at != due_at:
        return wording.Explanation(sentence=wording.describe_past(due_at, language, tz=tz), items=())
    return wording.describe(steps, language, tz=tz, extension_law=extension_law)


def _steps(item: Mapping[str, Any], calendar: Calendar) -> tuple[Step, ...]:
    """The reckoning; a date that was agreed or came with an import explains itself by being fixed."""
    if item["unit"] == "fixed" or item["length"] is None:
        return ()
    history = [adjustment(step) for step in item["history"]]
    pauses: list[tuple[datetime, datetime | None]] = [
        (step.begins_at, step.ends_at) for step in history if step.kind == "pause"
    ]
    if item["paused_at"]:
        pauses.append((instant(item["paused_at"]), None))
    unit = cast("Unit", item["unit"])
    return explain(
        start=instant(item["started_at"]),
        length=item["length"],
        unit=unit,
        calendar=calendar,
        count_from=cast("CountFrom", item["count_from"]),
        ends=cast("Ends", item["ends"]),
        pauses=pauses,
        extensions=[(step.length, cast("Unit", step.unit or unit)) for step in history if step.kind == "extend"],
    )
