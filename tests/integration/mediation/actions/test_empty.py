"""The room of an erased case is emptied with it."""

import os
import time
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.apps import apps

from linli.cases.actions import attaching
from linli.cases.actions.attaching import kept_at
from linli.cases.actions.erasing import erase_due
from linli.cases.models import Attachment, Case
from linli.core.ids import uuid7
from linli.mediation.actions import erasing, evidence, notes, offers
from linli.mediation.models import Agreement, AgreementText, Evidence, Mediator, Participant, Signature, Volume
from linli.people.models import Contact
from tests.integration.mediation.actions.test_give_evidence import PHOTO, picture
from tests.integration.mediation.talking import PAPER, TERMS, proposed, says
from tests.mediating import Dispute

FOREVER = date(2100, 1, 1)


def furnished(dispute: Dispute) -> None:
    """A room with something of everything in it."""
    first, second = dispute.both()
    says(dispute, first, proposed(dispute), True, False)
    notes.write(room=dispute.room(), side="applicant", text="背靠背", now=dispute.now)
    evidence.give(room=dispute.seat(first), new=PHOTO, now=dispute.now)
    offer = offers.send_words(room=dispute.seat(first), terms=TERMS, now=dispute.now)
    offers.counter(room=dispute.seat(second), offer=offer, terms=TERMS, now=dispute.now)
    _signed(dispute, first)


def _signed(dispute: Dispute, who: UUID) -> None:
    case_id = dispute.room().case_id
    agreement = Agreement.objects.create(
        id=uuid7(), case_id=case_id, place=1, form="written", state="signing", made_at=dispute.now
    )
    file = attaching.store_photo(content=picture("navy"), name="a.jpg", purpose="file", now=dispute.now)
    text = AgreementText.objects.create(
        id=uuid7(),
        agreement=agreement,
        version=1,
        account_id=dispute.city.accounts["handler"],
        written_at=dispute.now,
        fixed_at=dispute.now,
        sha256="0" * 64,
        attachment_id=file,
    )
    Agreement.objects.update(text=text, state="in_effect", effective_date=dispute.now.date())
    Signature.objects.create(text=text, participant_id=who, how="code", sha256="0" * 64, signed_at=dispute.now)


def test_nothing_of_the_room_is_left_but_the_directory(dispute: Dispute) -> None:
    furnished(dispute)
    paths = [kept_at(path=path) for path in Attachment.objects.values_list("path", flat=True)]
    assert len(paths) == 3, "the photo, the agreement, and a letter of the procedure"
    for path in paths:
        os.utime(path, (time.time() - 3600,) * 2)
    Case.objects.update(closed_at=dispute.now, outcome="resolved")
    assert erase_due(date=FOREVER, now=dispute.now, beside=erasing.empty) == 1
    left = {
        model.__name__ for model in apps.get_app_config("mediation").get_models() if model._default_manager.exists()
    }
    assert left == {"Mediator"}
    assert Mediator.objects.count() == 1
    assert not Attachment.objects.exists()
    assert not any(path.exists() for path in paths)
    assert not Contact.objects.filter(name__isnull=False).exists()


def test_an_open_case_keeps_its_room(dispute: Dispute) -> None:
    furnished(dispute)
    assert erase_due(date=FOREVER, now=dispute.now, beside=erasing.empty) == 0
    assert Participant.objects.count() == 2


def test_an_archived_volume_goes_when_its_own_retention_ends(dispute: Dispute) -> None:
    first, _second = dispute.both()
    evidence.give(room=dispute.seat(first), new=replace(PAPER, is_shared=True), now=dispute.now)
    file = attaching.store_photo(content=picture("gold"), name="a.jpg", purpose="file", now=dispute.now)
    attaching.keep_beside(id=file, case_id=dispute.room().case_id)
    Volume.objects.create(
        case_id=dispute.room().case_id,
        number="1",
        attachment_id=file,
        index={},
        account_id=dispute.city.accounts["handler"],
        made_at=dispute.now,
        retain_until_date=FOREVER,
    )
    Case.objects.update(closed_at=dispute.now, outcome="resolved")
    assert erase_due(date=FOREVER, now=dispute.now, beside=erasing.empty) == 1
    assert not Evidence.objects.exists()
    assert list(Attachment.objects.values_list("id", flat=True)) == [file]
    assert erasing.erase_volumes(date=FOREVER) == 0
    assert erasing.erase_volumes(date=FOREVER + timedelta(days=1)) == 1
    assert not Attachment.objects.exists()
