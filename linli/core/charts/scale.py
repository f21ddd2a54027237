"""Round numbers for axes, and numbers as short text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count

from linli.core.charts.definition import Language

ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
UNITS: dict[Language, tuple[tuple[float, float, str], ...]] = {
    "zh": ((1e8, 1e8, "亿"), (1e4, 1e4, "万")),
    "en": ((1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k")),
}
"""From what number on it is told in how many, and the word for those."""
NO_NUMBER = "—"
LEAST = Decimal("1e-9")
"""Numbers closer together than this are drawn as one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `low` to `high` between two places of the canvas."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a number stands."""
        share = value / self.high if self.low == 0 else (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def ticks(*, values: Iterable[float | None], most: int = 6) -> tuple[float, ...]:
    """Round numbers, evenly apart, at most `most` of them and one more; zero and all the values lie between the ends.

    Where every value is whole, so is every tick.
    """
    known = [value for value in values if value is not None]
    low, high = (Decimal(repr(float(end))) for end in (min([0, *known]), max([0, *known])))
    if high - low < LEAST:
        high = low + (LEAST if any(known) else 1)
    step = _step((high - low) / (most - 1), is_whole=all(float(value).is_integer() for value in known))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(float((first + at) * step) for at in range(int(last - first) + 1))


def _step(least: Decimal, *, is_whole: bool) -> Decimal:
    """The smallest of 1, 2, 2.5, 5, 10, 20, … or of their tenths that is not smaller."""
    powers = (Decimal(10) ** power for power in count(max(0, least.adjusted()) if is_whole else least.adjusted()))
    steps = (part * power for power in powers for part in ROUND)
    return next(step for step in steps if step >= least and (not is_whole or step == step.to_integral_value()))


def numbers(*, values: Sequence[float], language: Language) -> tuple[str, ...]:
    """The numbers of one axis, all told in the unit of the greatest."""
    divisor, word = _unit(max((abs(value) for value in values), default=0), language)
    return tuple(_plain(value / divisor) + (word if value else "") for value in values)


def number(*, value: float | None, language: Language) -> str:
    """A number by itself, in three figures from ten thousand on."""
    if value is None:
        return NO_NUMBER
    divisor, word = _unit(abs(value), language)
    return f"{_plain(float(f'{value / divisor:.3g}'))}{word}" if word else _plain(value)


def _unit(greatest: float, language: Language) -> tuple[float, str]:
    return next(((by, word) for least, by, word in UNITS[language] if greatest >= least), (1.0, ""))


def _plain(value: float) -> str:
    if abs(value) >= 1e7:
        return f"{value:.2g}"
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"
