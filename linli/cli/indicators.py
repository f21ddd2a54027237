"""`linli indicators`: the formulas by which areas and organisations are measured, kept as data."""

from collections.abc import Iterator

import click

from linli.cli.root import root, stop_at, with_django


@root.group()
def indicators() -> None:
    """Indicators: those that come with Linli, and the city's own in its indicators.toml."""


@indicators.command("check")
@with_django
def check() -> None:
    """List every fault of the indicators that come with Linli and of the city's own."""
    from linli.scores.indicators import queries

    stop_at(queries.faults(known=_known()))
    click.echo("no faults found")


@indicators.command("list")
@with_django
def list_() -> None:
    """Each indicator with its formula, unit, the fewest cases that it is shown for, and whether it ranks."""
    from linli.scores.indicators import queries

    known = _known()
    stop_at(queries.faults(known=known))
    own = queries.own_file()
    found = queries.reading(file=own if own.is_file() else queries.NATIONAL, known=known).catalogue
    assert found is not None  # it has no faults
    for one in found.indicators.values():
        words = [one.key, one.title["en"], one.formula.text, one.unit, f"n >= {one.least}", *_marks(one.can_rank)]
        click.echo(" | ".join([*words, *(["published"] if one.key in found.published else [])]))


def _marks(can_rank: bool) -> Iterator[str]:
    if can_rank:
        yield "ranks"


def _known() -> frozenset[str]:
    """What the engine counts and what the packs in the folders count: no database is asked."""
    from linli.process.registry import registry
    from linli.scores.indicators.definition import MEASURES

    return MEASURES | {key for pack in registry().known() for key in pack.counts_of_cases()}
