"""`linli hot`: hot issues, groups of reports about the same matter, of the cases or of a file of messages."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from linli.cli.root import in_english, root, with_database
from linli.cli.training import EXISTING, progress_bar

if TYPE_CHECKING:
    from linli.reading.queries.messages import Messages
    from linli.reading.rules.finding import Found

SHOWN = 20


@root.command("hot")
@click.argument("file", type=EXISTING, required=False)
@click.option("--mapping", type=EXISTING, help="For FILE: the mapping file of an import, which says what columns mean.")
@click.option("--person", default="", help="For FILE: the column that tells reporters apart.")
@click.option("--support", default="", help="For FILE: the column with how many readers agreed.")
@click.option("--against", default="", help="For FILE: the column with how many readers disagreed.")
@click.option("--as-of", "as_of", metavar="DATE", help="By the end of which day. [default: now; of FILE its last day]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: every issue with its parts and its reports.")
@click.option("--keep", is_flag=True, help="Keep what is found for the console, as the worker does every night.")
@click.option("--progress/--no-progress", default=True, help="Show how far it is.")
@with_database
@in_english
def hot(
    file: Path | None,
    mapping: Path | None,
    person: str,
    support: str,
    against: str,
    as_of: str | None,
    as_json: bool,
    keep: bool,
    progress: bool,
) -> None:
    """Say which matters several people report, the hottest first: of the cases of a year, or of a FILE."""
    if file is not None and (mapping is None or keep):
        raise click.UsageError("name a --mapping for the file; --keep is for the cases alone")
    if keep and as_of:
        raise click.UsageError("what is kept is as of now: leave --as-of out")
    end = _end(as_of)
    if file is not None and mapping is not None:
        messages = _messages(file, mapping, person, support, against, progress)
        moment = end or max((one.at for one in messages.reports), default=datetime.now(UTC))
        issues, numbers = _of_messages(messages, moment, progress), dict(enumerate(messages.numbers))
    elif keep:
        click.echo(f"{_kept(progress)} issues kept")
        return
    else:
        moment = end or datetime.now(UTC)
        issues, numbers = _of_cases(moment, progress)
    click.echo(_json(moment, issues, numbers) if as_json else _text(issues))


def _of_cases(moment: datetime, progress: bool) -> "tuple[list[Found], dict[int, str]]":
    from linli.cases.models import Case
    from linli.reading.actions.issues import look

    with progress_bar(progress) as step:
        issues = look(as_of=moment, progress=step)
    keys = [key for one in issues for key in one.keys]
    return issues, dict(Case.objects.filter(id__in=keys).values_list("id", "number"))


def _kept(progress: bool) -> int:
    from linli.reading.actions.issues import keep

    with progress_bar(progress) as step:
        return keep(now=datetime.now(UTC), progress=step)


def _messages(file: Path, mapping: Path, person: str, support: str, against: str, progress: bool) -> "Messages":
    from linli.intake.mapping import read_mapping
    from linli.intake.rules.rows import read_moment
    from linli.places import queries as places
    from linli.reading.queries.messages import Columns, of_file

    said, _digest = read_mapping(content=mapping.read_bytes())
    aliases = said.place.aliases

    def area_of(text: str) -> str:
        found = places.find_in_text(text=text, aliases=aliases)
        return found.area_code if found else ""

    columns = Columns(
        title=_names(said.columns.title),
        text=_names(said.columns.text),
        at=said.columns.opened_at,
        number=said.columns.external_number,
        person=person,
        support=support,
        against=against,
    )
    with progress_bar(progress) if progress else nullcontext(None) as step:
        return of_file(
            file=file,
            columns=columns,
            area_of=area_of,
            moment_of=lambda value: read_moment(value, formats=said.formats, zone=said.zone),
            progress=lambda done: step("reading", done, done) if step else None,
        )


def _of_messages(messages: "Messages", moment: datetime, progress: bool) -> "list[Found]":
    from linli.reading.actions.issues import found
    from linli.reading.queries.reports import widths

    known = [one for one in messages.reports if one.at <= moment]
    with progress_bar(progress) as step:
        return found(found_in=known, as_of=moment, widths=widths(), progress=step)


def _names(columns: str | list[str]) -> tuple[str, ...]:
    return tuple(columns) if isinstance(columns, list) else (columns,)


def _end(text: str | None) -> datetime | None:
    from django.utils import timezone

    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise click.BadParameter("write it as 2026-03-01", param_hint="--as-of") from fault
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_current_timezone())


def _json(moment: datetime, issues: "list[Found]", numbers: dict[int, str]) -> str:
    body = {"as_of": moment, "issues": [_issue(one, numbers) for one in issues]}
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()


def _issue(one: "Found", numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "title": one.title,
        "area": one.area_code,
        "place": _place(one.area_code),
        "first": one.first_at,
        "last": one.last_at,
        "reports": len(one.keys),
        "people": one.people,
        "heat": round(one.heat.points, 2),
        "of_it_people": round(one.heat.people, 2),
        "of_it_support": round(one.heat.support, 2),
        "of_it_lasting": round(one.heat.lasting, 2),
        "members": [numbers[key] for key in one.keys],
    }


def _place(code: str) -> str:
    from linli.places import queries as places

    return places.name_of(code) if code else ""


def _text(issues: "list[Found]") -> str:
    from django.utils import timezone

    lines = [f"{len(issues)} issues that three people or more report; the hottest {min(len(issues), SHOWN)}:"]
    for number, one in enumerate(issues[:SHOWN], 1):
        first, last = (timezone.localdate(at) for at in (one.first_at, one.last_at))
        heat = one.heat
        lines.append(
            f"{number}. {one.title or '-'} ({_place(one.area_code) or 'no place'}): {len(one.keys)} reports of "
            f"{one.people} people, {first} to {last}, heat {heat.points:.1f} "
            f"(people {heat.people:.1f}, support {heat.support:.1f}, lasting {heat.lasting:.1f})"
        )
    return "\n".join(lines)
