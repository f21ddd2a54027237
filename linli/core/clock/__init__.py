"""Deadlines over a working calendar: when something is due, why, and when to warn. Pure; no database, no Django."""

from linli.core.clock.counting import ROLLING, CountFrom, Ends, Unit, begins, due, ended, shift, warn_at
from linli.core.clock.explaining import Step, explain
from linli.core.clock.working_time import Calendar, Interval

__all__ = [
    "ROLLING", "Calendar", "CountFrom", "Ends", "Interval", "Step", "Unit",
    "begins", "due", "ended", "explain", "shift", "warn_at",
]  # fmt: skip
