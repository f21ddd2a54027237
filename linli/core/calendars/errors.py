"""What can be wrong with a calendar that somebody edits or imports."""

from linli.core.errors import Invalid, NotFound


class CalendarInvalid(Invalid):
    """The day, the hours or the table cannot be used; `fields` names each fault by line."""

    code = "calendar-invalid"


class DayNotFound(NotFound):
    """The calendar has no entry for this date."""

    code = "calendar-day-not-found"
