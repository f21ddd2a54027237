"""How many SQL statements each thing costs: the promise that it costs the same at any size begins here."""

from datetime import datetime

from linli.cases import queries
from linli.cases.actions.acting import act
from linli.cases.types import Filters
from tests.integration.cases.conftest import Count, Open
from tests.world import World


def test_a_report_is_one_statement(report: Open, statements: Count) -> None:
    report()  # caches warm: packs, calendar, catalogue, a block of ids

    with statements() as sent:
        report()

    assert len([sql for sql in sent if "SAVEPOINT" not in sql]) == 1


def test_a_list_is_at_most_four(report: Open, world: World, statements: Count, now: datetime) -> None:
    for _case in range(3):
        report()

    for who in ("desk", "lead", "verifier", "leader"):
        with statements() as sent:
            queries.listing(by=world.actor(who), filters=Filters(lens="inbox"), now=now)
        assert len(sent) <= 4, who


def test_a_search_is_at_most_four(report: Open, world: World, statements: Count, now: datetime) -> None:
    report()

    with statements() as sent:
        queries.listing(by=world.actor("desk"), filters=Filters(text="路灯"), now=now)

    assert len(sent) <= 4


def test_a_case_is_at_most_six(report: Open, world: World, statements: Count, now: datetime) -> None:
    opened = report()

    with statements() as sent:
        queries.detail(number=opened.number, by=world.actor("desk"), now=now)

    assert len(sent) <= 6


def test_a_step_is_at_most_ten(report: Open, world: World, statements: Count, now: datetime) -> None:
    opened = report()
    lead, assist = world.organisations["lead"].pk, world.organisations["assist"].pk

    with statements() as sent:
        act(
            number=opened.number,
            action="dispatch",
            inputs={"lead": lead, "assists": [assist], "task": "请处置"},
            by=world.actor("desk"),
            now=now,
        )

    assert len(sent) <= 10


def test_a_case_that_took_many_others_is_at_most_six(
    report: Open, world: World, statements: Count, now: datetime
) -> None:
    main, desk = report(), world.actor("desk")
    for _case in range(5):
        act(number=report().number, action="merge", inputs={"into": main.number}, by=desk, now=now)

    with statements() as sent:
        found = queries.detail(number=main.number, by=desk, now=now)

    assert [link.may_open for link in found.links] == [True] * 5
    assert len(sent) <= 6
