"""Actions that open a case of another pack ask for all that the other pack needs, in its own terms."""

import pytest

from linli.process.definition import Action, Field, Pack
from linli.process.registry import registry

OPENINGS = [(pack, action) for pack in registry().current() for action in pack.actions.values() if action.opens]


@pytest.mark.parametrize(("pack", "action"), OPENINGS, ids=[f"{pack.key}: {action.key}" for pack, action in OPENINGS])
def test_it_asks_for_what_the_other_needs(pack: Pack, action: Action) -> None:
    other = registry().pack(action.opens)
    asked = {one.key: one for one in action.asks}

    for field in other.fields:
        if field.required or (field.required_when and field.required_when.field in asked):
            assert field.key in asked, f"{field.key} cannot be given"
            assert (asked[field.key].required, asked[field.key].required_when) == (field.required, field.required_when)
        if field.key in asked:
            assert _terms(asked[field.key]) == _terms(field), field.key


def _terms(field: Field) -> tuple[object, ...]:
    columns = tuple(_terms(column) for column in field.columns)
    return field.type, [choice.key for choice in field.choices], field.minimum, field.maximum, columns


def test_every_report_may_turn_into_each_other_kind() -> None:
    assert {action.opens for pack, action in OPENINGS if pack.key == "event"} == {
        "hazard",
        "petition",
        "service",
        "wage",
        "dispute",
        "incident",
    }
