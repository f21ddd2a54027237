"""What the room keeps: warnings, their steps, and the nights on which they were looked for."""

from linli.scores.models.surges import Surge, SurgeNight, SurgeStep

__all__ = ["Surge", "SurgeNight", "SurgeStep"]
