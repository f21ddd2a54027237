"""Whoever referred a dispute learns what came of it by the API, and nothing of the talks."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.cases.models import Case
from linli.mediation.actions import notes
from linli.people import tokens
from tests.agreeing import agreed
from tests.answers import asked
from tests.functional.small_city import City
from tests.mediating import Dispute, open_dispute

KEYS = {"number", "own_number", "due_date", "is_open", "outcome", "opened_at", "closed_at", "replies"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def referred(city: City, now: datetime) -> Dispute:
    """A dispute that the housing department referred; it has no part in it."""
    given: dict[str, Any] = {
        "source": "other", "referrer": "住建局", "referral_no": "住建转2026-7", "referral_due": "2030-03-31",
        "referring_org": city.organisations["furong-zj"],
    }  # fmt: skip
    return open_dispute(city=city, now=now, **given)


def ask(dispute: Dispute, username: str, path: str = "referrals") -> Any:
    issued = tokens.issue(name=username, post_id=dispute.city.posts[username], now=timezone.now())
    return asked("get", f"/api/v1/{path}/{dispute.number}", issued.secret)


def test_the_fixture_really_has_no_other_way_in(referred: Dispute) -> None:
    assert ask(referred, "assist", "mediations").status_code == 404
    assert ask(referred, "assist", "cases").status_code == 404


def test_it_learns_the_outcome_dates_and_the_answer_alone(referred: Dispute) -> None:
    applicant, respondent = agreed(referred)
    notes.write(room=referred.room(), text="最低可以接受五千QZVK", side="applicant", now=referred.now)
    words = "达成调解协议，七日内履行。"
    referred.take("reply_referrer", reply_result="unperformed", reply=words)
    answer = ask(referred, "assist")
    assert answer.status_code == 200
    told = answer.json()
    assert told.keys() == KEYS
    assert (told["own_number"], told["due_date"]) == ("住建转2026-7", "2030-03-31")
    assert (told["is_open"], told["outcome"], told["closed_at"]) == (True, "", None)
    (reply,) = told["replies"]
    assert (reply["result"]["key"], reply["words"]) == ("unperformed", words)
    text = answer.content.decode()
    room = referred.room()
    hidden = [
        str(applicant), str(respondent), "申请人", "被申请人", "天花板", "漏水", "2000", "QZVK", "performing", "mediat",
        "城管", room.title,
    ]  # fmt: skip
    assert [one for one in hidden if one in text] == []


def test_before_an_answer_there_is_none(referred: Dispute) -> None:
    assert ask(referred, "assist").json()["replies"] == []


def test_a_closed_one_tells_how(referred: Dispute) -> None:
    end: dict[str, Any] = {"end_ground": "no_agreement", "routes": ["court"], "where_to": "区人民法院", "note": ""}
    referred.both()
    referred.take("end", **end)
    referred.take("reply_referrer", "desk", reply_result="ended", reply="未达成协议。")
    referred.take("close_unmediated", "desk", answer="没有达成协议，可以起诉。")
    told = ask(referred, "assist").json()
    assert (told["is_open"], told["outcome"]) == (False, "unresolved")
    assert datetime.fromisoformat(told["closed_at"]) - referred.now < timedelta(seconds=1)
    assert [one["result"]["key"] for one in told["replies"]] == ["ended"]


@pytest.mark.parametrize("username", ["desk", "handler", "grid", "leader", "verifier", "admin"])
def test_nobody_else_asks_by_it(referred: Dispute, username: str) -> None:
    assert ask(referred, username).status_code == 404


def test_a_case_that_names_no_referrer_answers_nobody(city: City, now: datetime) -> None:
    dispute = open_dispute(city=city, now=now)
    assert ask(dispute, "assist").status_code == 404


def test_a_corrected_source_shuts_it(referred: Dispute) -> None:
    case = Case.objects.get(number=referred.number)
    assert ask(referred, "assist").status_code == 200
    Case.objects.filter(id=case.id).update(fields=case.fields | {"source": "applied"})
    assert ask(referred, "assist").status_code == 404


def test_a_token_is_needed(referred: Dispute) -> None:
    assert asked("get", f"/api/v1/referrals/{referred.number}", "nobody").status_code == 401
