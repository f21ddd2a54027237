"""Cases: lists, one case, its chain, and the one way to change it."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from linli.api import steps
from linli.api.bearer import Bearer, caller
from linli.api.codec import answer
from linli.api.limits import limited
from linli.api.once import once
from linli.api.schemas.cases import ActionIn, CaseDetailOut, CasePage, CaseQuery, DoneOut, EventList
from linli.api.schemas.common import refuse_unknown
from linli.api.shown import cases as shown
from linli.cases import queries

router = Router(auth=Bearer())


@router.get("/cases", response=CasePage, operation_id="listCases", summary="List cases")
@limited
def list_cases(request: HttpRequest, wanted: Query[CaseQuery]) -> HttpResponse:
    """The cases that the token's post may see, narrowed by any of the filters. Pages follow one another by cursor."""
    refuse_unknown(request, known=CaseQuery)
    found = queries.listing(
        by=caller(request).actor,
        filters=wanted.filters(),
        cursor=wanted.cursor,
        limit=wanted.limit,
        now=timezone.now(),
    )
    return answer({"items": [shown.row(row) for row in found.rows], "next_cursor": found.next_cursor})


@router.get("/cases/{number}", response=CaseDetailOut, operation_id="readCase", summary="Read a case")
@limited
def read_case(request: HttpRequest, number: str) -> HttpResponse:
    """Facts, deadlines with their reasons, organisations at work, and what the caller may do now with which fields."""
    found = queries.detail(number=number, by=caller(request).actor, now=timezone.now())
    return answer(shown.detail(found))


@router.get("/cases/{number}/events", response=EventList, operation_id="listEvents", summary="Read a case's chain")
@limited
def list_events(request: HttpRequest, number: str) -> HttpResponse:
    """Every entry of the append-only chain that the caller may see, oldest first, with its hash."""
    found = queries.detail(number=number, by=caller(request).actor, now=timezone.now())
    return answer({"items": [shown.event(event) for event in found.events]})


@router.post("/cases/{number}/actions/{action}", response=DoneOut, operation_id="act", summary="Take a step in a case")
@limited
def take_action(request: HttpRequest, number: str, action: str, wanted: ActionIn) -> HttpResponse:
    """Takes one of the `actions` that reading the case offered. Who comes second is told what came first."""
    who = caller(request)
    done, is_repeat = steps.take(
        number=number,
        action=action,
        inputs=wanted.inputs,
        by=who.actor,
        now=timezone.now(),
        version=wanted.version,
        once=once(request, caller=who),
    )
    return answer(asdict(done), headers={"Idempotent-Replay": "true"} if is_repeat else {})
