"""Who may make and answer offers, and what one needs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from linli.core.errors import Invalid
from linli.mediation.errors import NotConsenting
from linli.mediation.rules import offering
from linli.mediation.rules.offering import NoMandate, Terms
from tests.unit.mediation.test_meeting import NOW, A, person

TERMS = Terms(text="退还两万元", amount=Decimal("20000"), days=7)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "字" * 2001}, "text"),
        ({"amount": Decimal("-1")}, "amount"),
        ({"amount": Decimal("0.001")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("1e13")}, "amount"),
        ({"days": 0}, "days"),
        ({"days": 61}, "days"),
    ],
)
def test_faulty_terms_are_refused_at_their_field(change: dict[str, object], field: str) -> None:
    offering.check(terms=TERMS)
    with pytest.raises(Invalid) as refusal:
        offering.check(terms=replace(TERMS, **change))  # type: ignore[arg-type]
    assert field in refusal.value.fields


def test_only_who_binds_a_side_offers_for_it() -> None:
    agent = replace(person(4, "applicant", "agent", (A.id,)), mandate="special")
    for one in (A, agent, person(5, "applicant", "guardian", (A.id,))):
        offering.must_bind(me=one)
    for two in (replace(agent, mandate="general"), replace(A, is_minor=True)):
        with pytest.raises(NoMandate):
            offering.must_bind(me=two)
    for three in (None, replace(A, agreed_at=None), replace(A, left_at=NOW)):
        with pytest.raises(NotConsenting):
            offering.must_bind(me=three)


def test_sides_answer_each_other_and_third_parties_nobody() -> None:
    assert offering.answers(mine="respondent", theirs="applicant")
    assert offering.answers(mine="applicant", theirs="third")
    assert not offering.answers(mine="applicant", theirs="applicant")
    assert not offering.answers(mine="third", theirs="applicant")
