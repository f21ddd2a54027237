"""From whom a case is hidden: the organisations that its facts name as those it is about. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput, Guarded
from linli.cases.rules.state import CaseState, Part
from linli.cases.rules.step import Step
from linli.process.definition import Field


def named(*, fields: Iterable[Field], values: Mapping[str, Any]) -> dict[int, str]:
    """The organisations that the values name in fields that hide, each with the key of its field."""
    return {
        int(org): one.key
        for one in fields
        if one.hides_from and values.get(one.key)
        for org in _listed(values[one.key])
    }


def after(
    *, state: CaseState, fields: Iterable[Field], facts: Mapping[str, Any], paths: Mapping[int, str]
) -> Mapping[int, str]:
    """From whom the case is hidden once its facts are these: path by id. `paths` are those of organisations just named.

    What it took over from a case that it was opened out of stays; a name that was put right no longer counts.
    """
    if facts is state.fields:
        return state.hidden
    fields = tuple(fields)
    was, now = named(fields=fields, values=state.fields), named(fields=fields, values=facts)
    kept = {org: path for org, path in state.hidden.items() if org in now or org not in was}
    return kept | {org: paths[org] for org in now if org in paths}


def check(*, after: CaseState, step: Step) -> None:
    """Nobody takes part in a case that is hidden from them. Raises BadInput, Guarded."""
    if not after.hidden:
        return
    faults: dict[str, object] = {}
    for part in after.parts:
        over = None if part.ended_at else over_path(hidden=after.hidden, path=part.org_path)
        if over is not None:
            faults |= _fault(part, over, step)
    if faults:
        raise BadInput(faults)
    if after.holder_kind == "org" and covers(hidden=after.hidden, path=after.lead_org_path):
        raise Guarded(_("The matter is about the organisation that would handle it. Dispatch it to another one first."))


def over_path(*, hidden: Mapping[int, str], path: str) -> int | None:
    """The organisation among those hidden from that is the one with this path, or stands above it."""
    return next((org for org, above in hidden.items() if path and path.startswith(above)), None)


def covers(*, hidden: Mapping[int, str], path: str) -> bool:
    """Whether what is hidden from these is hidden from the organisation with this path."""
    return over_path(hidden=hidden, path=path) is not None


def _fault(part: Part, over: int, step: Step) -> dict[str, object]:
    """Said at the field that called the organisation in, or, of one at work already, at the field that names it."""
    if part.id is None:
        key = "lead" if part.role == "lead" else "assists"
        return {key: _("The matter is about this organisation or one above it. Choose one that it is not about.")}
    key = named(fields=step.action.asks, values=step.inputs).get(over, "lead")
    return {key: _("This organisation, or one under it, is handling the case. Give the case to another one first.")}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
