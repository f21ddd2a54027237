"""Every word of the pack language is documented."""

import re
from typing import get_args

import pytest
from pydantic import BaseModel

from config.paths import ROOT
from linli.process import definition, effects, schema

PAGE = (ROOT / "docs" / "reference" / "pack-language.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[a-z_@]+", PAGE))
TABLES = (schema.Head, schema.Ask, schema.Column, schema.Continues, schema.Leaf,
          schema.Group, schema.Stage, schema.Action, schema.Clock, schema.Basis,
          schema.Condition, schema.Notify, schema.Count, schema.Extension, schema.Edition, schema.Length)  # fmt: skip
CHOICES = (
    definition.Effect, definition.FieldType, definition.HolderKind, definition.Relation, definition.Unit,
    definition.CountFrom, definition.Ends, definition.Transition, definition.Outcome, definition.Breach,
    definition.Urgency, definition.Channel, definition.Confidentiality, definition.Verification,
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_key_is_documented(table: type[BaseModel]) -> None:
    assert {field.alias or name for name, field in table.model_fields.items()} - WORDS == set()


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_every_choice_is_documented(choice: object) -> None:
    assert set(get_args(choice)) - WORDS == set()


def test_what_effects_ask_for_is_documented() -> None:
    for effect, asked in effects.ASKS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{effect}` |"))
        assert re.findall(r"`(\w+)`", row) == [effect, *asked]


def test_the_reference_names_no_effect_twice() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `none`"))
    free = set(re.findall(r"`(\w+)`", row))
    assert free == set(get_args(definition.Effect)) - effects.ASKS.keys()
