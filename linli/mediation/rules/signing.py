"""Who has to sign an agreement, for whom, and when all are covered. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from linli.mediation.rules.joining import may_sign_for
from linli.mediation.types import ParticipantView


def binds(*, one: ParticipantView) -> tuple[UUID, ...]:
    """The parties that somebody's signature binds: themselves, or those they stand for with the power to.

    Nobody under age signs for themselves; an agent without special mandate signs for nobody.
    """
    if one.left_at or one.declined_at:
        return ()
    if one.capacity == "party":
        return () if one.is_minor else (one.id,)
    return one.stands_for if may_sign_for(one=one) else ()


def uncovered(*, present: Sequence[ParticipantView], signed: Collection[UUID]) -> tuple[UUID, ...]:
    """Parties for whom nobody has signed who may. Where a group elected several, each of those has to sign."""
    staying = [one for one in present if not one.left_at]
    return tuple(one.id for one in staying if one.capacity == "party" and not _is_covered(one, staying, signed))


def _is_covered(party: ParticipantView, staying: Sequence[ParticipantView], signed: Collection[UUID]) -> bool:
    able = [one for one in staying if party.id in binds(one=one)]
    elected = {one.id for one in able if one.capacity == "elected"}
    if any(one.id in signed for one in able if one.capacity != "elected"):
        return True
    return bool(elected) and elected <= set(signed)


def signers(*, present: Sequence[ParticipantView]) -> tuple[ParticipantView, ...]:
    """Those whose room for a signature the document has: who stands for a party goes before the party itself."""
    able = [one for one in present if binds(one=one)]
    stood_for = {party for one in able if one.capacity != "party" for party in binds(one=one)}
    return tuple(one for one in able if one.capacity != "party" or one.id not in stood_for)


def is_outdated(*, fixed_at: datetime, present: Sequence[ParticipantView]) -> bool:
    """Whether somebody whom the text names has left since, or a party has come: then it no longer says who agrees."""
    left = any(one.left_at and one.left_at > fixed_at for one in present)
    return left or any(one.joined_at and one.joined_at > fixed_at for one in present if one.capacity == "party")
