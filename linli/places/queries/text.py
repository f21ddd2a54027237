"""The area that a free text names, with the reason in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from linli.places.city import current
from linli.places.queries.areas import areas_under, name_path
from linli.places.queries.snapshot import map_version
from linli.places.rules.text import NameIndex, Reading

LEVELS_LEFT_OUT = ("grid",)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The deepest area that a text supports, the words that it rests on, and the reason in the reader's language."""

    area_code: str
    matched: str
    reason: str


def find_in_text(*, text: str, within: str = "", aliases: Mapping[str, str] | None = None) -> TextPlace | None:
    """The deepest area under `within` (else the city) that the text names without contradiction, or None.

    Put a title on the first line. `aliases` are further names for codes, as an import's mapping file states them.
    """
    names = _index(within or current().root, tuple(sorted((aliases or {}).items())), map_version())
    reading = names.read(text)
    return None if reading is None else TextPlace(reading.area_code, reading.matched, _reason(reading))


@lru_cache(maxsize=8)
def _index(within: str, aliases: tuple[tuple[str, str], ...], version: int) -> NameIndex:
    rows = [(row.code, row.name, row.level) for row in areas_under(within) if row.level not in LEVELS_LEFT_OUT]
    return NameIndex(rows, city=current(), within=within, aliases=dict(aliases))


def _reason(reading: Reading) -> str:
    words = {
        "matched": reading.matched,
        "context": "、".join(reading.context),
        "area": " ".join(name for _code, name in name_path(reading.area_code)[1:]),
    }
    if reading.why == "alias":
        return _("The text writes “%(matched)s”, which stands for %(area)s.") % words
    if reading.why == "in_context":
        return _("The text names “%(matched)s” and, above it, “%(context)s”: %(area)s.") % words
    if reading.why == "shared":
        return _("The text names several places (“%(matched)s”); %(area)s is what they share.") % words
    return _("The text names “%(matched)s”; no other place here is called so: %(area)s.") % words
