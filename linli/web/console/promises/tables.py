"""Books of promises and their targets as tables for a spreadsheet. Counts nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.web.console.promises import words
from linli.web.console.promises.words import Line


def books(cards: Sequence[Mapping[str, Any]]) -> Iterator[tuple[object, ...]]:
    """Books, each with how many of its targets stand how."""
    states = [str(title) for title in words.STATES.values()]
    yield (_("Book"), _("Kind"), _("Area"), _("First day"), _("Last day"), _("Targets"), *states)
    for card in cards:
        book, found = card["book"], {key: n for key, _title, _icon, _tag, n in card["tallied"]}
        counts = (found.get(key, 0) for key in words.STATES)
        yield (card["title"], str(card["kind"]), card["area"], book.starts, book.ends, card["n"], *counts)


def targets(lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    """Targets, each with the book that it stands in."""
    yield (
        _("Nr"),
        _("Target"),
        _("What is promised"),
        _("Area"),
        _("Organisation that promises"),
        _("How it is measured"),
        _("Goal"),
        _("Reached"),
        _("State"),
        _("First day"),
        _("Due date"),
        _("Milestones done"),
        _("Milestones"),
        _("Milestones late"),
        _("Book"),
    )
    for line in lines:
        one = line.one
        yield (
            one.place,
            line.title,
            one.promise,
            line.area,
            line.owner,
            words.measured(one=one),
            line.goal,
            line.reached,
            line.state,
            one.starts.isoformat(),
            one.due.isoformat(),
            line.done,
            len(one.milestones),
            line.late,
            words.title_of(one=one.book),
        )
