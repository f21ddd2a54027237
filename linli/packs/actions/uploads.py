"""Taking a pack in, publishing it, retiring it. Every step leaves its line in the log of changes."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.packs import queries, unpacking, walked
from linli.packs.errors import NotADraft, PackRefused, WalksNotPassed
from linli.packs.models import KeptPack
from linli.people.access import Actor, needs
from linli.people.actions.changes import record
from linli.process import check, registry, scenarios
from linli.process.definition import Pack
from linli.process.errors import Fault

RIGHT = "packs.edit"


def upload(*, files: Mapping[str, bytes], by: Actor, now: datetime) -> int:
    """Keeps a zip, or a pack's files by name, as a draft, in place of an earlier draft of that version. Answers its id.

    Raises PackRefused with every fault by line, NotAllowed.
    """
    needs(actor=by, right=RIGHT)
    try:
        found = unpacking.files_of(files)
    except unpacking.Unusable as refusal:
        raise PackRefused(refusal.faults) from None
    return keep(files=found, by=by, now=now)


@transaction.atomic
def keep(*, files: Mapping[str, bytes], by: Actor, now: datetime) -> int:
    """Keeps a pack's files as a draft. Raises PackRefused, NotAllowed."""
    needs(actor=by, right=RIGHT)
    zipped, key = unpacking.packed(files), unpacking.key_of(files)
    pack = _read(zipped, key)
    KeptPack.objects.filter(key=pack.key, version=pack.version, state="draft").delete()
    if KeptPack.objects.filter(key=pack.key, version=pack.version).exists():
        raise PackRefused([_fault(f"version {pack.version} is published and never changes: give it a higher version")])
    row = KeptPack.objects.create(
        key=pack.key,
        version=pack.version,
        content=zipped,
        sha256=hashlib.sha256(zipped).hexdigest(),
        account_id=by.account_id,
        put_at=now,
        changed_at=now,
        walk_asked_at=now if "scenarios.toml" in files else None,
    )
    _log("pack.upload", row, by, now)
    return row.pk


@transaction.atomic
def publish(*, id: int, by: Actor, now: datetime, is_sure: bool = False) -> Pack:
    """New cases follow the draft from now on. One whose scenarios did not all pass is published only by who is sure.

    Raises NotADraft, WalksNotPassed, PackRefused, NotAllowed.
    """
    row = _locked(id, by, state="draft")
    if row.walk_asked_at and not is_sure and not walked.walks_of(id=id).have_all_passed:
        raise WalksNotPassed
    pack = _read(bytes(row.content), row.key)
    row.state, row.published_at, row.changed_at = "published", now, now
    row.save(update_fields=["state", "published_at", "changed_at"])
    _log("pack.publish", row, by, now)
    transaction.on_commit(queries.forget)
    return pack


@transaction.atomic
def discard(*, id: int, by: Actor, now: datetime) -> None:
    """A draft goes. Raises NotADraft, NotAllowed."""
    row = _locked(id, by, state="draft")
    _log("pack.discard", row, by, now)
    row.delete()


@transaction.atomic
def retire(*, id: int, by: Actor, now: datetime) -> None:
    """The pack takes no new cases; open ones go on. Raises NotADraft, NotAllowed."""
    row = _locked(id, by, state="published")
    KeptPack.objects.filter(key=row.key, state="published").update(state="retired", changed_at=now)
    _log("pack.retire", row, by, now)
    transaction.on_commit(queries.forget)


def _locked(id: int, by: Actor, *, state: str) -> KeptPack:
    needs(actor=by, right=RIGHT)
    row = KeptPack.objects.select_for_update().filter(id=id, state=state).first()
    if row is None:
        raise NotADraft(_("Somebody dealt with this version meanwhile. Look at the list again."))
    return row


def _read(zipped: bytes, key: str) -> Pack:
    """The pack. Raises PackRefused with every fault of its parts and with those that it would clash with."""
    folder = unpacking.folder_of(content=zipped, key=key, root=Path(str(settings.KEPT_PACKS)))
    faults = [*check.check(folder), *scenarios.check(folder)]
    pack = check.read(folder / "pack.toml", folder=folder).pack
    if pack:
        faults += _clashes(pack)
    if faults or pack is None:
        raise PackRefused([Fault(Path(fault.file.name), fault.line, fault.message) for fault in faults])
    return pack


def _clashes(pack: Pack) -> list[Fault]:
    shipped = registry.registry().current()
    found = list(registry.clashes(pack, shipped=shipped))
    for one in queries.installed().known():
        if one.prefix == pack.prefix and one.key != pack.key and one not in shipped:
            found.append(_fault(f"prefix {pack.prefix!r} is that of {one.key!r}: choose another"))
    return found


def _fault(message: str) -> Fault:
    return Fault(Path("pack.toml"), 1, message)


def _log(kind: str, row: KeptPack, by: Actor, now: datetime) -> None:
    record(kind=kind, subject=f"{row.key} {row.version}", by=by, now=now, after={"sha256": row.sha256})
