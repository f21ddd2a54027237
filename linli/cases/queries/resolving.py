"""What the inputs of a step refer to, looked up before the decision: organisations, areas, files, another case."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput, Guarded, NoSuchCase
from linli.cases.models import Attachment
from linli.cases.queries import hiding
from linli.cases.queries.desks import desk_of
from linli.cases.queries.loading import state_of
from linli.cases.queries.packs import is_in_use, opened_pack
from linli.cases.rules import facts
from linli.cases.rules import hiding as hiding_rules
from linli.cases.rules.proofs import Limits, Proof, Taken, proof_of
from linli.cases.rules.state import CaseState
from linli.cases.rules.step import Resolved
from linli.people import access
from linli.people.access import Actor
from linli.people.models import Organisation
from linli.places import city
from linli.places import queries as places
from linli.process.definition import Action, Pack


def resolved(
    *, state: CaseState, action: Action, inputs: Mapping[str, Any], by: Actor, now: datetime, pack: Pack
) -> Resolved:
    """Everything that the inputs name, looked up; only what this action asks for costs a statement."""
    _check_kind(action, inputs, pack)
    files = files_of(action=action, inputs=inputs)
    rows = _waiting(files)
    found = Resolved(photos=_counted(files, rows), photo_hashes=tuple(row.sha256 for row in rows))
    if rows and by.kind == "staff":
        found = replace(found, proofs=_proofs(files, rows, state, now))
    types = {field.type for field in action.asks}
    if types & {"organisation", "organisations"}:
        found = replace(found, org_paths=_org_paths(action, inputs))
    if action.effect == "escalate":
        found = replace(found, desk_above=desk_above(code=state.holder_area))
    if action.effect == "hand_down":
        found = replace(found, desk_below=_below(state, str(inputs.get("area") or "")))
    if action.effect == "merge":
        found = replace(found, target=_target(inputs, by))
    if action.effect == "relocate":
        found = replace(found, **_place(state, inputs, pack))
    if action.reviews:
        found = replace(found, **_decided(state, pack))
    return replace(found, desks=_desks(state, action, inputs, found, pack, now))


# What is reviewed was decided since the case was last given out to be handled: by the bodies that led it since and kept
# it (a reviewing one is itself reviewed), and by whoever acted in it then for one of them, or for a body above one.
_DECIDED = """
WITH since AS (
    SELECT coalesce(max(at), '-infinity') AS at FROM cases_event WHERE case_id = %(case)s AND kind = ANY(%(given_out)s)
), body AS (
    SELECT DISTINCT o.path FROM cases_assignment a JOIN people_organisation o ON o.id = a.organisation_id, since
    WHERE a.case_id = %(case)s AND a.role = 'lead' AND a.assigned_at >= since.at
      AND a.ended_as NOT IN ('returned', 'recalled')
)
SELECT (SELECT array_agg(path) FROM body),
       (SELECT array_agg(DISTINCT e.account_id) FROM since, cases_event e
        JOIN people_post p ON p.id = e.post_id AND p.role = 'handler'
        JOIN people_organisation o ON o.id = p.organisation_id
        WHERE e.case_id = %(case)s AND e.at >= since.at
          AND EXISTS (SELECT FROM body WHERE starts_with(body.path, o.path)))
"""


def _decided(state: CaseState, pack: Pack) -> dict[str, Any]:
    given_out = [one.key for one in pack.actions.values() if one.effect == "dispatch" and not one.reviews]
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED, {"case": state.id, "given_out": given_out})
        paths, accounts = cursor.fetchone()
    return {"decided_paths": tuple(paths or ()), "decided_by": tuple(accounts or ())}


def _check_kind(action: Action, inputs: Mapping[str, Any], pack: Pack) -> None:
    """A category is one of the pack that the step opens a case of, else of the case's own. Raises Guarded, BadInput."""
    if action.opens and not is_in_use(key=action.opens):
        raise Guarded(_("This kind of matter is not in use here. Ask the administrator to publish it."))
    if inputs.get("category") and inputs["category"] not in opened_pack(action=action, pack=pack).categories:
        raise BadInput({"category": _("Choose one of the categories.")})


def desk_above(*, code: str) -> str:
    """The area one level up, or nothing at the city's root."""
    here = city.current()
    return here.parent_code(code) if len(code) > len(here.root) else ""


def _desks(
    state: CaseState, action: Action, inputs: Mapping[str, Any], found: Resolved, pack: Pack, now: datetime
) -> Mapping[str, str]:
    """Which desk gets a case that is hidden from organisations, wherever the step takes it. Raises BadInput."""
    known = facts.after(state=state, action=action, inputs=inputs)
    hidden = hiding_rules.after(state=state, fields=pack.facts(), facts=known, paths=found.org_paths)
    if not hidden:
        return {}
    codes = {state.holder_area, state.pending_area, found.desk_above, found.desk_below, found.desk_area} - {""}
    desks = hiding.desks_outside(codes=codes, org_ids=hidden, on_date=localdate(now))
    if hidden != state.hidden and not desks[state.holder_area]:
        raise BadInput({key: hiding.NOBODY for key in hiding_rules.named(fields=action.asks, values=inputs).values()})
    return {code: desk or code for code, desk in desks.items()}


def _below(state: CaseState, chosen: str) -> str:
    """The desk below that was chosen, or the next one down towards the place of the case. Raises BadInput."""
    here = city.current()
    if chosen:
        towards = state.area_code.startswith(chosen) or chosen.startswith(state.area_code)
        if not (chosen.startswith(state.holder_area) and chosen != state.holder_area and towards):
            raise BadInput({"area": _("Choose an area below this desk that the place lies in.")})
        return chosen if places.exists(chosen) else ""
    if len(state.area_code) <= len(state.holder_area):
        return ""
    level = here.below(here.level_of(state.holder_area))
    return here.prefix_at(state.area_code, level.key) if level else ""


def _target(inputs: Mapping[str, Any], by: Actor) -> CaseState | None:
    try:
        target, _row = state_of(number=str(inputs.get("into") or "").strip(), lock=True)
    except NoSuchCase:
        return None
    return target if access.can_see(actor=by, facts=target.facts()) else None


def _place(state: CaseState, inputs: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """The area of the new pin or of the chosen code, and the desk that keeps it there."""
    code = str(inputs.get("area") or "")
    if inputs.get("lon") is not None and inputs.get("lat") is not None:
        located = places.locate(lon=float(inputs["lon"]), lat=float(inputs["lat"]))
        code = located.area_code if located.how != "outside" else code
    if not code:
        return {}
    if not places.exists(code):
        raise BadInput({"area": _("Choose an area of the city.")})
    keeps_own = state.holder_area == desk_of(pack=pack, area_code=state.area_code)
    desk = desk_of(pack=pack, area_code=code) if keeps_own else state.holder_area
    return {"area_code": code, "desk_area": desk}


def _org_paths(action: Action, inputs: Mapping[str, Any]) -> dict[int, str]:
    named: dict[str, list[int]] = {}
    for field in action.asks:
        if field.type in ("organisation", "organisations") and inputs.get(field.key):
            value = inputs[field.key]
            named[field.key] = list(value) if isinstance(value, list) else [value]
    wanted = {org for orgs in named.values() for org in orgs}
    found = dict(Organisation.objects.filter(id__in=wanted, is_active=True).values_list("id", "path"))
    faults: dict[str, object] = {key: hiding.NOT_ACTIVE for key, orgs in named.items() if set(orgs) - set(found)}
    if faults:
        raise BadInput(faults)
    return found


def files_of(*, action: Action, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Ids of the attachments handed in, each with its purpose: before, after, or the field's own name."""
    files: list[tuple[str, str]] = []
    for field in action.asks:
        if field.type in ("photos", "files"):
            purpose = field.key.removeprefix("photos_").removeprefix("photo_")
            wanted = next((need.partition("_")[2] for need in action.requires if need.startswith("photo_")), "note")
            kind = purpose if purpose in ("before", "after") else wanted if field.type == "photos" else "file"
            files += [(str(item), kind) for item in inputs.get(field.key) or []]
    return files


def _waiting(files: Sequence[tuple[str, str]]) -> list[Attachment]:
    """The attachments named, none of them used yet. Raises BadInput."""
    ids = {file_id for file_id, _purpose in files}
    rows = list(Attachment.objects.filter(id__in=ids, case__isnull=True)) if ids else []
    if len(rows) != len(ids):
        raise BadInput({"photos": _("A file is missing or was used before; please add it again.")})
    return rows


def _counted(files: Sequence[tuple[str, str]], rows: Sequence[Attachment]) -> dict[str, int]:
    """How many photos of each purpose there are."""
    purposes = dict(files)
    return dict(Counter(purposes[str(row.id)] for row in rows if row.media_type.startswith("image/")))


def _proofs(
    files: Sequence[tuple[str, str]], rows: Sequence[Attachment], state: CaseState, now: datetime
) -> tuple[Proof, ...]:
    """Each photo held against the place and the time of the case."""
    purposes, limits = dict(files), Limits(metres=settings.PROOF_METRES, hours=settings.PROOF_HOURS)
    photos = [
        Taken(
            sha256=row.sha256,
            purpose=purposes[str(row.id)],
            at=row.taken_at,
            by=row.taken_by,
            lon=row.taken_lon,
            lat=row.taken_lat,
            apart_metres=row.apart_metres,
            apart_seconds=row.apart_seconds,
        )
        for row in rows
        if row.media_type.startswith("image/")
    ]
    return tuple(proof_of(photo=photo, state=state, now=now, limits=limits) for photo in photos)
