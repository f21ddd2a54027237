"""Pure decisions of this room: organisations' paths, who holds a post on a day, when sign-in locks, good passwords."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

PART = 4
"""Characters of one part of an organisation's path; 36⁴ children under one parent."""
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=10)
FORGET_AFTER = timedelta(minutes=30)
SHORTEST_PASSWORD = 8
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Leave:
    """From the first to the last day, both away. `stand_in_id` holds the post meanwhile."""

    stand_in_id: int | None
    from_date: date | None
    until_date: date | None

    def is_on(self, *, on_date: date) -> bool:
        """Whether somebody stands in on the day."""
        if self.stand_in_id is None or self.from_date is None or self.until_date is None:
            return False
        return self.from_date <= on_date <= self.until_date


def holder_on(*, account_id: int, leave: Leave, on_date: date) -> int | None:
    """The one account that acts through the post on the day: the stand-in during leave, else the post's own."""
    return leave.stand_in_id if leave.is_on(on_date=on_date) else account_id


def next_path(*, parent: str, last: str) -> str:
    """The path of a new child of `parent`; `last` is the highest path among its children ("" without any)."""
    number = int(last[-PART:], 36) + 1 if last else 1
    digits = ""
    for _place in range(PART):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    if number:
        raise OverflowError(f"{parent!r} has no room for another organisation")
    return parent + digits


def lock_until(*, failures: int, now: datetime) -> datetime | None:
    """Until when sign-in is refused after so many failures in a row; None while more may be tried."""
    return now + LOCKED_FOR if failures >= MOST_FAILURES else None


def password_classes(*, password: str) -> int:
    """How many of four classes it uses: small letters, capitals, digits, anything else."""
    tests = (
        str.islower,
        str.isupper,
        str.isdigit,
        lambda character: not character.isalnum() or not character.isascii(),
    )
    return sum(any(test(character) for character in password) for test in tests)
