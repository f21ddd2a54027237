"""Imports cases from a file: batch by batch, each whole; rows seen before are left alone; every fault is reported.

A run that was stopped goes on where it was when started again: the external numbers tell which rows are in.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from linli.cases.actions.bulk import tell_planner, write_past
from linli.cases.models import Case
from linli.cases.queries.desks import desk_of
from linli.cases.rules import triage
from linli.cases.rules.importing import PastCase, Stages
from linli.core.tables import Table, read_table
from linli.intake.mapping import Mapping, check_mapping, read_mapping
from linli.intake.models import ImportRun
from linli.intake.queries import place, points_of
from linli.intake.rules.rows import ReadRow, RowFault, read_row
from linli.people.models import Organisation
from linli.places.queries import Located
from linli.process.definition import Pack

BATCH = 2000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out, and why. `line` as a spreadsheet shows it."""

    line: int
    external_number: str
    column: str
    what: str


@dataclass(slots=True)
class Report:
    """What came of a run; `created + repeated + faults` is `rows`."""

    rows: int
    created: int = 0
    repeated: int = 0
    faults: list[Fault] = field(default_factory=list)
    placed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Run:
    """What every batch of a run needs."""

    mapping: Mapping
    pack: Pack
    stages: Stages
    organisations: dict[str, tuple[int, str]]
    now: datetime


def import_cases(
    *, content: bytes, name: str, mapping: bytes, now: datetime, progress: Progress | None = None, dry: bool = False
) -> Report:
    """Imports every row of the file that can be used. `dry` reads, places and reports, and writes nothing.

    Raises TableInvalid and MappingInvalid before anything is written.
    """
    found, digest = read_mapping(content=mapping)
    table = read_table(content=content, name=name)
    organisations = {
        code: (org_id, path) for code, org_id, path in Organisation.objects.values_list("code", "id", "path")
    }
    pack = check_mapping(mapping=found, header=table.header, organisations=set(organisations))
    stages = Stages(open=found.opening.stage or pack.first_stage, with_org=found.opening.with_organisation)
    run = _Run(mapping=found, pack=pack, stages=stages, organisations=organisations, now=now)
    report = Report(rows=len(table.rows))
    kept = None if dry else _begin(found, digest, content, name, report, now)
    seen: dict[str, int] = {}
    done = 0
    for lines in _batches(table):
        rows = _read(lines, run, report, seen)
        _write(rows, run, report, dry=dry)
        done += len(lines)
        if kept is not None:
            _note(kept, report)
        if progress:
            progress(done)
    if kept is not None:
        tell_planner()
        kept.finished_at = now
        kept.save(update_fields=["finished_at"])
    return report


def _batches(table: Table) -> Iterator[list[tuple[int, dict[str, str]]]]:
    batch: list[tuple[int, dict[str, str]]] = []
    for record in table.records():
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _begin(mapping: Mapping, digest: str, content: bytes, name: str, report: Report, now: datetime) -> ImportRun:
    return ImportRun.objects.create(
        source=mapping.source,
        file_name=name[:200],
        file_digest=hashlib.sha256(content).hexdigest(),
        mapping_digest=digest,
        rows=report.rows,
        started_at=now,
    )


def _note(kept: ImportRun, report: Report) -> None:
    kept.created, kept.repeated, kept.faulty = report.created, report.repeated, len(report.faults)
    kept.save(update_fields=["created", "repeated", "faulty"])


def _read(
    lines: Sequence[tuple[int, dict[str, str]]], run: _Run, report: Report, seen: dict[str, int]
) -> list[ReadRow]:
    rows: list[ReadRow] = []
    for line, cells in lines:
        try:
            row = read_row(line=line, row=cells, mapping=run.mapping)
            if row.external_number in seen:
                raise RowFault(
                    run.mapping.columns.external_number, f"the same number as line {seen[row.external_number]}"
                )
            seen[row.external_number] = line
            rows.append(row)
        except RowFault as fault:
            number = cells.get(run.mapping.columns.external_number, "")
            report.faults.append(Fault(line, number, fault.column, fault.what))
    return rows


def _write(rows: list[ReadRow], run: _Run, report: Report, *, dry: bool) -> None:
    numbers = [row.external_number for row in rows]
    known = set(
        Case.objects.filter(source=run.mapping.source, external_number__in=numbers)
        .exclude(external_number="")
        .values_list("external_number", flat=True)
    )
    report.repeated += len(known)
    fresh = [row for row in rows if row.external_number not in known]
    located = points_of(fresh, run.mapping)
    cases: list[PastCase] = []
    for row in fresh:
        try:
            cases.append(_case(row, run, located.get(row.line)))
        except RowFault as fault:
            report.faults.append(Fault(row.line, row.external_number, fault.column, fault.what))
    if cases and not dry:
        write_past(pack=run.pack, stages=run.stages, cases=cases, now=run.now)
    report.created += len(cases)
    for case in cases:
        report.placed[case.located_by] = report.placed.get(case.located_by, 0) + 1


def _case(row: ReadRow, run: _Run, located: Located | None) -> PastCase:
    placed = place(row=row, mapping=run.mapping, located=located)
    category = row.category or _suggested(row, run.pack)
    found = run.pack.categories.get(category)
    if category and found is None:
        raise RowFault(run.mapping.columns.category, f"the pack has no category {category!r}")
    org_id, org_path = _organisation(row, run)
    mode = run.mapping.opening.deadline
    return PastCase(
        external_number=row.external_number,
        source=run.mapping.source,
        title=row.title,
        text=row.text,
        category=category,
        urgency=row.urgency or (found.urgency if found else "normal"),
        area_code=placed.area_code,
        located_by=placed.how,
        located_reason=placed.reason,
        desk_area=desk_of(pack=run.pack, area_code=placed.area_code),
        opened_at=row.opened_at,
        address=row.address,
        lon=row.lon,
        lat=row.lat,
        org_id=org_id,
        org_path=org_path,
        due_at=None if mode == "pack" else row.due_at,
        counts_due=mode != "column",
        closed_at=row.closed_at,
        closed_stage=row.closed_stage,
        result=row.result,
    )


def _suggested(row: ReadRow, pack: Pack) -> str:
    found = triage.suggest(pack=pack, text=f"{row.title}\n{row.text}")
    return found.category if found else ""


def _organisation(row: ReadRow, run: _Run) -> tuple[int | None, str]:
    if not row.organisation:
        return None, ""
    if row.organisation not in run.organisations:
        raise RowFault(run.mapping.columns.organisation, f"there is no organisation {row.organisation!r}")
    return run.organisations[row.organisation]
