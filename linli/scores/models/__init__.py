"""What the room keeps: warnings, requests to strike a case from a score, promises, briefs."""

from linli.scores.models.briefs import Brief
from linli.scores.models.ledger import Book, Entry, Milestone, Report, Target
from linli.scores.models.striking import Reason, StrikeRequest, StruckCount
from linli.scores.models.surges import Surge, SurgeNight, SurgeStep

__all__ = [
    "Book",
    "Brief",
    "Entry",
    "Milestone",
    "Reason",
    "Report",
    "StrikeRequest",
    "StruckCount",
    "Surge",
    "SurgeNight",
    "SurgeStep",
    "Target",
]
