"""Review of what others decided: by a body that did not, and by people who did not. Pure.

An action with `reviews` gives the case to such a body. Who decided is looked up when it is taken (`Resolved`): the
organisations that led before, and the accounts that acted for them. Until the case is given out anew, those accounts
take no step of the lead, whatever post they hold by then.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput
from linli.cases.rules.state import DECIDED
from linli.cases.rules.step import Step


def check_body(org_id: int, step: Step) -> None:
    """Raises BadInput when the body named decided before, or stands under one that did."""
    path = step.resolved.org_paths[org_id]
    if step.action.reviews and any(path.startswith(decided) for decided in step.resolved.decided_paths):
        raise BadInput({"lead": _("This body, or one that it stands under, decided what is reviewed. Name another.")})


def counts_of(counts: Mapping[str, int], step: Step) -> Mapping[str, int]:
    """The counts of a case that is given out, with who may not judge it."""
    kept = {key: count for key, count in counts.items() if not key.startswith(DECIDED)}
    barred = step.resolved.decided_by if step.action.reviews else ()
    return {**kept, **{f"{DECIDED}{account}": 1 for account in barred}}
