"""A line of a list: its columns and how they become a `CaseRow`. One place, so that every list shows the same."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from linli.cases.types import CaseRow

COLUMNS = """c.id, c.number, c.pack, c.category, c.title, c.stage, c.urgency, c.area_id, c.address, c.holder_kind,
    c.holder_area, c.holder_org_id, holder.name, c.lead_org_id, lead.name, c.opened_at, c.due_at, c.closed_at,
    c.outcome, c.supervised_at IS NOT NULL, coalesce(c.pending->>'kind', ''), c.channel, c.rating, c.version,
    c.is_demo, c.lon, c.lat, c.cues"""
NAMES = """LEFT JOIN people_organisation holder ON holder.id = c.holder_org_id
LEFT JOIN people_organisation lead ON lead.id = c.lead_org_id"""
FROM = f"FROM cases_case c {NAMES}"
WIDTH = len(fields(CaseRow))
"""How many columns these are: what a statement asks beyond them begins there."""

_EMPTY = frozenset({12, 14})
"""Where `COLUMNS` has names of organisations, empty when there is none."""


def row_of(row: Sequence[Any]) -> CaseRow:
    """A row of `COLUMNS`."""
    values: list[Any] = ["" if value is None and at in _EMPTY else value for at, value in enumerate(row)]
    return CaseRow(*values)
