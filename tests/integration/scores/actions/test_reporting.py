"""The owner reports with evidence; somebody else, not of the owner, confirms or rejects."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from linli.core.errors import Invalid, NotAllowed
from linli.notify.models import Outgoing
from linli.people.models import Account, Post
from linli.scores.actions import reporting, targets
from linli.scores.errors import NoSuchPromise, PromiseMovedOn
from linli.scores.models import Entry, Milestone, Report, Target
from linli.scores.queries import ledger
from linli.scores.types import Word
from tests.functional.small_city import COUNTY, City
from tests.integration.scores.promising import NOW, TODAY, actor, add, by_milestones, make_book, new_target, seen

WORD = Word(on=TODAY, note="已竣工验收")


@pytest.fixture
def mark(city: City) -> tuple[int, int]:
    """A target and its only milestone."""
    target = add(make_book(), by_milestones(city)).id
    due = date(2026, 6, 30)
    return target, targets.add_milestone(target=target, title="竣工", title_en="", due=due, by=actor("leader"), now=NOW)


def report(mark: tuple[int, int], username: str = "handler", word: Word = WORD) -> int:
    return reporting.report_done(target=mark[0], milestone=mark[1], word=word, by=actor(username), now=NOW)


def test_the_owner_reports_and_a_desk_of_the_area_confirms(mark: tuple[int, int]) -> None:
    made = report(mark)
    assert seen(mark[0]).milestones[0].waiting is not None
    assert seen(mark[0]).state == "on_course"
    reporting.confirm(target=mark[0], report=made, by=actor("countydesk"), now=NOW)
    found = seen(mark[0])
    assert (found.state, found.milestones[0].done) == ("done", TODAY)
    assert [one.kind for one in ledger.entries(target=mark[0])] == ["confirmed", "reported", "milestone", "made"]
    assert set(Outgoing.objects.values_list("template", flat=True)) == {"promise_reported", "promise_confirmed"}


def test_a_photo_is_kept_without_its_metadata_and_read_by_those_who_may(mark: tuple[int, int]) -> None:
    made = report(mark, word=Word(on=TODAY, content=_picture(), name="竣工.jpg"))
    content, name, kind = ledger.evidence(report=made, by=actor("leader"))
    assert (content[:2], name, kind) == (b"\xff\xd8", "竣工.jpg", "image/jpeg")
    with pytest.raises(NoSuchPromise):
        ledger.evidence(report=made, by=actor("assist"))


def _picture() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), "seagreen").save(out, "JPEG")
    return out.getvalue()


def test_a_report_needs_evidence_and_a_day_that_has_come(mark: tuple[int, int]) -> None:
    for word, fault in (
        (Word(on=TODAY), "note"),
        (Word(on=TODAY + timedelta(1), note="…"), "on"),
        (Word(on=date(2025, 12, 31), note="…"), "on"),
        (Word(on=TODAY, link="javascript:alert(1)"), "link"),
    ):
        with pytest.raises(Invalid) as refusal:
            report(mark, word=word)
        assert fault in refusal.value.fields


def test_only_the_owner_reports_and_once(mark: tuple[int, int]) -> None:
    with pytest.raises(NoSuchPromise):
        report(mark, "assist")
    for username in ("leader", "countydesk", "admin"):
        with pytest.raises(NotAllowed):
            report(mark, username)
    report(mark)
    with pytest.raises(PromiseMovedOn):
        report(mark, "head")


def test_who_reported_or_belongs_to_the_owner_never_confirms(city: City, mark: tuple[int, int]) -> None:
    made = report(mark)
    for username in ("handler", "head", "admin"):
        with pytest.raises(NotAllowed):
            reporting.confirm(target=mark[0], report=made, by=actor(username), now=NOW)
    owner = city.organisations["furong-cg"]
    Post.objects.create(
        account_id=city.accounts["countydesk"],
        role="handler",
        area_id=COUNTY,
        organisation_id=owner,
        starts_date=date(2020, 1, 1),
    )
    with pytest.raises(NotAllowed):
        reporting.confirm(target=mark[0], report=made, by=actor("countydesk"), now=NOW)


def test_a_rejection_has_a_reason_and_the_owner_reports_again(mark: tuple[int, int]) -> None:
    made = report(mark)
    with pytest.raises(Invalid):
        reporting.reject(target=mark[0], report=made, reason=" ", by=actor("leader"), now=NOW)
    reporting.reject(target=mark[0], report=made, reason="现场尚未完工", by=actor("leader"), now=NOW)
    assert seen(mark[0]).milestones[0].done is None
    with pytest.raises(PromiseMovedOn):
        reporting.confirm(target=mark[0], report=made, by=actor("leader"), now=NOW)
    assert report(mark, "head") != made


def test_a_number_counts_once_confirmed(city: City) -> None:
    target = add(make_book(), new_target(city)).id
    word = Word(on=TODAY, note="安装台账", value=Decimal(90))
    made = reporting.report_number(target=target, word=word, by=actor("handler"), now=NOW)
    assert seen(target).reached.value is None
    reporting.confirm(target=target, report=made, by=actor("leader"), now=NOW)
    found = seen(target)
    assert (found.reached.value, found.state, found.share) == (90, "ahead", 0.45)
    with pytest.raises(Invalid):
        reporting.report_number(target=target, word=WORD, by=actor("handler"), now=NOW)


def test_a_milestone_takes_no_number_and_a_count_no_report(mark: tuple[int, int]) -> None:
    word = Word(on=TODAY, note="…", value=Decimal(1))
    with pytest.raises(PromiseMovedOn):
        reporting.report_number(target=mark[0], word=word, by=actor("handler"), now=NOW)


def test_the_database_keeps_it(city: City, mark: tuple[int, int]) -> None:
    made = report(mark)
    account = city.accounts["handler"]
    rows, row = Report.objects.filter(id=made), Report.objects.get(id=made)

    def refused(action: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            action()  # type: ignore[operator]

    refused(lambda: rows.update(state="confirmed", decided_by=account, decided_at=NOW))
    refused(lambda: rows.update(state="confirmed"))
    refused(lambda: rows.update(state="rejected", decided_by=city.accounts["leader"], decided_at=NOW))
    refused(lambda: rows.update(note="anders"))
    refused(rows.delete)
    refused(lambda: Entry.objects.update(words="anders"))
    refused(lambda: Entry.objects.all().delete())
    refused(lambda: Report.objects.create(target_id=row.target_id, milestone_id=row.milestone_id, **_again(row)))
    refused(lambda: Report.objects.create(target_id=row.target_id, **_again(row)))
    refused(lambda: Target.objects.update(measured="hand"))
    refused(lambda: Target.objects.update(measured="count", direction="at_least", goal=1))
    refused(lambda: Target.objects.update(due_date=date(2026, 1, 1)))
    refused(lambda: Target.objects.update(title=""))
    refused(lambda: Milestone.objects.update(title=""))
    refused(lambda: Entry.objects.create(target_id=row.target_id, kind="note", account_id=account, at=NOW))
    assert Account.objects.filter(id=account).exists()


def _again(row: Report) -> dict[str, object]:
    return {"on_date": TODAY, "note": "…", "reported_by_id": row.reported_by_id, "reported_at": NOW}
