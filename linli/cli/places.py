"""`linli import divisions`, `linli import boundaries`, `linli places …`: areas and their polygons."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linli.cli.root import importing, root, with_database

if TYPE_CHECKING:
    from linli.places.rules.agreement import Share

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 200


@importing.command("divisions")
@click.argument("file", type=FILE)
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Such as code=区划代码.")
@click.option("--dry-run", is_flag=True, help="Report only.")
@with_database
def divisions(file: Path, columns: tuple[str, ...], dry_run: bool) -> None:
    """Bring in areas from a CSV or Excel FILE with the columns code and name (name_en, kind)."""
    from django.utils import timezone, translation

    from linli.places.actions import import_divisions

    mapping = dict(_pair(column) for column in columns)
    with translation.override("en"):
        report = import_divisions(
            content=file.read_bytes(), name=file.name, by=None, now=timezone.now(), columns=mapping, dry_run=dry_run
        )
    for fault in report.faults[:SHOWN]:
        click.echo(f"{file.name}:{fault.row}: {fault.text}", err=True)
    if report.faults:
        raise click.ClickException(f"{len(report.faults)} faults in {file.name}; nothing was changed")
    for code, before, after in report.renamed:
        click.echo(f"{code}: {before} is now {after}")
    if report.absent:
        click.echo(f"{len(report.absent)} known areas are not in the file; they stay as they are")
    click.echo(f"{report.rows} rows: {report.created} new, {len(report.renamed)} renamed, {report.unchanged} unchanged")


@importing.command("boundaries")
@click.argument("file", type=FILE)
@click.option("--system", type=click.Choice(["wgs84", "gcj02", "bd09"]), required=True, help="Its coordinates.")
@click.option("--repair", is_flag=True, help="Repair invalid polygons instead of refusing them.")
@click.option("--code-property", default="", help="The property that holds an area's code.")
@click.option("--name-property", default="", help="The property that holds an area's name.")
@click.option("--strict", is_flag=True, help="Refuse the file for warnings too.")
@click.option("--dry-run", is_flag=True, help="Report only.")
@with_database
def boundaries(
    file: Path, system: str, repair: bool, code_property: str, name_property: str, strict: bool, dry_run: bool
) -> None:
    """Bring in polygons from a GeoJSON FILE for areas that are known, with a report of every fault."""
    from django.db import transaction
    from django.utils import timezone, translation

    from linli.places.actions import How, import_boundaries

    how = How(system, repair, code_property, name_property, source=file.name)  # type: ignore[arg-type]
    with translation.override("en"), transaction.atomic():
        report = import_boundaries(content=file.read_bytes(), how=how, by=None, now=timezone.now(), dry_run=dry_run)
        for fault in report.faults[:SHOWN]:
            where = f"feature {fault.feature}" if fault.feature else "map"
            click.echo(f"{file.name}: {where}: {fault.kind}: {fault.text}", err=True)
        if report.is_refused or (strict and report.faults):
            raise click.ClickException(f"{len(report.faults)} faults in {file.name}; nothing was changed")
    click.echo(f"{report.features} features: {report.imported} imported, {len(report.faults)} warnings")


@root.group("places")
def places() -> None:
    """Areas, grids and their map."""


@places.command("schematic")
@click.argument("area")
@with_database
def schematic(area: str) -> None:
    """Draw AREA and everything below it on a schematic map."""
    from django.utils import timezone

    from linli.places.actions import make_schematic

    click.echo(f"{make_schematic(root=area, by=None, now=timezone.now())} areas drawn")


@places.command("grids")
@click.argument("area")
@click.option("--per-village", default=3, show_default=True, help="Grids for each village without any.")
@with_database
def grids(area: str, per_village: int) -> None:
    """Make grids for the villages under AREA that have none."""
    from django.utils import timezone

    from linli.places.actions import make_grids

    click.echo(f"{make_grids(root=area, per_village=per_village, by=None, now=timezone.now())} grids made")


@places.command("check")
@with_database
def check() -> None:
    """Check the surveyed polygons that are kept: overlaps, gaps, outside their parent, shifted."""
    import shapely
    from django.utils import translation

    from linli.places.actions.boundaries import check_shapes
    from linli.places.city import current
    from linli.places.models import Area, Boundary

    names = dict(Area.objects.filter(is_active=True).values_list("code", "name"))
    rows = Boundary.objects.filter(area__is_active=True, is_schematic=False).values_list("area_id", "wkb")
    shapes: dict[str, shapely.Geometry] = {code: shapely.from_wkb(bytes(wkb)) for code, wkb in rows}
    with translation.override("en"):
        faults, _shift = check_shapes(fresh=shapes, names=names, city=current())
    for fault in faults:
        click.echo(f"{fault.kind}: {fault.text}")
    click.echo(f"{len(shapes)} polygons, {len(faults)} faults")


@places.command("measure")
@click.argument("file", type=FILE)
@click.argument("labels", type=FILE)
@click.option("--mapping", type=FILE, required=True, help="How FILE is read: the mapping of its import.")
@with_database
def measure(file: Path, labels: Path, mapping: Path) -> None:
    """Compare the places that texts of FILE name with LABELS, a CSV of message_id, code and unsure (yes or empty)."""
    from linli.core.tables import read_table
    from linli.intake.queries import places_in_texts
    from linli.places.city import current
    from linli.places.rules.agreement import Pair, agreement

    answers = places_in_texts(content=file.read_bytes(), name=file.name, mapping=mapping.read_bytes())
    rows = [row for _line, row in read_table(content=labels.read_bytes(), name=labels.name).records()]
    unknown = [row["message_id"] for row in rows if row["message_id"] not in answers]
    if unknown:
        raise click.ClickException(f"{len(unknown)} labels are of no row in {file.name}, the first {unknown[0]}")
    pairs = [Pair(row["code"], answers[row["message_id"]], row["unsure"] == "yes") for row in rows]
    found = agreement(pairs=pairs, city=current())
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(found.outcomes.items())))
    click.echo(_share("precision below the city", found.precision))
    for level in current().levels:
        if level.key in found.recall:
            click.echo(_share(f"recall of {level.key}", found.recall[level.key]))


def _share(what: str, share: "Share") -> str:
    from linli.scores.rules.intervals import wilson

    if not share.of:
        return f"{what}: none to measure"
    rate = share.hits / share.of
    range_ = wilson(rate=rate, n=share.of)
    return f"{what}: {rate:.1%} ({share.hits} of {share.of}; 95 % interval {range_.low:.1%} to {range_.high:.1%})"


def _pair(text: str) -> tuple[str, str]:
    field, _equals, heading = text.partition("=")
    if not heading:
        raise click.BadParameter(f"“{text}” is not FIELD=HEADING", param_hint="--column")
    return field, heading
