"""Danger to people: shown to those on the case with what to do, never to a side, and gone once it is over."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions.acting import act
from linli.cases.actions.erasing import erase_due
from linli.cases.errors import Guarded
from linli.cases.models import Case, Event
from linli.cases.queries.details import detail
from linli.core.errors import NotAllowed
from linli.mediation.queries.danger import danger_of
from linli.notify.models import Outgoing
from linli.people.access import Actor
from linli.people.models import Account
from linli.process.registry import registry
from tests.mediating import Dispute

ACTED, TOLD = "已请民警到场隔开QZVKX", "9时20分报文艺路派出所QZVKY"
WORDS = (ACTED, TOLD, "violence", "raised", "打斗", "紧急处置", "已报告")
OPEN_STAGES = 17


def raise_it(dispute: Dispute, username: str = "handler") -> None:
    given = {"risk_kinds": ["violence"], "risk": "raised", "reported_to": TOLD, "acted": ACTED}
    dispute.take("raise_risk", username, **given)


def page(dispute: Dispute, username: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client.get(reverse("console:room", args=[dispute.number])).content.decode()


def seen_by(dispute: Dispute, participant: object) -> str:
    link = reverse("public:room", args=[participant, dispute.link(participant)])  # type: ignore[arg-type]
    return Client().get(link).content.decode()


def invite_helper(dispute: Dispute) -> None:
    dispute.take("invite", "handler", assists=[dispute.city.organisations["furong-zj"]], task="请到场")


def test_those_on_the_case_read_it_with_what_to_do(dispute: Dispute) -> None:
    invite_helper(dispute)
    raise_it(dispute)
    for username in ("handler", "head", "desk", "assist"):
        text = page(dispute, username)
        assert all(one in text for one in (ACTED, TOLD, "打斗、伤害", "现在要做什么", "110")), username
    assert "已解除：登记处置情况" in page(dispute, "handler")
    assert "已解除：登记处置情况" not in page(dispute, "assist")


def test_before_it_is_raised_the_room_says_how(dispute: Dispute) -> None:
    text = page(dispute, "handler")
    assert "登记紧急处置" in text
    assert "现在要做什么" not in text


def test_no_side_reads_it_or_is_told(dispute: Dispute) -> None:
    sides = dispute.both()
    before = [seen_by(dispute, one) for one in sides]
    sent = Outgoing.objects.filter(channel="email").count()
    raise_it(dispute)
    for one in sides:
        text = seen_by(dispute, one)
        assert [word for word in WORDS if word in text] == []
        assert "risk" not in dispute.seat(one).fields
        with pytest.raises(NotAllowed):
            danger_of(room=dispute.seat(one))
    assert Outgoing.objects.filter(channel="email").count() == sent
    assert all("120" in text for text in before), "the line of help stands in every mediation"
    assert not Outgoing.objects.filter(template="risk_raised", audience__has_key="reporter").exists()


def test_the_reporter_s_page_is_the_same_with_it(dispute: Dispute) -> None:
    before = Client().get(reverse("public:case", args=[dispute.number, dispute.secret])).content.decode()
    raise_it(dispute)
    after = Client().get(reverse("public:case", args=[dispute.number, dispute.secret])).content.decode()
    assert [word for word in WORDS if word in after and word not in before] == []


def test_once_it_is_over_nothing_marks_the_case(dispute: Dispute) -> None:
    raise_it(dispute)
    dispute.take("lower_risk", acted="双方已平静")
    case = Case.objects.get(number=dispute.number)
    assert "risk" not in case.fields
    assert not Case.objects.filter(fields__has_key="risk").exists()
    found = detail(number=dispute.number, by=dispute.actor("handler"), now=dispute.now)
    assert "risk" not in found.fields
    assert danger_of(room=dispute.room()) is None
    assert ACTED not in page(dispute, "handler")
    assert list(Event.objects.filter(case=case, kind__endswith="_risk").values_list("kind", flat=True)) == [
        "raise_risk", "lower_risk",
    ]  # fmt: skip


def test_it_may_be_raised_in_every_open_stage(dispute: Dispute) -> None:
    pack = registry().pack("dispute")
    still_open = {key for key, stage in pack.stages.items() if not stage.is_final}
    assert len(still_open) == OPEN_STAGES
    assert pack.actions["raise_risk"].from_stages == still_open == pack.actions["lower_risk"].from_stages


def test_it_is_raised_after_the_mediation_has_ended_and_keeps_the_case_open(dispute: Dispute) -> None:
    dispute.both()
    dispute.take("end", end_ground="no_agreement", routes=["court"], where_to="区人民法院", note="")
    raise_it(dispute, "desk")
    assert danger_of(room=dispute.room()) is not None
    with pytest.raises(Guarded):
        dispute.take("close_unmediated", "desk", answer="未达成协议。")
    dispute.take("lower_risk", "desk", acted="已平静")
    dispute.take("close_unmediated", "desk", answer="未达成协议。")
    assert "risk" not in Case.objects.get(number=dispute.number).fields


def test_it_goes_when_the_case_is_withdrawn_and_when_it_is_erased(dispute: Dispute) -> None:
    raise_it(dispute)
    reporter = Actor(kind="reporter", case_number=dispute.number)
    act(number=dispute.number, action="withdraw", inputs={}, by=reporter, now=dispute.now)
    case = Case.objects.get(number=dispute.number)
    assert (case.stage, "risk" in case.fields) == ("withdrawn", False)
    Case.objects.filter(id=case.id).update(fields={"risk": "raised"}, retain_until_date="2020-01-01")
    erase_due(date=dispute.now.date(), now=dispute.now)
    assert Case.objects.get(id=case.id).fields == {}
