"""Dates as documents write them: 2026年3月2日 in the text, 二〇二六年三月二日 in old form, 2 March 2026 in English."""

from datetime import date, datetime, timedelta

_DIGITS = "〇一二三四五六七八九"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def plain(*, day: date, language: str) -> str:
    """With Arabic figures, as GB/T 9704-2012 asks: no zero before a month or day."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def end(*, at: datetime, language: str, has_time: bool = False) -> str:
    """The last day of a period that ends then, on the wall clock of `at`; 00:00 is 24:00 of the day before.

    With the time where the period is counted in hours.
    """
    is_midnight = (at.hour, at.minute) == (0, 0)
    said = plain(day=(at - timedelta(days=1) if is_midnight else at).date(), language=language)
    if not has_time:
        return said
    return _timed(said, *((24, 0) if is_midnight else (at.hour, at.minute)), language)


def moment(*, at: datetime, language: str) -> str:
    """A day with its time, on the wall clock of `at`."""
    return _timed(plain(day=at.date(), language=language), at.hour, at.minute, language)


def _timed(said: str, hour: int, minute: int, language: str) -> str:
    if language == "zh":
        return f"{said}{hour}时" + (f"{minute}分" if minute else "")
    return f"{said}, {hour:02}:{minute:02}"


def formal(*, day: date) -> str:
    """In Chinese figures, for agreements and certificates."""
    year = "".join(_DIGITS[int(figure)] for figure in str(day.year))
    return f"{year}年{_below_hundred(day.month)}月{_below_hundred(day.day)}日"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
