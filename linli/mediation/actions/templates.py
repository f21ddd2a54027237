"""Putting a city's own template in place of one of the room's papers."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.documents import reading, rendering
from linli.documents.actions import templates
from linli.documents.errors import DocumentFailed, TemplateRefused
from linli.documents.words import Letter
from linli.mediation.queries import examples
from linli.people.access import Actor

REQUIRED = ("parties", "facts", "issues", "responsibility", "terms", "manner", "duties", "signers")
"""What an agreement holds (People's Mediation Law, Art. 29), and who signs it."""


def replace(*, key: str, language: str, content: bytes, by: Actor, today: date, now: datetime) -> None:
    """The paper is written from this template from now on. Raises TemplateRefused with every fault, NotAllowed."""
    letter = examples.example_of(key=key, language=language, today=today)
    names = examples.names_of(key=key)
    if not rendering.check(content=content, names=names) and (faults := tuple(_lacks(key, language, content, today))):
        raise TemplateRefused(faults)
    templates.replace(
        pack=examples.Shelf(),
        key=key,
        language=language,
        content=content,
        names=names,
        example=letter,
        by=by,
        now=now,
    )


def _lacks(key: str, language: str, content: bytes, today: date) -> Iterator[str]:
    """Parts of an agreement that the template leaves out: without one the paper is the same as with it."""
    if examples.PAPERS[key].names.isdisjoint({"terms"}):
        return
    whole = _words(content, examples.example_of(key=key, language=language, today=today))
    for name in (name for name in REQUIRED if name in examples.PAPERS[key].names):
        without = examples.example_of(key=key, language=language, today=today, without=name)
        if whole is not None and _words(content, without) == whole:
            told = {"zh": f"{examples.written(key=name)[0]}", "en": examples.written(key=name)[1]}
            yield _("An agreement has to name %(zh)s (%(en)s): People's Mediation Law, Art. 29.") % told


def _words(content: bytes, letter: Letter) -> tuple[reading.Block, ...] | None:
    try:
        return reading.blocks(content=rendering.render(content=content, letter=letter))
    except DocumentFailed:
        return None  # the trial says why
