"""`linli train` and `linli evaluate`: models that suggest a category, learned from what people decided."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from linli.cli.root import in_english, root, with_database, with_django

if TYPE_CHECKING:
    from linli.reading.types import About, Example, Kept, Scores

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
PRECISION = click.FloatRange(0.5, 0.999)


@root.command("train")
@click.argument("file", type=EXISTING, required=False)
@click.option("--pack", default="event", show_default=True, help="The kind of matter, which names the model.")
@click.option("--label", help="The column of FILE with what was decided.")
@click.option("--text", default="", help="The column of FILE with the text; title and text together without.")
@click.option("--precision", type=PRECISION, default=0.95, show_default=True, help="How right a sure reading must be.")
@click.option("--progress/--no-progress", default=True, help="Show how far it is.")
@click.option("--starting", is_flag=True, help="Make the starting model that Linli ships from its own sentences.")
@click.option("--rollback", is_flag=True, help="Put the version before the one in use back.")
def train(
    file: Path | None,
    pack: str,
    label: str | None,
    text: str,
    precision: float,
    progress: bool,
    starting: bool,
    rollback: bool,
) -> None:
    """Learn categories from the closed cases of a pack, or from a CSV or Excel FILE, and put the model in use."""
    if file is not None and label is None:
        raise click.UsageError("say with --label which column of the file holds what was decided")
    if rollback:
        _roll_back(pack)
    elif starting:
        _start(pack, progress)
    elif file is None or label is None:
        _from_cases(pack, precision, progress)
    else:
        _from_file(file, pack, label, text, precision, progress)


@root.command("evaluate")
@click.argument("file", type=EXISTING)
@click.option("--label", required=True, help="The column of FILE with the true label.")
@click.option("--text", default="", help="The column of FILE with the text; title and text together without.")
@click.option("--pack", default="event", show_default=True, help="The kind of matter, which names the model.")
@click.option("--version", default="", help="A version of the model; the one in use without.")
@click.option("--precision", type=PRECISION, default=0.95, show_default=True, help="What coverage is stated at.")
@click.option("--json", "as_json", is_flag=True, help="The scores as JSON.")
@with_django
@in_english
def evaluate(file: Path, label: str, text: str, pack: str, version: str, precision: float, as_json: bool) -> None:
    """Score a model on a CSV or Excel FILE of texts with true labels: F1, calibration, coverage."""
    from linli.reading.queries import scoring
    from linli.reading.queries.examples import of_file

    kept = _kept(pack, version)
    examples = of_file(file=file, label=label, text=text)
    _known(kept, examples)
    with progress_bar(True) as step:
        scores = scoring.evaluate(
            model=kept.model,
            examples=examples,
            precision=precision,
            progress=lambda done: step("reading", done, len(examples)),
        )
    if as_json:
        facts = {"model": kept.about.name, "version": kept.about.version, "fingerprint": kept.about.fingerprint}
        click.echo(json.dumps(facts | asdict(scores), ensure_ascii=False, indent=1))
    else:
        click.echo(f"model {kept.about.name}, version {kept.about.version}, {kept.about.examples} examples")
        _tell(scores)


@with_django
@in_english
def _roll_back(pack: str) -> None:
    from linli.reading.actions.keeping import roll_back

    about = roll_back(name=pack)
    click.echo(f"model {about.name}: version {about.version} of {about.trained_at:%Y-%m-%d} is in use again")


@with_django
@in_english
def _start(pack: str, progress: bool) -> None:
    from linli.process.registry import registry
    from linli.reading.actions.starting import start

    with progress_bar(progress) as step:
        kept = start(pack=registry().pack(pack), now=datetime.now(UTC), progress=step)
    _introduce(kept.about)
    _tell(kept.about.scores)


@with_database
@in_english
def _from_cases(pack: str, precision: float, progress: bool) -> None:
    from linli.packs.queries import installed
    from linli.reading.queries.examples import of_cases

    found = list(of_cases(pack=installed().pack(pack)))
    _learned(found, name=pack, source="closed cases", precision=precision, progress=progress)


@with_django
@in_english
def _from_file(file: Path, pack: str, label: str, text: str, precision: float, progress: bool) -> None:
    from linli.reading.queries.examples import of_file

    found = of_file(file=file, label=label, text=text)
    _learned(found, name=pack, source=file.name, precision=precision, progress=progress)


def _learned(examples: list["Example"], *, name: str, source: str, precision: float, progress: bool) -> None:
    from linli.reading.actions.keeping import keep
    from linli.reading.actions.training import train as learn
    from linli.reading.queries.keeping import checked

    checked(name)
    with progress_bar(progress) as step:
        trained = learn(examples=examples, precision=precision, progress=step)
    kept = keep(name=name, trained=trained, source=source, now=datetime.now(UTC))
    _introduce(kept.about)
    _tell(kept.about.scores)


def _introduce(about: "About") -> None:
    click.echo(f"model {about.name}, version {about.version}: {about.examples} examples from {about.source}")
    click.echo(f"fingerprint {about.fingerprint}")
    if about.left_out:
        click.echo(f"left out, fewer than three texts: {', '.join(about.left_out)}")
    click.echo("scored on texts that were not learned from:")


def _tell(scores: "Scores") -> None:
    click.echo(f"{scores.count} texts: macro F1 {scores.macro_f1:.3f}, right {scores.accuracy:.3f}, ", nl=False)
    click.echo(f"among the first three {scores.in_three:.3f}, calibration error {scores.calibration_error:.3f}")
    click.echo(f"read surely {scores.coverage:.3f}, of which right {scores.sure_precision:.3f}; ", nl=False)
    click.echo(f"at precision {scores.precision:g} up to {scores.coverage_at:.3f} could be")
    for one in scores.labels:
        click.echo(f"  {one.label}: {one.count} texts, F1 {one.f1:.3f}, ", nl=False)
        click.echo(f"precision {one.precision:.3f}, recall {one.recall:.3f}")


def _kept(pack: str, version: str) -> "Kept":
    from linli.reading.errors import NoModel
    from linli.reading.queries import keeping

    kept = keeping.version(name=pack, number=version) if version else keeping.in_use(name=pack)
    if kept is None:
        raise NoModel(f"there is no model of {pack} yet: train one with --pack {pack}")
    return kept


def _known(kept: "Kept", examples: list["Example"]) -> None:
    from linli.reading.errors import BadExamples

    unknown = sorted({one.label for one in examples} - set(kept.model.labels))
    if len(unknown) == len({one.label for one in examples}):
        raise BadExamples(f"the model knows none of the labels; it knows {', '.join(kept.model.labels[:10])}")
    if unknown:
        click.echo(f"the model does not know these labels, their texts count as missed: {', '.join(unknown)}", err=True)


@contextmanager
def progress_bar(is_shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Shows what is being done, how far it is and for how long."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not is_shown) as bar:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step
