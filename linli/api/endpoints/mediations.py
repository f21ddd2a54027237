"""Mediations: how one stands, for who keeps the case or assists; what came of it, for who referred it."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from linli.api.bearer import Bearer, caller
from linli.api.codec import answer
from linli.api.limits import limited
from linli.api.schemas.mediations import MediationOut, ReferralOut
from linli.api.shown import words
from linli.cases.wording import said
from linli.mediation.queries.referring import came_of
from linli.mediation.queries.returning import returned

router = Router(auth=Bearer())


@router.get(
    "/mediations/{number}", response=MediationOut, operation_id="readMediation", summary="Read how a mediation stands"
)
@limited
def read_mediation(request: HttpRequest, number: str) -> HttpResponse:
    """Stage, sessions, agreement and performance in counts and dates: for whoever keeps the case or assists in it."""
    found = returned(number=number, by=caller(request).actor, now=timezone.now())
    shown = asdict(found)
    version = shown.pop("pack_version")
    shown["stage"] = words.stage(shown.pop("pack"), found.stage, version=version)
    shown["mediators"] = [{"title": said(one.title), "organisation": one.organisation} for one in found.mediators]
    return answer(shown)


@router.get(
    "/referrals/{number}",
    response=ReferralOut,
    operation_id="readReferral",
    summary="Read what came of what you referred",
)
@limited
def read_referral(request: HttpRequest, number: str) -> HttpResponse:
    """Outcome, dates and the answers given: for the body that referred the dispute, with or without a part in it."""
    shown = asdict(came_of(number=number, by=caller(request).actor))
    shown["replies"] = [
        {"at": one["at"], "result": words.titled(one["result"], one["title"]), "words": one["words"]}
        for one in shown["replies"]
    ]
    return answer(shown)
