"""Small words that pages share: how long until a deadline, a pack's text in the reader's language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from django.utils.translation import get_language, gettext, ngettext

Manner = Literal["late", "soon", "fine", "paused", "done"]
SOON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Remaining:
    """How a deadline stands, as words; `manner` picks the icon and colour that repeat them."""

    manner: Manner
    words: str


def text_of(texts: Mapping[str, str] | None) -> str:
    """A pack's text in the reader's language, Chinese where that is missing."""
    if not texts:
        return ""
    key = "en" if (get_language() or "").startswith("en") else "zh"
    return texts.get(key) or texts.get("zh") or ""


def is_chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def colon() -> str:
    """The mark between a label and its value, as the reader's language writes it."""
    return "：" if is_chinese() else ": "


def bracketed(text: str) -> str:
    """The text in brackets, as the reader's language writes them behind other words."""
    return f"（{text}）" if is_chinese() else f" ({text})"


def remaining(*, due_at: datetime, now: datetime, warn_at: datetime | None = None) -> Remaining:
    """How long until the deadline, or since it passed."""
    if now > due_at:
        return Remaining("late", gettext("%(time)s overdue") % {"time": span(length=now - due_at)})
    is_soon = now >= warn_at if warn_at else due_at - now <= SOON
    return Remaining("soon" if is_soon else "fine", gettext("%(time)s left") % {"time": span(length=due_at - now)})


def span(*, length: timedelta) -> str:
    """A length of time in its largest whole unit: minutes under an hour, hours under two days, then days."""
    return _span(max(1, int(length.total_seconds() // 60)), get_language() or "")


@lru_cache(maxsize=4096)  # a list says fifty of them
def _span(minutes: int, language: str) -> str:
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
