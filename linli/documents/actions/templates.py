"""Putting a city's own template in place of a pack's, and the pack's back. Every version stays."""

import hashlib
from datetime import datetime

from django.db import transaction

from linli.documents import rendering
from linli.documents.errors import TemplateRefused
from linli.documents.models import Template
from linli.documents.rendering import Names
from linli.people.access import Actor, needs
from linli.people.actions.changes import record
from linli.process.definition import Pack


def replace(*, pack: Pack, key: str, language: str, content: bytes, names: Names, by: Actor, now: datetime) -> None:
    """Documents use this template from now on. Raises TemplateRefused with every fault, NotAllowed."""
    needs(actor=by, right="templates.edit")
    faults = rendering.check(content=content, names=names)
    if faults:
        raise TemplateRefused(" ".join(faults), fields={"file": " ".join(faults)})
    _put(pack, key, language, content, by, now, kind="template.replace")


def put_back(*, pack: Pack, key: str, language: str, by: Actor, now: datetime) -> None:
    """Documents use the pack's own template again. Raises NotAllowed."""
    needs(actor=by, right="templates.edit")
    _put(pack, key, language, b"", by, now, kind="template.put_back")


@transaction.atomic
def _put(pack: Pack, key: str, language: str, content: bytes, by: Actor, now: datetime, *, kind: str) -> None:
    Template.objects.select_for_update().filter(pack=pack.key, key=key, language=language, is_current=True).update(
        is_current=False
    )
    digest = hashlib.sha256(content).hexdigest() if content else ""
    Template.objects.create(
        pack=pack.key, key=key, language=language, content=content, sha256=digest, account_id=by.account_id, put_at=now
    )
    record(kind=kind, subject=f"{pack.key}/{key}.{language}", by=by, now=now, after={"sha256": digest})
