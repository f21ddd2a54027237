"""What is kept of walking an uploaded pack's scenarios: that it is to be done, what came of each, that it is over."""

from datetime import datetime

from django.db import transaction

from linli.packs.actions.uploads import RIGHT
from linli.packs.models import KeptPack, Walk
from linli.packs.walked import Walked
from linli.people.access import Actor, needs
from linli.process.definition import Texts


@transaction.atomic
def ask(*, id: int, by: Actor, now: datetime) -> None:
    """Have the scenarios walked, once more if they were. Raises NotAllowed."""
    needs(actor=by, right=RIGHT)
    Walk.objects.filter(kept_id=id).delete()
    KeptPack.objects.filter(id=id).update(walk_asked_at=now, walk_ended_at=None, walk_fault={})


def note(*, id: int, walked: Walked) -> None:
    """Keep what came of one scenario."""
    facts = {
        "title": dict(walked.title),
        "state": walked.state,
        "step": walked.step,
        "place": dict(walked.where),
        "reasons": [dict(reason) for reason in walked.reasons],
        "seconds": walked.seconds,
    }
    Walk.objects.update_or_create(kept_id=id, position=walked.position, defaults=facts)


def end(*, id: int, now: datetime, fault: Texts | None = None) -> None:
    """All are walked, or could not be for the reason given."""
    KeptPack.objects.filter(id=id, walk_ended_at=None).update(walk_ended_at=now, walk_fault=dict(fault or {}))
