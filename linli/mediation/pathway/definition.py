"""What a pathway says, as frozen dataclasses. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Texts = Mapping[str, str]
"""The same text by language: `{"zh": ..., "en": ...}`; both are always there."""
Answers = Mapping[str, str]
"""Keys of answers by keys of questions."""
Kind = Literal["settle", "mediate", "arbitrate", "rule", "reconsider", "court", "notarise"]
"""和解 调解 仲裁 行政裁决 行政复议 诉讼 公证."""
BLANKS = ("to", "facts", "ask", "until", "sender", "reach")
"""What a letter leaves to its writer."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the law says so. `law` is the name of its text among the project's sources, where it has been checked:
    `words` stand in that article."""

    text: Texts
    article: str = ""
    law: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """True when every question named was given one of its answers. Empty: always."""

    answers: Mapping[str, tuple[str, ...]]

    def holds(self, given: Answers) -> bool:
        """Whether it is true of the answers given."""
        return all(given.get(key) in wanted for key, wanted in self.answers.items())


@dataclass(frozen=True, slots=True)
class Answer:
    key: str
    title: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """Asked, in the order of the file, when what was answered before makes it matter."""

    key: str
    title: Texts
    help: Texts | None
    answers: tuple[Answer, ...]
    when: When


@dataclass(frozen=True, slots=True)
class Notice:
    """A right, or a caution, in plain words. An urgent one comes first and at once."""

    text: Texts
    basis: tuple[Basis, ...]
    when: When
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A way on: what it is, how long it takes, what it costs. `category` is that of the dispute to be reported."""

    kind: Kind
    title: Texts
    text: Texts
    time: Texts
    cost: Texts
    basis: tuple[Basis, ...]
    when: When
    category: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to fill in, offered where `when` holds. `body` has places for `BLANKS`; its paragraphs are parted by
    blank lines. `ask` is what the writer is asked for in `{ask}`."""

    key: str
    title: Texts
    help: Texts
    ask: Texts
    body: Texts
    when: When


@dataclass(frozen=True, slots=True)
class Pathway:
    """Questions, and what follows from the answers. Routes stand in the order in which they are best tried."""

    questions: tuple[Question, ...]
    rights: tuple[Notice, ...]
    cautions: tuple[Notice, ...]
    routes: tuple[Route, ...]
    letters: tuple[Letter, ...]
