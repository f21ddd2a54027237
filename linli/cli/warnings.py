"""`linli warnings`: what rises by the end of a day, where and since when."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import orjson

from linli.cli.root import root, with_database

if TYPE_CHECKING:
    from linli.scores.actions.watching import Night, Rise


@root.command("warnings")
@click.option("--as-of", "as_of", metavar="DATE", help="The day, such as 2026-03-01. [default: yesterday]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: every figure, and the share of wrong warnings.")
@click.option(
    "--keep", is_flag=True, help="Keep what is found in the list of warnings, as the worker does every night."
)
@with_database
def warnings(as_of: str | None, as_json: bool, keep: bool) -> None:
    """Say what rises beyond chance by the end of a past day, from what is known of the days up to it."""
    from django.utils import timezone

    from linli.scores.actions.watching import look, watch

    now = datetime.now(UTC)
    day = _date(as_of) or timezone.localdate(now) - timedelta(days=1)
    if day >= timezone.localdate(now):
        raise click.UsageError("a day can be judged once it is over: name one before today")
    nights = watch(as_of=day, now=now) if keep else look(as_of=day)
    click.echo(_json(day, nights) if as_json else _text(day, nights))


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise click.BadParameter("write it as 2026-03-01", param_hint="--as-of") from fault


def _json(day: date, nights: "tuple[Night, ...]") -> str:
    from django.conf import settings

    from linli.scores.queries.surges import wrong_share

    share = wrong_share(today=day)
    body = {
        "as_of": day,
        "promised_false_warnings_per_week": settings.FALSE_WARNINGS,
        "settled_in_the_last_year": share.settled,
        "of_them_marked_wrong": share.wrong,
        "kinds": [_kind(night) for night in nights],
    }
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()


def _kind(night: "Night") -> dict[str, Any]:
    return {
        "pack": night.pack,
        "has_too_little_history": night.chance is None,
        "series": night.series,
        "warns_at_chance": night.chance,
        "calibrated_on": night.calibrated_on,
        "warnings": [{**asdict(rise), "names": _names(rise)} for rise in night.rises],
    }


def _names(rise: "Rise") -> list[str]:
    from linli.places import queries as places

    return [places.name_of(code) for code in rise.areas]


def _text(day: date, nights: "tuple[Night, ...]") -> str:
    lines = []
    for night in nights:
        if night.chance is None:
            lines.append(f"{night.pack}: too little history to say what is usual")
            continue
        lines.append(f"{night.pack}: {len(night.rises)} of {night.series} series rise by {day}")
        for rise in night.rises:
            where = " + ".join(_names(rise))
            lines.append(
                f"  {rise.category or '-'} in {where}: {rise.observed} since {rise.since}, "
                f"expected {rise.expected:.1f}, chance {rise.chance:.1e}"
            )
    return "\n".join(lines)
