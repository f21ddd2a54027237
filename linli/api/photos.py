"""Photos that come before their report, each kept once however often it is sent."""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.cases.actions.attaching import store_photo
from linli.cases.types import Once
from linli.core.models import OnceKey
from linli.core.once import answered


def keep(*, content: bytes, name: str, once: Once | None, now: datetime) -> tuple[str, bool]:
    """The photo's id, and whether this very request was answered before. Raises what `store_photo` and `once` raise."""
    known = answered(key=once.key, fingerprint=once.fingerprint) if once else None
    if known is not None:
        return str(known["id"]), True
    if once is None:
        return str(store_photo(content=content, name=name, purpose="report", now=now)), False
    try:
        with transaction.atomic():
            kept = str(store_photo(content=content, name=name, purpose="report", now=now))
            OnceKey.objects.create(key=once.key, fingerprint=once.fingerprint, answer={"id": kept}, made_at=now)
    except IntegrityError:  # the same request arrived twice at once; the other one was first
        first = answered(key=once.key, fingerprint=once.fingerprint)
        if first is None:
            raise
        return str(first["id"]), True
    return kept, False
