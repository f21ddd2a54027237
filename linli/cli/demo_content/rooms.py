"""Writes the demo's mediators, and the rooms of those disputes that the city's file says are mediated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from linli.cli.demo_content.pictures import picture
from linli.cli.demo_content.staff import STARTED, STREET
from linli.cli.demo_content.stage import Stage

COMMITTEE = f"{STREET}-tj"
# username, name, committee, fields, languages, introduction, in English
DIRECTORY = (
    ("mediator", "演示调解员", COMMITTEE, (), ("zh-Hans", "长沙话", "en"),
     "演示内容：邻里、租赁纠纷。", "Demonstration: neighbours and leases."),
    ("mediator2", "演示调解员（二）", COMMITTEE, ("family", "neighbour"), ("zh-Hans", "长沙话"),
     "演示内容：婚姻家庭、邻里纠纷。", "Demonstration: families and neighbours."),
    ("mediator3", "演示调解员（三）", "430102-tjwy", ("property",), ("zh-Hans",),
     "演示内容：物业纠纷。", "Demonstration: property management."),
    ("mediator4", "演示调解员（四）", "430102-tjld", ("labour",), ("zh-Hans", "en"),
     "演示内容：劳动争议。", "Demonstration: labour disputes."),
)  # fmt: skip
STUDIO = ("演示调解工作室", "Demonstration Mediation Studio")


@dataclass(frozen=True, slots=True)
class _Room:
    """A dispute of the demo with its two sides, at a time."""

    number: str
    sides: Mapping[str, UUID]
    by: Any
    at: datetime

    def staff(self) -> Any:
        from linli.mediation.queries.rooms import room_of

        return room_of(number=self.number, by=self.by)

    def seat(self, side: str) -> Any:
        from linli.mediation.queries.rooms import link_secret, room_by_link

        secret = link_secret(participant=self.sides[side])
        assert secret is not None
        return room_by_link(participant=self.sides[side], secret=secret)


def direct(*, stage: Stage) -> None:
    """The directory: each with an account; only the first has a password to sign in with."""
    from linli.mediation.models import Mediator, Studio
    from linli.people.models import Account, Post

    studio = Studio.objects.create(name=STUDIO[0], name_en=STUDIO[1], organisation_id=_org(stage, COMMITTEE))
    for username, name, committee, fields, languages, said, said_en in DIRECTORY:
        account, is_new = Account.objects.get_or_create(username=username, defaults={"name": name})
        if is_new:
            Post.objects.create(
                account=account,
                role="handler",
                area_id=_area(committee),
                organisation_id=_org(stage, committee),
                starts_date=STARTED,
            )
        Mediator.objects.create(
            account=account,
            organisation_id=_org(stage, committee),
            studio=studio if username == "mediator" else None,
            area_id=_area(committee),
            fields=list(fields),
            languages=list(languages),
            introduction=said,
            introduction_en=said_en,
        )


def make(*, stage: Stage, number: str, told: str, at: datetime, seed: int) -> None:
    """Carries a dispute that was assigned to the demo's committee on: `asking`, `mediating` or `agreed`."""
    from linli.cases.actions.acting import act
    from linli.mediation.actions import participants

    by = stage.cast.actors["mediator"]
    act(number=number, action="take_on", inputs={"no_conflict": True}, by=by, now=at)
    _appointed(number, by, at)
    room = _Room(number, _sides(number, by, at, seed), by, at)
    for one in room.sides.values():
        participants.invite(room=room.staff(), participant=one, now=at)
    participants.agree(room=room.seat("applicant"), now=at)
    if told == "asking":
        return
    participants.agree(room=room.staff(), participant=room.sides["respondent"], how="phone", now=at)
    inputs = {"rights_told": True, "openness": "closed"}
    act(number=number, action="consent", inputs=inputs, by=by, now=at + timedelta(minutes=5))
    _talked(room, stage.now, seed)
    if told == "agreed":
        _agreed(room)


def _sides(number: str, by: Any, at: datetime, seed: int) -> Mapping[str, UUID]:
    """Whoever put it, and somebody whose name says that they are the demo's."""
    from linli.mediation.actions import participants
    from linli.mediation.queries.rooms import room_of
    from linli.mediation.types import Joining

    room = room_of(number=number, by=by)
    first = participants.bring_reporter(room=room, now=at)
    other = Joining(
        side="respondent",
        name=f"演示对方{seed}",
        phone=f"139000{seed:05d}",
        email=f"other{seed}@example.org",
        language="zh-hans",
    )
    assert first is not None
    return {"applicant": first, "respondent": participants.join(room=room, new=other, now=at)}


def _appointed(number: str, by: Any, at: datetime) -> None:
    from linli.cases.models import Case
    from linli.mediation.models import Appointment, Mediator

    Appointment.objects.create(
        case=Case.objects.get(number=number),
        mediator=Mediator.objects.get(account_id=by.account_id),
        chosen_by="desk",
        reason="演示：熟悉这类纠纷",
        appointed_at=at,
        declared_at=at,
    )


def _talked(room: _Room, now: datetime, seed: int) -> None:
    """A session to come, evidence that both see, and an offer."""
    from linli.mediation.actions import evidence, offers, sessions
    from linli.mediation.models import Session
    from linli.mediation.rules.listing import NewEvidence
    from linli.mediation.rules.meeting import Proposal
    from linli.mediation.rules.offering import Terms

    shown = picture(scene="wall", is_after=False, seed=seed)
    seen = NewEvidence(kind="photo", title="现场照片", proves="损坏", is_shared=True, content=shown, name="p.jpg")
    evidence.give(room=room.seat("applicant"), new=seen, now=room.at)
    start = (now + timedelta(days=2)).replace(hour=2, minute=0, second=0, microsecond=0)
    plan = Proposal("together", (start, start + timedelta(days=1)), timedelta(hours=2), venue="街道综治中心二楼调解室")
    made = sessions.propose(room=room.staff(), plan=plan, now=room.at)
    first = Session.objects.get(id=made).times.order_by("starts_at")[0]
    sessions.fix(room=room.staff(), session=made, time=first.id, now=room.at)
    terms = Terms(text="各让一步：我方负责修复，费用分担。", amount=Decimal(1200), days=14)
    offers.send_words(room=room.seat("respondent"), terms=terms, now=now - timedelta(hours=1))


def _agreed(room: _Room) -> None:
    """Drafted, signed by both on the screen, in effect: two instalments."""
    from linli.mediation.actions import drafting, signing
    from linli.mediation.agreed import Draft, Duty

    day = room.at.date()
    duties = tuple(
        Duty("pay", "respondent", "applicant", what, day + timedelta(days=days), Decimal(1500))
        for what, days in (("退还押金第一笔", 10), ("退还押金第二笔", 40))
    )
    draft = Draft(
        facts="申请人退租后，双方对墙面划痕和押金的退还发生争议（演示内容）。",
        issues="押金退还的数额和时间。",
        responsibility="双方各承担一部分。",
        terms="对方退还申请人押金3000元，分两次付清；双方再无其他争议。",
        manner="通过银行转账支付。",
        duties=duties,
        total=Decimal(3000),
    )
    drafting.save(room=room.staff(), draft=draft, now=room.at)
    signing.fix(room=room.staff(), now=room.at, is_sealed=True)
    for side in room.sides:
        signing.sign_on_screen(room=room.seat(side), drawing=_drawn(), now=room.at)


def _drawn() -> bytes:
    """A stroke that stands for a signature."""
    import io

    from PIL import Image, ImageDraw

    image = Image.new("RGB", (480, 160), "white")
    ImageDraw.Draw(image).line([(40, 120), (120, 30), (200, 130), (300, 40), (430, 110)], fill="black", width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _org(stage: Stage, code: str) -> int:
    return stage.cast.organisations[code][0]


def _area(committee: str) -> str:
    return committee.split("-")[0]
