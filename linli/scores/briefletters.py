"""A brief as a letter shows it: its sections, its map and charts as pictures, and its areas as a table."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.core.charts import picture
from linli.core.charts.definition import Canvas, Language
from linli.core.charts.drawing import svg
from linli.notify.channels.base import Picture, Shown
from linli.people.access import SYSTEM
from linli.scores import briefwords
from linli.scores.briefpapers import every_chart
from linli.scores.queries import briefs as queries
from linli.scores.queries.briefs import BriefView
from linli.scores.rules.sentences import SECTIONS

WIDTH = 600
SHARP = 1.6
"""Pixels to a unit: sharp on a phone, and light enough for a poor line."""
KEPT = 8
"""So many briefs, by language, stay drawn: one goes out to many."""


def shown_in(*, context: Mapping[str, Any], language: str) -> Shown | None:
    """What the message of a brief shows; None of any other. Raises NoSuchBrief."""
    if "brief" not in context:
        return None
    view = queries.brief(id=context["brief"], by=SYSTEM)
    own: Language = "en" if language == "en" else "zh"
    with override(briefwords.LANGUAGES[own]):
        head = (_("Area"), _("Newly reported"), _("Closed"), _("Open now"), _("Overdue"))
    rows = [(part.name[own], *_numbers(part.opened, part.closed, part.open, part.overdue)) for part in view.facts.areas]
    return Shown(tuple(_sections(view, own)), _pictures(view.id, view.made_at, own), head, rows)


def _numbers(*counts: int) -> tuple[str, ...]:
    return tuple(f"{n:,}" for n in counts)


def _sections(view: BriefView, language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in SECTIONS:
        lines = (line.strip() for line in view.text(section, language).split("\n"))
        yield briefwords.heading(section, language), tuple(line for line in lines if line)


@lru_cache(maxsize=KEPT)
def _pictures(brief: int, made_at: datetime, language: Language) -> tuple[Picture, ...]:
    """What was counted for a brief never changes, so they are drawn once. `made_at` tells briefs of two databases
    apart."""
    facts = queries.brief(id=brief, by=SYSTEM).facts
    canvas = Canvas(width=WIDTH, language=language, is_file=True)
    return tuple(
        Picture(
            key=key,
            title=chart.words.title,
            words=chart.words.told or chart.words.title,
            content=picture.png(svg=svg(chart=chart, canvas=canvas), sharp=SHARP),
        )
        for key, chart in every_chart(facts=facts, language=language).items()
    )
