"""Asking that a case be struck from an organisation's score, and ruling on it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.errors import NoSuchCase
from linli.cases.queries.contributions import changed_since, contributions
from linli.cases.queries.loading import state_by_id, state_of
from linli.cases.queries.mixes import is_counted
from linli.cases.rules.state import CaseState
from linli.core.errors import Invalid, Text
from linli.people import access
from linli.people.access import Actor
from linli.scores.errors import AlreadyAsked, AlreadyRuled, NoSuchRequest, NotCounted, NotIndependent, NotLeading
from linli.scores.models import Reason, StrikeRequest, StruckCount
from linli.scores.queries.striking import involved

MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """The request that was made."""

    request: int
    number: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """How it was ruled, and how many counts were taken off the score."""

    request: int
    granted: bool
    counts: int


@transaction.atomic
def ask(*, number: str, reason: str, text: str, by: Actor, now: datetime) -> Asked:
    """The leading organisation asks. Raises NotAllowed, NoSuchCase, NotLeading, NotCounted, AlreadyAsked, Invalid."""
    access.needs(actor=by, right="strikes.ask")
    state, _kept = state_of(number=number)
    if not access.can_see(actor=by, facts=state.facts()):
        raise NoSuchCase
    if "lead" not in access.relations(actor=by, facts=state.facts()) or state.lead_org_id is None:
        raise NotLeading
    if not is_counted(pack=state.pack, category=state.category):
        raise NotCounted
    _check(text, reason=reason)
    return Asked(_made(state, state.lead_org_id, reason, text.strip(), by, now), number)


@transaction.atomic
def rule(*, request: int, granted: bool, text: str, by: Actor, now: datetime) -> Ruled:
    """Somebody independent rules, once. Raises NotAllowed, NoSuchRequest, NotIndependent, AlreadyRuled, Invalid."""
    access.needs(actor=by, right="strikes.rule")
    row = (
        StrikeRequest.objects.select_for_update(of=("self",)).select_related("organisation").filter(id=request).first()
    )
    if row is None:
        raise NoSuchRequest
    state, _kept = state_by_id(case_id=row.case_id)
    if not access.can_see(actor=by, facts=state.facts()):
        raise NoSuchRequest
    if row.ruled_at is not None:
        raise AlreadyRuled
    if not access.is_independent(actor=by, org_path=row.organisation.path, involved=involved(state, row)):
        raise NotIndependent
    _check(text)
    row.granted, row.ruling, row.ruled_by_id, row.ruled_at = granted, text.strip(), by.account_id, now
    row.save(update_fields=["granted", "ruling", "ruled_by", "ruled_at"])
    return Ruled(row.pk, granted, _take_off(row, now) if granted else 0)


def recount(*, now: datetime) -> int:
    """Takes anew off the scores what struck cases add that changed since. Answers how many did."""
    rows = StrikeRequest.objects.filter(granted=True).values_list("id", "case_id", "counted_at")
    moments = {id_: (case_id, at) for id_, case_id, at in rows if at is not None}
    changed = changed_since(moments=list(moments.values()))
    stale = [id_ for id_, (case_id, _at) in moments.items() if case_id in changed]
    for id_ in stale:
        with transaction.atomic():
            _take_off(StrikeRequest.objects.select_for_update().get(id=id_), now)
    return len(stale)


def _made(state: CaseState, org_id: int, reason: str, text: str, by: Actor, now: datetime) -> int:
    if StrikeRequest.objects.filter(case_id=state.id, organisation_id=org_id, granted=True).exists():
        raise AlreadyAsked
    assert by.account_id is not None  # the right is for staff
    try:
        with transaction.atomic():
            row = StrikeRequest.objects.create(
                case_id=state.id,
                organisation_id=org_id,
                reason=reason,
                text=text,
                asked_by_id=by.account_id,
                asked_at=now,
            )
    except IntegrityError as error:
        raise AlreadyAsked from error
    return row.pk


def _take_off(row: StrikeRequest, now: datetime) -> int:
    """Keeps what the case adds to the organisation's measures now, in place of what was kept before."""
    StruckCount.objects.filter(request=row).delete()
    found = contributions(case_id=row.case_id, org_id=row.organisation_id)
    StruckCount.objects.bulk_create(
        StruckCount(
            request=row,
            organisation_id=row.organisation_id,
            area_code=one.area_code,
            date=one.date,
            pack=one.pack,
            category=one.category,
            channel=one.channel,
            measure=one.measure,
            n=one.n,
        )
        for one in found
    )
    StrikeRequest.objects.filter(id=row.pk).update(counted_at=now)
    return len(found)


def _check(text: str, *, reason: str | None = None) -> None:
    faults: dict[str, Text] = {}
    if reason is not None and reason not in Reason.values:
        faults["reason"] = _("Choose one of the reasons.")
    if not text.strip() or len(text.strip()) > MOST_WORDS:
        faults["text"] = _("Give your reasons in 1000 characters at most, and name nobody.")
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)
