"""After the agreement, for a participant: what is due, telling that it is done, and the court's confirmation."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from linli.mediation.actions import confirming, performing
from linli.mediation.queries import agreements, papers
from linli.mediation.types import Room
from linli.web import roomfiles
from linli.web.roomagreed import bundling, shown_duty, window_said
from linli.web.roomsections import Answer, Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Nothing before there is something to perform."""
    duties = agreements.duties_in_effect(case_id=room.case_id)
    if not duties or room.me is None:
        return None
    today, told, side = papers.moment_here(now=now), agreements.told_duties(room=room), room.me.side
    found = agreements.confirm_window(room=room, now=now)
    wants = room.me.id in agreements.who_want(room=room, kind=confirming.WANTED)
    papers_for_it = bundling(room=room, window=found) if found else {}
    is_barred = papers_for_it.get("refusal") is not None
    return papers_for_it | {
        "duties": [
            shown_duty(duty=one, today=today)
            | {
                "is_told": one.id in told and one.is_open,
                "may_tell": room.is_open and one.is_open and one.id not in told and side in {one.by_side, one.to_side},
            }
            for one in duties
        ],
        "window": window_said(window=found) if found else "",
        "is_over": bool(found and not found.is_open),
        "may_want": bool(found and found.is_open and room.stage == confirming.STAGE and not wants and not is_barred),
        "wants": wants,
    }


def tell(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """It is done."""
    duty = request.POST.get("duty", "")
    if not duty.isdecimal():
        raise Http404
    proof = roomfiles.uploaded(request=request, name="proof")
    performing.tell_done(room=room, duty=int(duty), now=now, proof=proof)
    return Answer(said=_("Told to the mediator, who checks it and puts it on record."))


def want(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """The court shall confirm it."""
    confirming.want(room=room, now=now)
    return Answer(said=_("Told to the mediator. The court is asked once both sides want it."))


def bundle(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """The papers for the court."""
    name, content = confirming.bundle(room=room, court="", confirms=request.POST.get("confirms", ""), now=now)
    return Answer(response=roomfiles.handed(content=content, name=name, media_type=roomfiles.ZIP))


SECTION = Section(key="after", show=show, verbs={"tell": tell, "want": want, "bundle": bundle})
