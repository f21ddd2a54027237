"""Pure decisions of this room: organisations' paths, when sign-in locks, good passwords."""

from datetime import datetime, timedelta

PART = 4
"""Characters of one part of an organisation's path; 36⁴ children under one parent."""
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=10)
FORGET_AFTER = timedelta(minutes=30)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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
