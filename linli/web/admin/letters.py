"""What has templates that an administrator may change: the letters of packs, and the papers of the mediation room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from django.utils import timezone

from linli.cases.queries.examples import example_of
from linli.cases.queries.letters import asked_for, names_of
from linli.documents import queries, reading, words
from linli.documents.actions import templates
from linli.documents.drafting import LANGUAGES
from linli.documents.queries import InUse
from linli.documents.words import GROUPS, PLAIN
from linli.mediation.actions import templates as of_room
from linli.mediation.queries import examples
from linli.packs.queries import installed
from linli.people.access import Actor
from linli.process.definition import Pack, Texts


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that a template may use, in both languages, and what it stands for."""

    zh: str
    en: str
    label: object = ""


class Titled(queries.Shelf, Protocol):
    """A shelf of templates with a name to show."""

    @property
    def title(self) -> Texts: ...


@dataclass(frozen=True)
class Letter:
    """A paper with a template in each language: who writes it when, and for whom."""

    shelf: Titled
    key: str
    steps: tuple[Texts, ...]
    reader: str
    in_use: tuple[InUse, ...]
    pack: Pack | None = None

    @cached_property
    def title(self) -> dict[str, str]:
        """What its templates call themselves, by language."""
        return {one.language: reading.title(content=one.content) or self.key for one in self.in_use}

    def example(self, language: str) -> words.Letter:
        """What it says with made-up words."""
        today = timezone.localdate()
        if self.pack is None:
            return examples.example_of(key=self.key, language=language, today=today)
        return example_of(pack=self.pack, document=self.key, language=language, today=today)

    def placeholders(self) -> Iterator[Placeholder]:
        """Everything that its template may name."""
        for zh, en in PLAIN.items():
            yield Placeholder(zh, en)
        if self.pack is None:
            yield from (Placeholder(zh, en) for zh, en in examples.placeholders_of(key=self.key))
        else:
            yield from _of_pack(self.pack, self.key)

    def replace(self, *, language: str, content: bytes, by: Actor) -> None:
        """Puts a template in place. Raises TemplateRefused, NotAllowed."""
        now = timezone.now()
        if self.pack is None:
            today: date = timezone.localdate()
            of_room.replace(key=self.key, language=language, content=content, by=by, today=today, now=now)
            return
        templates.replace(
            pack=self.pack,
            key=self.key,
            language=language,
            content=content,
            names=names_of(pack=self.pack, document=self.key),
            example=self.example(language),
            by=by,
            now=now,
        )


def every() -> list[tuple[Titled, list[Letter]]]:
    """All letters by shelf: the packs in force, then the room."""
    found: list[tuple[Titled, list[Letter]]] = [
        (pack, [_letter(pack, key) for key in _keys(pack)]) for pack in installed().current()
    ]
    return [
        *((shelf, rows) for shelf, rows in found if rows),
        (examples.Shelf(), [_paper(key) for key in examples.PAPERS]),
    ]


def found(*, shelf: str, key: str) -> Letter | None:
    """The letter with this key, or None when there is none."""
    if shelf == examples.Shelf().key:
        return _paper(key) if key in examples.PAPERS else None
    pack = next((one for one in installed().current() if one.key == shelf), None)
    return _letter(pack, key) if pack and key in _keys(pack) else None


def _of_pack(pack: Pack, document: str) -> Iterator[Placeholder]:
    clocks = [(key, rule.title) for key, rule in pack.clocks.items()]
    asked = [(one.key, one.label) for one in asked_for(pack=pack, document=document)]
    facts = [(one.key, one.label) for one in pack.facts()]
    for group, named in zip(GROUPS, (facts, asked, clocks), strict=True):
        for key, label in named:
            yield Placeholder(f"{group}.{key}", f"{GROUPS[group]}.{key}", label)


def _letter(pack: Pack, key: str) -> Letter:
    steps = tuple(action for action in pack.actions.values() if action.document == key)
    reader = "reporter" if any(step.document_for == "reporter" for step in steps) else "staff"
    return Letter(pack, key, tuple(step.title for step in steps), reader, _in_use(pack, key), pack)


def _paper(key: str) -> Letter:
    paper, shelf = examples.PAPERS[key], examples.Shelf()
    return Letter(shelf, key, (paper.when,), paper.reader, _in_use(shelf, key))


def _in_use(shelf: Titled, key: str) -> tuple[InUse, ...]:
    return tuple(queries.template_of(pack=shelf, key=key, language=one) for one in LANGUAGES)


def _keys(pack: Pack) -> tuple[str, ...]:
    """The pack's documents in the order of the steps that issue them."""
    return tuple(dict.fromkeys(action.document for action in pack.actions.values() if action.document))
