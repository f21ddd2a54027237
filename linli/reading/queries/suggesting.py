"""What a text is likely about: up to three categories that a person may accept. Nothing is ever chosen by it."""

from linli.cases.rules import triage
from linli.process.definition import Pack
from linli.reading.queries import keeping
from linli.reading.rules import grams, linear
from linli.reading.rules.linear import Likely
from linli.reading.rules.masking import mask
from linli.reading.types import Suggestion

SHOWN = 3
LEAST = 0.05
"""Below this probability a category is not worth reading."""


def category(text: str, pack: Pack) -> Suggestion:
    """The likeliest categories of the pack with probabilities and the words of the text that spoke for each.

    What identifies somebody is masked before anything is read, so no word that spoke names anybody.
    Categories that the pack no longer has are passed by. Without a model the pack's own words speak, with no
    probability (0) and never surely.
    """
    kept = keeping.in_use(name=pack.key)
    if kept is None:
        return _by_words(text, pack)
    reading = linear.read(kept.model, mask(text[: grams.LONGEST]).text, most=2 * SHOWN)
    there = tuple(one for one in reading.likely if one.label in pack.categories)
    top = tuple(one for one in there[:SHOWN] if one.probability >= LEAST)
    is_sure = reading.is_sure and top[:1] == reading.likely[:1]
    return Suggestion(top, is_sure=is_sure, version=kept.about.version)


def _by_words(text: str, pack: Pack) -> Suggestion:
    found = triage.suggest(pack=pack, text=text)
    top = (Likely(found.category, 0.0, found.words),) if found else ()
    return Suggestion(top, is_sure=False, version="")
