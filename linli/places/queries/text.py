"""The area that a free text names, with the reason in words, and what else it could mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from linli.places.city import current
from linli.places.queries.areas import areas_under, name_path
from linli.places.queries.snapshot import map_version
from linli.places.rules.candidates import Could, candidates
from linli.places.rules.text import NameIndex

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEVELS_LEFT_OUT = ("grid",)
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The deepest area that a text supports, the words that it rests on, and the reason in the reader's language."""

    area_code: str
    matched: str
    reason: str


@dataclass(frozen=True, slots=True)
class TextCandidate:
    """An area that a text could mean, with the reason in the reader's language.

    `spans` are the words that say so: for each the index of its first character and of the one behind its last.
    `is_answer`: this is what `find_in_text` answers.
    """

    area_code: str
    matched: str
    spans: tuple[tuple[int, int], ...]
    reason: str
    is_answer: bool


def find_in_text(*, text: str, within: str = "", aliases: Mapping[str, str] | None = None) -> TextPlace | None:
    """The deepest area under `within` (else the city) that the text names without contradiction, or None.

    Put a title on the first line. `aliases` are further names for codes, as an import's mapping file states them.
    """
    reading = _names(within, aliases).read(text)
    if reading is None:
        return None
    reason = _reason(reading.why, reading.area_code, reading.matched, reading.context)
    return TextPlace(reading.area_code, reading.matched, reason)


def candidates_in_text(
    *, text: str, within: str = "", aliases: Mapping[str, str] | None = None, most: int = MOST_CANDIDATES
) -> tuple[TextCandidate, ...]:
    """At most `most` areas that the text could mean, the likeliest first.

    Where `find_in_text` answers, its answer is the first and the only one with `is_answer`. Where it abstains, what is
    left are guesses for somebody to choose from. Takes longer than `find_in_text`; for a page, not for an import.
    """
    found = candidates(_names(within, aliases), text, most=most)
    return tuple(
        TextCandidate(
            area_code=one.area_code,
            matched=one.matched,
            spans=one.spans,
            reason=_reason(one.why, one.area_code, one.matched, one.context),
            is_answer=one.is_answer,
        )
        for one in found
    )


def _names(within: str, aliases: Mapping[str, str] | None) -> NameIndex:
    return _index(within or current().root, tuple(sorted((aliases or {}).items())), map_version())


@lru_cache(maxsize=8)
def _index(within: str, aliases: tuple[tuple[str, str], ...], version: int) -> NameIndex:
    rows = [(row.code, row.name, row.level) for row in areas_under(within) if row.level not in LEVELS_LEFT_OUT]
    return NameIndex(rows, city=current(), within=within, aliases=dict(aliases))


def _reason(why: Could, code: str, matched: str, context: tuple[str, ...]) -> str:
    words = {
        "matched": matched,
        "context": "、".join(context),
        "area": " ".join(name for _code, name in name_path(code)[1:]),
    }
    return str(_SENTENCES[why]) % words


_ONLY = _("The text names “%(matched)s”; no other place here is called so: %(area)s.")
_SENTENCES: dict[Could, "StrOrPromise"] = {
    "only_one": _ONLY,
    "deepest": _ONLY,
    "alias": _("The text writes “%(matched)s”, which stands for %(area)s."),
    "in_context": _("The text names “%(matched)s” and, above it, “%(context)s”: %(area)s."),
    "partial": _("The text writes “%(matched)s” right behind “%(context)s”: %(area)s."),
    "shared": _("The text names several places (“%(matched)s”); %(area)s is what they share."),
    "known_as": _("The text writes “%(matched)s”, as people call a part of %(area)s."),
    "one_of_several": _("The text names “%(matched)s”; several places are called so, one of them %(area)s."),
    "contradicted": _("The text names “%(matched)s” (%(area)s), but also a place that lies elsewhere."),
    "home": _("The text names “%(matched)s” (%(area)s) as where somebody is from."),
    "short": _("The text writes “%(matched)s”, perhaps short for %(area)s."),
}
