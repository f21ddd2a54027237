"""Places that a text could mean, with the words of it that say so: for forms where somebody looks and chooses."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.places import queries as places

AROUND = 10
"""Characters of the text that are shown before and behind the words."""


@dataclass(frozen=True, slots=True)
class Named:
    """An area, the words that name it between what stands about them, and the reason.

    `path` are its names below the city, `centre` a longitude and latitude inside it or nothing.
    """

    code: str
    path: str
    before: str
    words: str
    after: str
    reason: str
    centre: tuple[float, float] | None

    @property
    def typed(self) -> str:
        """How a field for areas takes it."""
        return f"{places.name_of(self.code)} ({self.code})"


def places_in(*, text: str, within: str, most: int = 3, but: str = "") -> tuple[Named, ...]:
    """At most `most` areas under `within`, the likeliest first; none that `but` is or lies in."""
    found = places.candidates_in_text(text=text, within=within, most=most + 1) if text.strip() else ()
    return tuple(_named(one, text, within) for one in found if not but.startswith(one.area_code))[:most]


def _named(one: places.TextCandidate, text: str, within: str) -> Named:
    start, end = one.spans[0]
    from_ = max(0, start - AROUND)
    return Named(
        code=one.area_code,
        path=_path(one.area_code, within),
        before=("…" if from_ else "") + text[from_:start].replace("\n", " "),
        words=text[start:end],
        after=text[end : end + AROUND].replace("\n", " ") + ("…" if end + AROUND < len(text) else ""),
        reason=one.reason,
        centre=places.centre_of(one.area_code),
    )


def _path(code: str, within: str) -> str:
    names: Iterable[str] = (name for step, name in places.name_path(code) if len(step) > len(within))
    return " ".join(names) or places.name_of(code)
