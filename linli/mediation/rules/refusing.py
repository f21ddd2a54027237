"""When a refusal ends a mediation, and which ways then remain. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from linli.mediation.rules.joining import may_sign_for
from linli.mediation.types import ParticipantView

SIDES = ("applicant", "respondent")
ROUTES: Mapping[str, tuple[str, ...]] = {
    "labour": ("labour_arbitration", "complaint", "payment_order"),
    "land.contracted": ("land_arbitration", "court"),
    "traffic": ("police_mediation", "court"),
    "requisition": ("ruling", "reconsideration", "court"),
    "consumer": ("complaint", "arbitration", "court"),
}
"""Other ways by kind of dispute, as the step of the pack names them (pathway/national.toml has time, cost and law)."""
ANY: tuple[str, ...] = ("settlement", "other_mediation", "court")


def refused_side(*, present: Sequence[ParticipantView]) -> str | None:
    """The side none of whose parties mediates any more, if there is one (People's Mediation Law, Art. 17).

    One of many owners may go and the others stay; a third party never ends it.
    """
    gone = {one.id for one in present if one.declined_at or one.left_at}
    gone |= _spoken_for(present, gone)
    for side in SIDES:
        parties = [one for one in present if one.side == side and one.capacity == "party"]
        if parties and all(one.id in gone for one in parties):
            return side
    return None


def _spoken_for(present: Sequence[ParticipantView], gone: set[UUID]) -> set[UUID]:
    """Parties that have not agreed themselves, and whose guardian, officer or agent with a special mandate refused."""
    silent = {one.id for one in present if one.capacity == "party" and not one.agreed_at}
    bound = {party for one in present if one.id in gone and may_sign_for(one=one) for party in one.stands_for}
    return silent & bound


def routes_for(*, category: str) -> tuple[str, ...]:
    """The ways that remain for a kind of dispute."""
    fits = (ways for kind, ways in ROUTES.items() if f"{category}.".startswith(f"{kind}."))
    return next(fits, ANY)
