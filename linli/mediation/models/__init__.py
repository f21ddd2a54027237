"""The rows of the mediation room. They point at a case; the engine knows nothing of them."""

from linli.mediation.models.agreements import (
    Agreement,
    AgreementText,
    Amendment,
    Obligation,
    OneTimeCode,
    Signature,
    Volume,
)
from linli.mediation.models.entries import Entry
from linli.mediation.models.mediators import Absence, Appointment, Mediator, Studio, Wish
from linli.mediation.models.participants import Participant, Side, Standing
from linli.mediation.models.sessions import Evidence, Offer, PrivateNote, Session, SessionTime, TimeAnswer

__all__ = [
    "Absence", "Agreement", "AgreementText", "Amendment", "Appointment", "Entry", "Evidence", "Mediator",
    "Obligation", "Offer", "OneTimeCode", "Participant", "PrivateNote", "Session", "SessionTime", "Side",
    "Signature", "Standing", "Studio", "TimeAnswer", "Volume", "Wish",
]  # fmt: skip
