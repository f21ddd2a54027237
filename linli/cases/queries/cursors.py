"""Keyset cursors of lists: where a page ended, as text, and the condition for what comes after."""

import base64
from datetime import datetime

import orjson
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.scoping import Where
from linli.cases.types import CaseRow
from linli.core.errors import Invalid

Read = tuple[datetime | None, int]


def after(where: Where, key: str, direction: str, cursor: str) -> None:
    """Narrows to what comes after the cursor in this order. Raises Invalid for a cursor that is none."""
    if cursor:
        after_row(where, key, direction, read(cursor))


def after_row(where: Where, key: str, direction: str, row: Read) -> None:
    """Narrows to what comes after a row of this moment and id; rows without a moment are the last."""
    moment, case_id = row
    sign = ">" if direction == "ASC" else "<"
    if moment is None:
        where.add(f"(c.{key} IS NULL AND c.id {sign} %s)", case_id)
        return
    nulls = f" OR c.{key} IS NULL" if direction == "ASC" else ""
    where.add(f"((c.{key}, c.id) {sign} (%s, %s){nulls})", moment, case_id)


def of(row: CaseRow, key: str) -> str:
    """The cursor of a page that ended with this row."""
    moment = getattr(row, key)
    text = orjson.dumps([moment.isoformat() if moment else None, row.id])
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def read(cursor: str) -> Read:
    """Moment and id of a cursor. Raises Invalid for one that is none."""
    try:
        moment, case_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return (datetime.fromisoformat(moment) if moment else None), int(case_id)
    except (ValueError, TypeError):
        raise Invalid(_("This page of the list does not exist. Start the list again.")) from None
