"""What a case knows: the facts that conditions look at, those that a step adds, and what a form asks for given them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from linli.cases.rules.inputs import holds
from linli.cases.rules.rows import merged, open_rows
from linli.cases.rules.state import CaseState
from linli.core.same import Same
from linli.process.definition import Action, Field, Pack


def known(state: CaseState) -> dict[str, Any]:
    """What conditions may look at beside a step's own inputs."""
    return {**state.fields, "category": state.category, "urgency": state.urgency}


def after(*, state: CaseState, action: Action, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The case's facts once the step is taken: what was left empty stays as it was, what it clears is gone."""
    kept = {
        one.key: merged(one, state.fields.get(one.key), inputs[one.key]) if one.continues else inputs[one.key]
        for one in action.asks
        if one.keeps and one.key in inputs
    }
    known = {**state.fields, **kept} if kept else state.fields
    return {key: value for key, value in known.items() if key not in action.clears} if action.clears else known


def carried(*, source: Pack, facts: Mapping[str, Any], target: Pack, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What goes along into a case of another pack: its fields by key, from the step or from what the case knows, where
    both packs mean the same by it."""
    known = {one.key: one for one in source.facts()}
    found = {
        one.key: facts[one.key]
        for one in target.fields
        if one.key in facts and one.key in known and _is_alike(known[one.key], one)
    }
    return found | {one.key: inputs[one.key] for one in target.fields if one.key in inputs}


def _is_alike(mine: Field, other: Field) -> bool:
    columns = [[(one.key, one.type) for one in field.columns] for field in (mine, other)]
    return mine.type == other.type and mine.choices == other.choices and columns[0] == columns[1]


def asked(*, state: CaseState, action: Action) -> tuple[Field, ...]:
    """The fields that the action asks for now: conditions on facts of the case are settled, those on its own stay."""
    own, facts = {one.key for one in action.asks}, known(state)
    settled = (_settled(one, own, facts) for one in action.asks)
    return tuple(one for one in settled if one is not None)


def values(*, asked: tuple[Field, ...], seen: Mapping[str, Any]) -> dict[str, Any]:
    """What of the facts that the reader sees a form comes filled in with; of a table that goes on, its open rows."""
    return {
        one.key: open_rows(one, seen[one.key]) if one.continues else seen[one.key] for one in asked if one.key in seen
    }


def _settled(one: Field, own: set[str], facts: Mapping[str, Any]) -> Field | None:
    if one.continues and not open_rows(one, facts.get(one.key)):
        return None
    if one.shown_when and one.shown_when.field not in own:
        if not holds(one.shown_when, facts):
            return None
        one = _shown(Same(one))
    if one.required_when and one.required_when.field not in own:
        one = _needed(Same(one), one.required or holds(one.required_when, facts))
    return one


# One object for each way a field settles: what is drawn of a pack's field is kept by the field (`console.asking`).
@lru_cache(maxsize=1024)
def _shown(one: Same[Field]) -> Field:
    return replace(one.it, shown_when=None)


@lru_cache(maxsize=1024)
def _needed(one: Same[Field], required: bool) -> Field:
    return replace(one.it, required=required, required_when=None)
