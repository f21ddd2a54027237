"""Who cannot be written to is called: the mediators get one notice, by side and role, once."""

from datetime import timedelta
from uuid import UUID

from linli.mediation.actions import participants, performing, reminding, sessions
from linli.mediation.actions.calling import by_call, said
from linli.mediation.models import Participant
from linli.notify.models import Outgoing
from linli.notify.texts import Language, render
from linli.people.models import Contact
from tests.agreeing import agreed
from tests.integration.mediation.talking import HOUR, mailed, proposed, times
from tests.mediating import Dispute


def calls(template: str) -> list[list[str]]:
    """Whom the notices name."""
    rows = Outgoing.objects.filter(template=template, channel="inapp").order_by("id")
    return [[line["zh"] for line in row.context["lines"]] for row in rows]


def tomorrow(dispute: Dispute, **given: object) -> None:
    """A session in two days, fixed."""
    session = proposed(dispute, 48, **given)
    sessions.fix(room=dispute.room(), session=session, time=times(session)[0], now=dispute.now)


def consent(dispute: Dispute, *who: UUID) -> None:
    """They do, by telephone."""
    for one in who:
        participants.agree(room=dispute.room(), participant=one, how="phone", now=dispute.now)
    dispute.take("consent", rights_told=True, openness="closed", note="")


def test_the_mediators_are_told_once_whom_to_call_about_tomorrow(dispute: Dispute) -> None:
    applicant, respondent = dispute.join("applicant"), dispute.join("respondent", email="")
    consent(dispute, applicant, respondent)
    tomorrow(dispute)
    reminding.remind(now=dispute.now + HOUR * 24)
    reminding.remind(now=dispute.now + HOUR * 25)
    assert mailed("room_session_soon") == [str(applicant)]
    assert calls("room_call_session") == [["被申请人1"]]
    (row,) = Outgoing.objects.filter(template="room_call_session")
    assert row.audience == {"accounts": [dispute.city.accounts["handler"]]}


def test_the_notice_names_side_and_role_alone(dispute: Dispute) -> None:
    applicant = dispute.join("applicant", name="甲某某", phone="13912349999", email="")
    respondent = dispute.join("respondent")
    consent(dispute, applicant, respondent)
    tomorrow(dispute)
    reminding.remind(now=dispute.now + HOUR * 24)
    (row,) = Outgoing.objects.filter(template="room_call_session")
    languages: tuple[tuple[Language, str], ...] = (("zh-hans", "申请人1"), ("en", "Applicant 1"))
    for language, named in languages:
        text = render(template=row.template, language=language, context=row.context)
        words = f"{text.subject} {text.body}"
        assert named in words
        assert not [one for one in ("甲某某", "13912349999", str(applicant)) if one in words + str(row.context)]


def test_nobody_is_called_who_reads_it_or_has_somebody_who_does(dispute: Dispute) -> None:
    owner = dispute.join("applicant", email="", phone="")
    speaker = dispute.join("applicant", capacity="agent", mandate="special", stands_for=(owner,))
    other = dispute.join("respondent")
    consent(dispute, owner, speaker, other)
    tomorrow(dispute)
    reminding.remind(now=dispute.now + HOUR * 24)
    assert str(speaker) in mailed("room_session_soon")
    assert calls("room_call_session") == []


def test_of_a_talk_apart_its_side_alone_is_called(dispute: Dispute) -> None:
    both = dispute.join("applicant", email=""), dispute.join("respondent", email="")
    consent(dispute, *both)
    tomorrow(dispute, manner="apart", side="respondent")
    reminding.remind(now=dispute.now + HOUR * 24)
    assert calls("room_call_session") == [["被申请人1"]]


def test_a_duty_that_falls_due_is_told_by_telephone_once(dispute: Dispute) -> None:
    _applicant, respondent = agreed(dispute)
    kept = Participant.objects.values_list("contact_id", flat=True).get(id=respondent)
    Contact.objects.filter(id=kept).update(email=None)
    days = [day for day in range(8) if performing.remind(now=dispute.now + timedelta(days=day))]
    assert days == [4]
    assert calls("room_call_due") == [["被申请人1"]]
    assert mailed("room_due") == []


def test_forty_are_named_in_short(dispute: Dispute) -> None:
    owners = [dispute.join("applicant", email="", phone="") for _one in range(9)]
    lines = said(whom=by_call(room=dispute.room(), to=owners))
    assert len(lines) == 7
    assert lines[-1] == {"zh": "另有 3 人", "en": "and 3 more"}
