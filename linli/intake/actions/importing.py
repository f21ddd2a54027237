"""Imports cases from a file: batch by batch, each whole; rows seen before are left alone; every fault is reported.

A run that was stopped goes on where it was when started again: the external numbers tell which rows are in.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from linli.cases.actions.bulk import tell_planner, write_past
from linli.cases.actions.tallies import fold
from linli.cases.models import Case
from linli.cases.queries.desks import desk_of
from linli.cases.rules import triage
from linli.cases.rules.importing import PastCase, Stages
from linli.core.processes import spread
from linli.core.tables import Table, read_table
from linli.intake.mapping import Mapping, check_mapping, read_mapping
from linli.intake.models import ImportRun
from linli.intake.queries import place, points_of
from linli.intake.rules.rows import ReadRow, RowFault, numbered, read_row
from linli.people.models import Organisation
from linli.places.queries import Located
from linli.process.definition import Pack

BATCH = 2000
Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out, and why. `line` as a spreadsheet shows it."""

    line: int
    external_number: str
    column: str
    what: str


@dataclass(slots=True)
class Report:
    """What came of a run, or of a part of it; `created + repeated + faults` is `rows`."""

    rows: int
    created: int = 0
    repeated: int = 0
    faults: list[Fault] = field(default_factory=list)
    placed: Counter[str] = field(default_factory=Counter)

    def take(self, part: "Report") -> None:
        """Adds what came of a part; faults stay in the order of the file."""
        self.created += part.created
        self.repeated += part.repeated
        self.faults = sorted([*self.faults, *part.faults], key=lambda fault: fault.line)
        self.placed += part.placed


@dataclass(frozen=True, slots=True)
class _Run:
    """What every batch of a run needs. `repeats` names the earlier line with the same number."""

    table: Table
    mapping: Mapping
    pack: Pack
    stages: Stages
    organisations: dict[str, tuple[int, str]]
    repeats: dict[int, int]
    now: datetime
    dry: bool


def import_cases(
    *,
    content: bytes,
    name: str,
    mapping: bytes,
    now: datetime,
    progress: Progress | None = None,
    dry: bool = False,
    processes: int = 1,
) -> Report:
    """Imports every row of the file that can be used. `dry` reads, places and reports, and writes nothing.

    More than one of `processes` must not begin inside a transaction; what comes in is the same, but for the order of
    the numbers that the cases get. Raises TableInvalid and MappingInvalid before anything is written, WorkStopped when
    a process ends early: whole batches are in then, and another run goes on.
    """
    found, digest = read_mapping(content=mapping)
    run = _prepared(read_table(content=content, name=name), found, now=now, dry=dry)
    report = Report(rows=len(run.table.rows))
    kept = None if dry else _begin(found, digest, content, name, report, now)
    done = 0
    starts = range(0, report.rows, BATCH)
    for part in spread(work=partial(_part, run), items=starts, processes=max(1, min(processes, len(starts)))):
        report.take(part)
        done += part.rows
        if kept is not None:
            _note(kept, report)
        if progress:
            progress(done, report.rows)
    if kept is not None:
        while fold():
            pass
        tell_planner()
        kept.finished_at = now
        kept.save(update_fields=["finished_at"])
    return report


def _prepared(table: Table, mapping: Mapping, *, now: datetime, dry: bool) -> _Run:
    organisations = {
        code: (org_id, path) for code, org_id, path in Organisation.objects.values_list("code", "id", "path")
    }
    pack = check_mapping(mapping=mapping, header=table.header, organisations=set(organisations))
    stages = Stages(open=mapping.opening.stage or pack.first_stage, with_org=mapping.opening.with_organisation)
    return _Run(
        table=table,
        mapping=mapping,
        pack=pack,
        stages=stages,
        organisations=organisations,
        repeats=_repeats(table, mapping),
        now=now,
        dry=dry,
    )


def _repeats(table: Table, mapping: Mapping) -> dict[int, int]:
    """The lines whose number an earlier line has that can be used, and that line."""
    column = mapping.columns.external_number
    often = Counter(numbered(cells.get(column, "")) for _line, cells in table.records())
    first: dict[str, int] = {}
    repeats: dict[int, int] = {}
    if len(often) == len(table.rows):
        return repeats
    for line, cells in table.records():
        if often[numbered(cells.get(column, ""))] > 1:
            with suppress(RowFault):
                number = read_row(line=line, row=cells, mapping=mapping).external_number
                if first.setdefault(number, line) != line:
                    repeats[line] = first[number]
    return repeats


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


def _part(run: _Run, start: int) -> Report:
    """One batch, read, placed and written whole."""
    lines = list(run.table.records(start, start + BATCH))
    report = Report(rows=len(lines))
    _write(_read(lines, run, report), run, report)
    return report


def _read(lines: Sequence[tuple[int, dict[str, str]]], run: _Run, report: Report) -> list[ReadRow]:
    rows: list[ReadRow] = []
    column = run.mapping.columns.external_number
    for line, cells in lines:
        try:
            row = read_row(line=line, row=cells, mapping=run.mapping)
            if line in run.repeats:
                raise RowFault(column, f"the same number as line {run.repeats[line]}")
            rows.append(row)
        except RowFault as fault:
            report.faults.append(Fault(line, cells.get(column, ""), fault.column, fault.what))
    return rows


def _write(rows: list[ReadRow], run: _Run, report: Report) -> None:
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
    if cases and not run.dry:
        write_past(pack=run.pack, stages=run.stages, cases=cases, now=run.now)
    report.created += len(cases)
    report.placed.update(case.located_by for case in cases)


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
