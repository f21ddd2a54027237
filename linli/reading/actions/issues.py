"""Finds hot issues among reports, and keeps those of the cases: all anew every night; new cases join meanwhile."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from linli.reading.actions import gathering as work
from linli.reading.actions.gathering import Step
from linli.reading.actions.starting import TEXTS, sentences
from linli.reading.models import Issue, IssueCase, IssueRun
from linli.reading.queries import keeping, reports
from linli.reading.rules import finding, gathering, placing
from linli.reading.rules import vectors as reading
from linli.reading.rules.finding import Found, Reported
from linli.reading.rules.heat import LEAST_PEOPLE
from linli.reading.rules.vectors import General

MEMBERS = 12
"""Cases of an issue, the nearest to its middle, to which a new one is held."""
BESIDE = 3_000
"""Other late cases that say how rare a word is, when few are held against one another."""
RUNS_KEPT = timedelta(days=60)
_LOCK = 0x6C696E6C69_68
_TITLE = 80

Apart = Callable[[list[Reported]], list[Reported]]


def found(
    *,
    found_in: Sequence[Reported],
    as_of: datetime,
    widths: Sequence[int],
    merged: Mapping[int, int] | None = None,
    apart: Apart = lambda members: members,
    progress: Step = lambda what, done, total: None,
) -> list[Found]:
    """The issues among reports, the hottest first. Writes nothing.

    `merged`: reports that people merged into others. `apart` tells people apart, for those reports that belong to a
    group: see `queries.reports.told_apart`.
    """
    gathered = work.gather(
        texts=[one.text for one in found_in],
        areas=[one.area_code for one in found_in],
        days=[one.day for one in found_in],
        widths=widths,
        general=general(),
        progress=progress,
    )
    groups = _with_merged([one.key for one in found_in], gathered.groups, merged or {})
    rows = np.flatnonzero(groups >= 0)
    told = apart([found_in[int(row)] for row in rows])
    return _issues(told, groups[rows], gathered.scores[rows], as_of=as_of, widths=widths)


def look(*, as_of: datetime, progress: Step = lambda what, done, total: None) -> list[Found]:
    """The issues of the cases of the year before a moment. Writes nothing."""
    cases = reports.since(first=as_of - reports.PERIOD, until=as_of)
    return found(
        found_in=cases.reports,
        as_of=as_of,
        widths=reports.widths(),
        merged=cases.merged,
        apart=lambda members: reports.told_apart(reports=members),
        progress=progress,
    )


def keep(*, now: datetime, progress: Step = lambda what, done, total: None) -> int:
    """Finds the issues anew and keeps them; one that goes on keeps its number. Answers how many there are."""
    issues = look(as_of=now, progress=progress)
    with transaction.atomic():
        _one_at_a_time()
        known: dict[int, set[int]] = defaultdict(set)
        for issue_id, case_id in IssueCase.objects.values_list("issue_id", "case_id"):
            known[issue_id].add(case_id)
        numbers = finding.same_as(
            [frozenset(one.keys) for one in issues], {key: frozenset(ids) for key, ids in known.items()}
        )
        IssueCase.objects.all().delete()
        Issue.objects.exclude(id__in=[number for number in numbers if number]).delete()
        for one, number in zip(issues, numbers, strict=True):
            _write(one, number, now)
        _note(now, is_whole=True, looked_at=sum(len(one.keys) for one in issues))
    return len(issues)


def join(*, now: datetime) -> int:
    """Puts new cases to the issues that they belong to, and counts those anew. Answers how many cases joined."""
    last = IssueRun.objects.filter(is_whole=True).order_by("-at").first()
    if last is None or not Issue.objects.exists():
        return 0
    with transaction.atomic():
        _one_at_a_time()
        fresh = reports.since(first=last.at - timedelta(days=1), until=now + timedelta(seconds=1)).reports
        in_some = set(
            IssueCase.objects.filter(case_id__in=[one.key for one in fresh]).values_list("case_id", flat=True)
        )
        joined = _joined([one for one in fresh if one.key not in in_some], now)
        for issue_id, scores in joined.items():
            _count_anew(issue_id, scores, now)
        count = sum(map(len, joined.values()))
        if count:
            _note(now, is_whole=False, looked_at=len(fresh))
    return count


def keep_due(*, now: datetime) -> int:
    """Finds issues anew once a day, in the first hour of it that this is asked; else lets new cases join."""
    last = IssueRun.objects.filter(is_whole=True).order_by("-at").values_list("at", flat=True).first()
    is_due = last is None or _day(last) < _day(now)
    return keep(now=now) if is_due else join(now=now)


def forget(*, case_id: int) -> None:
    """Takes a case that is erased out of its issue; a title that came from it goes, and is made anew at night."""
    belongs = IssueCase.objects.filter(case_id=case_id).first()
    if belongs is None:
        return
    belongs.delete()
    issue = Issue.objects.select_for_update().get(id=belongs.issue_id)
    issue.reports -= 1
    issue.people = min(issue.people, issue.reports)
    if issue.title_from_id == case_id:
        issue.title, issue.title_from_id = "", None
    if issue.people < LEAST_PEOPLE:
        issue.delete()
    else:
        issue.save(update_fields=["reports", "people", "title", "title_from"])


@lru_cache(maxsize=1)
def general() -> General:
    """What the project's own sentences say, which name no place."""
    return reading.general(general_sentences())


def general_sentences() -> list[str]:
    """Those sentences."""
    names = sorted(folder.name for folder in keeping.STARTERS.iterdir() if (folder / TEXTS).is_file())
    return [one.text for name in names for one in sentences(name=name)]


def _with_merged(keys: Sequence[int], groups: reading.Ids, merged: Mapping[int, int]) -> reading.Ids:
    """What people merged is one matter, whatever its words."""
    row = {key: at for at, key in enumerate(keys)}
    groups, count = groups.copy(), int(groups.max(initial=-1)) + 1
    for key, into in merged.items():
        if key in row and into in row:
            if groups[row[into]] < 0:
                groups[row[into]] = count
                count += 1
            groups[row[key]] = groups[row[into]]
    return groups


def _issues(
    told: Sequence[Reported],
    groups: reading.Ids,
    scores: gathering.Floats,
    *,
    as_of: datetime,
    widths: Sequence[int],
) -> list[Found]:
    members: dict[int, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        members[int(group)].append(at)
    issues = (
        finding.found([told[at] for at in rows], [scores[at] for at in rows], as_of=as_of, widths=widths)
        for rows in members.values()
    )
    return sorted((one for one in issues if one), key=lambda one: (-one.heat.points, min(one.keys)))


def _joined(fresh: Sequence[Reported], now: datetime) -> dict[int, dict[int, float]]:
    """For each issue the new cases that belong to it, and how near they are."""
    if not fresh:
        return {}
    nearest: dict[int, list[int]] = defaultdict(list)
    for issue_id, case_id in IssueCase.objects.order_by("issue_id", "-score").values_list("issue_id", "case_id"):
        if len(nearest[issue_id]) < MEMBERS:
            nearest[issue_id].append(case_id)
    issue_of = {case_id: issue_id for issue_id, ids in nearest.items() for case_id in ids}
    members = reports.of(ids=issue_of).reports
    taken = {one.key for one in fresh} | set(issue_of)
    late = reports.since(first=now - timedelta(days=gathering.WINDOW), until=now).reports[-BESIDE:]
    beside = [one for one in late if one.key not in taken]
    everyone = [*members, *fresh, *beside]
    placed = placing.placed([one.area_code for one in everyone], widths=reports.widths())
    vectors = reading.vectors(work.masked([one.text for one in everyone]), placed=placed, general=general())
    groups = np.array([issue_of.get(one.key, -1) for one in everyone], dtype=np.int64)
    numbers, groups = np.unique(groups, return_inverse=True)
    groups = groups - int(numbers[0] < 0)
    issues = numbers[numbers >= 0]
    found_now = gathering.join(vectors, days=[one.day for one in everyone], parts=placed.parts, groups=groups)
    joined: dict[int, dict[int, float]] = defaultdict(dict)
    for at in range(len(members), len(members) + len(fresh)):
        if found_now.groups[at] >= 0:
            joined[int(issues[found_now.groups[at]])][everyone[at].key] = float(found_now.scores[at])
    return joined


def _count_anew(issue_id: int, more: Mapping[int, float], now: datetime) -> None:
    """An issue with more cases."""
    scores = dict(IssueCase.objects.filter(issue_id=issue_id).values_list("case_id", "score")) | dict(more)
    members = reports.told_apart(reports=reports.of(ids=scores).reports)
    one = finding.found(members, [scores[row.key] for row in members], as_of=now, widths=reports.widths())
    if one is not None:
        IssueCase.objects.filter(issue_id=issue_id).delete()
        _write(one, issue_id, now)


def _write(one: Found, number: int | None, now: datetime) -> None:
    facts = {
        "title": one.title[:_TITLE],
        "title_from_id": one.source,
        "area_code": one.area_code,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "reports": len(one.keys),
        "people": one.people,
        "heat_people": one.heat.people,
        "heat_support": one.heat.support,
        "heat_lasting": one.heat.lasting,
        "updated_at": now,
    }
    if number is None:
        number = Issue.objects.create(found_at=now, **facts).pk
    else:
        Issue.objects.filter(id=number).update(**facts)
    IssueCase.objects.bulk_create(
        (IssueCase(case_id=key, issue_id=number, score=score) for key, score in zip(one.keys, one.scores, strict=True)),
        batch_size=2000,
    )


def _note(now: datetime, *, is_whole: bool, looked_at: int) -> None:
    IssueRun.objects.filter(at__lt=now - RUNS_KEPT).delete()
    IssueRun.objects.create(at=now, is_whole=is_whole, looked_at=looked_at, issues=Issue.objects.count())


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
