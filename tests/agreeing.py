"""Drafts, versions and signatures of the room of tests."""

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from PIL import Image, ImageDraw

from linli.mediation.actions import drafting, signing
from linli.mediation.agreed import AgreementView, Draft, Duty
from linli.mediation.queries.secrets import secret_of
from linli.notify.models import Outgoing
from tests.mediating import Dispute


def _drawn() -> bytes:
    image = Image.new("RGB", (480, 160), "white")
    ImageDraw.Draw(image).line([(40, 120), (120, 30), (200, 130), (300, 40), (430, 110)], fill="black", width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


DRAWN = _drawn()
"""A signature."""


def whole(dispute: Dispute) -> Draft:
    """A draft that lacks nothing: 2,000 yuan in a week."""
    due = dispute.now.date() + timedelta(days=7)
    return Draft(
        facts="2026年3月起，乙方卫生间防水层老化，水渗到甲方天花板。",
        issues="漏水的修复和天花板的赔偿。",
        responsibility="乙方未及时维修，承担全部责任。",
        terms="一、乙方修复卫生间防水。\n二、乙方赔偿甲方天花板损失2000元。",
        manner="乙方通过银行转账支付。",
        duties=(Duty("pay", "respondent", "applicant", "天花板损失", due, Decimal(2000)),),
    )


def drafted(dispute: Dispute, draft: Draft | None = None) -> AgreementView:
    """A draft at hand."""
    return drafting.save(room=dispute.room(), draft=draft or whole(dispute), now=dispute.now)


def fixed(dispute: Dispute, draft: Draft | None = None) -> AgreementView:
    """A version out for signing."""
    drafted(dispute, draft)
    return signing.fix(room=dispute.room(), now=dispute.now, is_sealed=True)


def code_for(dispute: Dispute, participant: UUID) -> str:
    """The code that the latest mail to them tells."""
    signing.send_code(room=dispute.seat(participant), now=dispute.now)
    sent = Outgoing.objects.filter(template="room_code", context__room=str(participant)).latest("id")
    code = secret_of(code=sent.context["code"])
    assert code is not None
    return code


def agreed(dispute: Dispute, *duties: Duty) -> tuple[UUID, UUID]:
    """Both have signed; the agreement is in effect."""
    sides = dispute.both()
    draft = whole(dispute)
    fixed(dispute, replace(draft, duties=duties) if duties else draft)
    for one in sides:
        signing.sign_on_screen(room=dispute.seat(one), drawing=DRAWN, now=dispute.now)
    return sides
