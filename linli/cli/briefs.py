"""`linli briefs`: drafts daily and weekly briefs, as the worker does every night."""

from datetime import UTC, date, datetime

import click

from linli.cli.root import root, with_database


@root.command("briefs")
@click.option(
    "--date",
    "on",
    metavar="DATE",
    help="The day, or a day of the week, such as 2026-03-01. [default: the last that is over]",
)
@click.option("--kind", type=click.Choice(["day", "week"]), default="day", show_default=True)
@click.option("--area", metavar="CODE", help="One area only. [default: every area with a desk or a leader]")
@with_database
def briefs(on: str | None, kind: str, area: str | None) -> None:
    """Draft the briefs of a day or week that is over. Those that are there stay as they are; nothing is sent."""
    from django.utils import timezone

    from linli.people.access import SYSTEM
    from linli.scores.actions.briefs import draft
    from linli.scores.queries.briefs import areas_to_brief
    from linli.scores.rules.briefs import Kind, last_over

    chosen: Kind = "week" if kind == "week" else "day"
    now = datetime.now(UTC)
    today = timezone.localdate(now)
    day = _date(on) or last_over(kind=chosen, today=today)
    codes = (area,) if area else areas_to_brief(on=today)
    made = [draft(area=code, kind=chosen, on=day, by=SYSTEM, now=now) for code in codes]
    new = sum(one.is_new for one in made)
    click.echo(f"{new} drafted, {len(made) - new} there already")


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise click.BadParameter("write it as 2026-03-01", param_hint="--date") from fault
