"""The days of a warning as bars to be drawn: numbers for a template's SVG, beside which the same stand in a table."""

from dataclasses import dataclass
from datetime import date

from linli.scores.queries.surges import SurgeDetail

WIDTH, HEIGHT, FOOT = 640, 160, 18
GAP = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """A day."""

    date: date
    n: int
    x: float
    y: float
    width: float
    height: float
    is_rising: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and the height of the line of what was expected of a day."""

    bars: tuple[Bar, ...]
    most: int
    expected_y: float
    width: int = WIDTH
    height: int = HEIGHT + FOOT
    foot: int = HEIGHT + FOOT - 4
    ground: int = HEIGHT

    @property
    def last(self) -> tuple[Bar, ...]:
        """The last days, for the table."""
        return self.bars[-21:]


def chart(found: SurgeDetail) -> Chart:
    """Of the weeks before the warning, and of its own days."""
    most = max([1, *(n for _day, n in found.days)])
    wide = WIDTH / max(1, len(found.days))
    bars = tuple(
        Bar(
            date=day,
            n=n,
            x=round(at * wide, 2),
            y=round(HEIGHT - n / most * HEIGHT, 2),
            width=round(max(1.0, wide - GAP), 2),
            height=round(n / most * HEIGHT, 2),
            is_rising=found.view.since <= day <= found.view.until,
        )
        for at, (day, n) in enumerate(found.days)
    )
    return Chart(bars, most, round(HEIGHT - min(1.0, found.view.per_day / most) * HEIGHT, 2))
