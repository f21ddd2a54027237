"""Suggested categories as buttons, and what became of them. People choose; nothing is chosen here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.process.definition import Pack
from linli.reading.types import Outcome
from linli.web.console import domain, lines

SEEN = "suggested"
"""The hidden field that says what was on the screen: a model's version and the categories that it suggested."""
_SEEN = re.compile(r"(\d{1,9}):([a-z0-9_.,]{0,250})")
_TAKEN: tuple[Outcome, ...] = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Button:
    """A category that may be taken, how likely it is (nothing where only the pack's words speak), and why."""

    key: str
    title: str
    likely: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is shown beside the field `into`: buttons, or that the model is unsure.

    `filed_as` is what the case becomes when nobody chooses; `seen` goes back with the form.
    """

    into: str
    buttons: tuple[Button, ...]
    is_unsure: bool
    filed_as: Button | None
    seen: str


def of(*, pack: Pack, text: str, into: str) -> Suggested | None:
    """What to show for a text; nothing for no text. A model that is unsure suggests nothing."""
    found = domain.suggest(pack=pack, text=text)
    if found is None:
        return None
    is_unsure = bool(found.version) and not found.is_sure
    top = () if is_unsure else found.top
    buttons = tuple(_button(pack, one.label, one.words, said(probability=one.probability)) for one in top)
    seen = f"{found.version}:{','.join(one.label for one in top)}" if found.version else ""
    return Suggested(into, buttons, is_unsure, _filed_as(pack, text) if is_unsure else None, seen)


def said(*, probability: float) -> str:
    """A probability in words and per cent; nothing for nought."""
    if not probability:
        return ""
    percent = min(99, max(1, round(probability * 100)))
    if probability >= 0.9:
        return _("very likely, %(percent)s%%") % {"percent": percent}
    if probability >= 0.6:
        return _("likely, %(percent)s%%") % {"percent": percent}
    return _("possible, %(percent)s%%") % {"percent": percent}


def count(*, pack: Pack, post: Mapping[str, str], chosen: str, now: datetime) -> None:
    """Counts what became of the suggestion that a form says was on the screen, if there was one.

    A category that was left open is nobody's choice and not counted, unless the model was unsure.
    """
    seen = _SEEN.fullmatch(post.get(SEEN, ""))
    if seen is None:
        return
    version, keys = seen[1], [key for key in seen[2].split(",") if key]
    if len(keys) > len(_TAKEN) or any(key not in pack.categories for key in keys) or (keys and not chosen):
        return
    outcome: Outcome = "unsure" if not keys else _TAKEN[keys.index(chosen)] if chosen in keys else "other"
    domain.count_suggestion(pack=pack, version=version, suggested=keys[0] if keys else "", outcome=outcome, now=now)


def _filed_as(pack: Pack, text: str) -> Button | None:
    found = domain.filed_as(pack=pack, text=text)
    return _button(pack, found.category, found.words, "") if found else None


def _button(pack: Pack, key: str, words: tuple[str, ...], likely: str) -> Button:
    return Button(key, lines.category_text(pack=pack, key=key), likely, "、".join(words))
