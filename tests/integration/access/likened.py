"""What is found of cases by their words while anybody could see them: an issue, and two that may be the same."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from linli.cases.models import Case, Twin
from linli.reading.models import Issue, IssueCase
from tests.functional.small_city import VILLAGE


def likened(*, numbers: Collection[str], one: str, other: str, title: str) -> None:
    """An issue of that title out of all the cases; the `one` likely the same as the `other`."""
    now = timezone.now()
    cases = {case.number: case for case in Case.objects.filter(number__in=numbers)}
    heat = {"heat_people": 30, "heat_support": 0, "heat_lasting": 1}
    when = {"first_at": now - timedelta(days=1), "last_at": now, "found_at": now, "updated_at": now}
    issue = Issue.objects.create(title=title, area_code=VILLAGE, reports=len(cases), people=3, **heat, **when)
    IssueCase.objects.bulk_create(IssueCase(case=case, issue=issue, score=1) for case in cases.values())
    found = {"of": cases[other], "likeness": 90, "refused_at": None}
    Twin.objects.update_or_create(case=cases[one], defaults=found)
