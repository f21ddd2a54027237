"""A case whose retention ended empties its room before its files go."""

from datetime import timedelta

from linli.cases.actions.erasing import erase_due
from linli.cases.models import Attachment, Case
from linli.mediation.actions import archiving
from linli.mediation.actions.erasing import empty_due
from linli.mediation.models import Agreement, AgreementText, Entry, Evidence, Participant, PrivateNote, Session, Volume
from tests.integration.mediation.actions.test_volume import filled
from tests.mediating import Dispute


def test_nothing_of_anybody_stays(dispute: Dispute) -> None:
    filled(dispute)
    archiving.make(room=dispute.room(), now=dispute.now)
    ended = dispute.now.date()
    Case.objects.filter(number=dispute.number).update(
        closed_at=dispute.now, outcome="resolved", retain_until_date=ended
    )
    later = ended + timedelta(days=1)
    assert empty_due(date=later, now=dispute.now) == 1
    assert erase_due(date=later, now=dispute.now) == 1
    for model in (Agreement, AgreementText, Evidence, PrivateNote, Volume):
        assert not model.objects.exists()
    assert not Attachment.objects.filter(purpose="room").exists()
    assert all(one.contact and one.contact.name is None for one in Participant.objects.select_related("contact"))
    assert not Session.objects.exclude(agreed="").exists()
    assert Entry.objects.filter(kind="in_effect").exists()


def test_an_open_case_and_one_that_is_kept_keep_theirs(dispute: Dispute) -> None:
    filled(dispute)
    later = dispute.now.date() + timedelta(days=1)
    assert empty_due(date=later, now=dispute.now) == 0
    Case.objects.filter(number=dispute.number).update(
        closed_at=dispute.now, outcome="resolved", retain_until_date=later
    )
    assert empty_due(date=later, now=dispute.now) == 0
    assert Agreement.objects.exists()
