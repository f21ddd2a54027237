"""Putting a city's own template in place of a pack's, and the pack's back. Every version stays."""

import hashlib
from datetime import datetime

from django.db import transaction

from linli.documents import rendering
from linli.documents.errors import TemplateRefused
from linli.documents.models import Template
from linli.documents.queries import Shelf
from linli.documents.rendering import Names
from linli.documents.words import Letter
from linli.people.access import Actor, must_govern, needs
from linli.people.actions.changes import record
from linli.places import city

RIGHT = "templates.edit"


def replace(
    *, pack: Shelf, key: str, language: str, content: bytes, names: Names, example: Letter, by: Actor, now: datetime
) -> None:
    """Documents use this template from now on. Raises TemplateRefused with every fault, NotAllowed."""
    _check(by)
    faults = rendering.check(content=content, names=names) or rendering.trial(content=content, letter=example)
    if faults:
        raise TemplateRefused(faults)
    _put(pack, key, language, content, by, now, kind="template.replace")


def put_back(*, pack: Shelf, key: str, language: str, by: Actor, now: datetime) -> None:
    """Documents use the pack's own template again. Raises NotAllowed."""
    _check(by)
    _put(pack, key, language, b"", by, now, kind="template.put_back")


def _check(by: Actor) -> None:
    """A template counts for the whole city. Raises NotAllowed."""
    needs(actor=by, right=RIGHT)
    must_govern(actor=by, area_code=city.current().root)


@transaction.atomic
def _put(pack: Shelf, key: str, language: str, content: bytes, by: Actor, now: datetime, *, kind: str) -> None:
    Template.objects.select_for_update().filter(pack=pack.key, key=key, language=language, is_current=True).update(
        is_current=False
    )
    digest = hashlib.sha256(content).hexdigest() if content else ""
    Template.objects.create(
        pack=pack.key, key=key, language=language, content=content, sha256=digest, account_id=by.account_id, put_at=now
    )
    record(kind=kind, subject=f"{pack.key}/{key}.{language}", by=by, now=now, after={"sha256": digest})
