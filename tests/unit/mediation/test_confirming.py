"""What no court confirms, and an agreement that lacks a signature: without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from linli.mediation.agreed import SignatureView, TextView
from linli.mediation.rules import confirming
from linli.mediation.types import ParticipantView
from tests.unit.mediation.test_agreement_rules import somebody

AT = datetime(2026, 3, 2, tzinfo=UTC)
DIGEST = "a" * 64


@pytest.mark.parametrize(
    ("category", "confirms", "why"),
    [
        ("neighbour.leak", "", ""),
        ("neighbour.leak", "rights", ""),
        ("neighbour.leak", "adoption", "adoption"),
        ("neighbour.leak", "title", "title"),
        ("family.identity", "", "identity"),
        ("family.identity", "rights", "identity"),
        ("family.identity", "adoption", "adoption"),
        ("family.support", "", ""),
        ("family.marriage", "", "unsaid"),
        ("family.marriage", "rights", ""),
        ("family.marriage", "marriage", "marriage"),
        ("land.forest", "", "unsaid"),
        ("land.forest", "rights", ""),
        ("land.forestry", "", ""),
    ],
)
def test_which_kinds_no_court_confirms(category: str, confirms: str, why: str) -> None:
    assert confirming.barred(category=category, confirms=confirms) == why


def test_every_reason_has_its_words_and_every_kind_its_reason() -> None:
    assert {*confirming.WHOLLY.values(), *confirming.DELICATE.values(), *confirming.BASIS} <= set(confirming.NEVER)


def fixed(*signers: ParticipantView, sha256: str = DIGEST) -> TextView:
    """A fixed version that those signed."""
    signed = tuple(SignatureView(one.id, "screen", sha256, AT, None) for one in signers)
    return TextView(
        id=uuid4(), version=1, facts="", issues="", responsibility="", terms="", manner="", written_at=AT, fixed_at=AT,
        sha256=DIGEST, attachment=None, account=1, duties=(), signatures=signed,
    )  # fmt: skip


def test_an_agreement_is_signed_once_all_its_parties_are_covered() -> None:
    first, second = somebody(joined_at=AT), somebody(side="respondent", joined_at=AT)
    assert confirming.unsigned(text=fixed(first, second), present=[first, second]) == ()
    assert confirming.unsigned(text=fixed(first), present=[first, second]) == (second.id,)
    assert confirming.unsigned(text=fixed(), present=[first, second]) == (first.id, second.id)


def test_a_signature_on_another_text_counts_for_nothing() -> None:
    party = somebody(joined_at=AT)
    assert confirming.unsigned(text=fixed(party, sha256="b" * 64), present=[party]) == (party.id,)
    unfixed = replace(fixed(party, sha256=""), sha256="", fixed_at=None)
    assert confirming.unsigned(text=unfixed, present=[party]) == (party.id,)


def test_an_agent_signs_only_with_a_special_mandate() -> None:
    party = somebody(joined_at=AT)
    agent = somebody("agent", mandate="general", stands_for=(party.id,), joined_at=AT)
    assert confirming.unsigned(text=fixed(agent), present=[party, agent]) == (party.id,)
    able = replace(agent, mandate="special")
    assert confirming.unsigned(text=fixed(able), present=[party, able]) == ()


def test_who_came_later_is_no_party_of_it_and_who_left_later_still_is() -> None:
    party, later = somebody(joined_at=AT), AT + timedelta(hours=1)
    assert confirming.unsigned(text=fixed(party), present=[party, somebody(joined_at=later)]) == ()
    gone = somebody(joined_at=AT, left_at=later)
    assert confirming.unsigned(text=fixed(party), present=[party, gone]) == (gone.id,)
    assert confirming.unsigned(text=fixed(party, gone), present=[party, gone]) == ()
