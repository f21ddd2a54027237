"""A report whose writer recognised an open matter joins it: opened as every report, then merged at their own word."""

import logging
from datetime import datetime

from linli.cases.actions.acting import act
from linli.cases.queries.joining import join_action
from linli.cases.queries.packs import pack_of
from linli.core.errors import Invalid, NotAllowed, NotFound, NotPossible
from linli.people.access import SYSTEM

_log = logging.getLogger(__name__)


def join(*, number: str, pack_key: str, into: str, now: datetime) -> bool:
    """Merges the report `number` into the case `into`; whether it could. A report that cannot join stands by itself."""
    action = join_action(pack=pack_of(key=pack_key))
    if action is None:
        return False
    try:
        act(number=number, action=action.key, inputs={"into": into}, by=SYSTEM, now=now)
    except (Invalid, NotAllowed, NotFound, NotPossible) as refusal:
        _log.info("a report stands by itself", extra={"case": number, "job": type(refusal).__name__})
        return False
    return True
