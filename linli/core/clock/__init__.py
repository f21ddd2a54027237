"""Deadlines over a working calendar: when something is due, why, and when to warn. Pure; no database, no Django."""

from linli.core.clock.counting import CountFrom, Unit, begins, due, shift, warn_at
from linli.core.clock.explaining import Step, explain
from linli.core.clock.working_time import Calendar, Interval

__all__ = ["Calendar", "CountFrom", "Interval", "Step", "Unit", "begins", "due", "explain", "shift", "warn_at"]
