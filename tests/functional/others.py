"""What others do meanwhile, through the engine and not in a browser."""

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from linli.cases.actions import dry_running
from linli.cases.actions.acting import act
from linli.cases.models import Case, Recheck, RecheckDraw, RecheckStratum
from linli.core.calendars.edits import Edit
from linli.packs.actions import uploads as packs
from linli.people.access import Actor
from linli.people.models import Account
from linli.people.queries import actor
from tests.functional.small_city import City
from tests.world import photo

ANSWER = "垃圾已清运，今后每天清运两次，感谢您的反映。"


def take(number: str, action: str, username: str, **inputs: Any) -> None:
    """A member of staff takes a step."""
    now = timezone.now()
    act(number=number, action=action, inputs=inputs, by=_actor(username, now), now=now)


def upload(content: bytes, username: str) -> int:
    """An administrator brings in a pack. Answers the draft's id."""
    now = timezone.now()
    return packs.upload(files={"pack.zip": content}, by=_actor(username, now), now=now)


def dispatch(number: str, city: City) -> None:
    """The desk dispatches it and the department accepts it."""
    take(number, "dispatch", "desk", lead=city.organisations["furong-cg"], assists=[city.organisations["furong-zj"]])
    take(number, "accept", "handler")


def finish(number: str, city: City) -> None:
    """Both departments do their part."""
    dispatch(number, city)
    take(number, "finish_assist", "assist", note="权属已查明")
    take(number, "finish", "handler", note="已清运", photo_after=[photo(purpose="after", now=timezone.now())])


def settle(number: str, city: City) -> None:
    """Desk, departments and verifier do their part, and the desk answers."""
    finish(number, city)
    take(number, "verify_pass", "verifier", method="on_site", note="现场查看，已清运")
    take(number, "answer", "desk", answer=ANSWER)


def draw(number: str, city: City) -> int:
    """A month's draw takes a case to be checked once more. Answers the recheck's id."""
    now = timezone.now()
    row = RecheckDraw.objects.create(month=now.date().replace(day=1), root_date=now, root=b"", percent=5, drawn_at=now)
    org = city.organisations["furong-cg"]
    stratum = RecheckStratum.objects.create(draw=row, organisation_id=org, category="*", size=1, drawn=1)
    return Recheck.objects.create(stratum=stratum, case=Case.objects.get(number=number)).pk


def try_hours() -> int:
    """Other working hours are tried, which move every open case that counts working time. Answers the dry run's id."""
    day = ((time(11), time(12)), (time(13), time(17)))
    edit = Edit(week=(*(day for _weekday in range(5)), (), ()))
    run = dry_running.order_for_edit(edit=edit, by=None, now=timezone.now())
    dry_running.count(id=run.pk)
    return run.pk


def _actor(username: str, now: datetime) -> Actor:
    return actor(account=Account.objects.get(username=username), post_id=None, on_date=now.date())
