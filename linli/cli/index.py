"""`linli index`: the compositions by which areas are scored, kept as data."""

import click

from linli.cli.root import root, stop_at, with_django


@root.group("index")
def index_() -> None:
    """Safe-place indices: those that come with Linli, and the city's own in its indices.toml."""


@index_.command("check")
@with_django
def check() -> None:
    """List every fault of the indices that come with Linli and of the city's own."""
    from linli.process.registry import registry
    from linli.scores.index import queries

    stop_at(queries.reading(packs=registry().known()).faults)
    click.echo("no faults found")


@index_.command("list")
@with_django
def list_() -> None:
    """Each edition of an index with its dates, groups and weights, and whether the city publishes it."""
    from linli.process.registry import registry
    from linli.scores.index import queries

    found = queries.reading(packs=registry().known())
    stop_at(found.faults)
    for key, editions in found.catalogue.indices.items():
        for one in editions:
            dates = f"{one.valid_from} to {one.valid_until or 'further notice'}"
            groups = ", ".join(f"{group.key} {group.weight}" for group in one.groups)
            words = [f"{key} {one.version}", one.title["en"], dates, groups]
            click.echo(" | ".join([*words, *(["published"] if key in found.catalogue.published else [])]))
