"""A letter of the pathway, filled in: as paragraphs to read, and as a Word document. Nothing of it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.documents import drafting
from linli.documents.rules import dates
from linli.mediation.pathway.definition import BLANKS, Letter

_BLANK = re.compile("{(" + "|".join(BLANKS) + ")}")
_OPEN = "＿＿＿＿＿＿"


@dataclass(frozen=True, slots=True)
class Filled:
    """The letter in one language, ready to be read."""

    title: str
    recipient: str
    paragraphs: tuple[str, ...]
    signed: str
    dated: str


def fill(*, letter: Letter, blanks: Mapping[str, str], until: date, today: date, language: str) -> Filled:
    """The letter with the writer's words in its blanks. `language` is "zh" or "en"."""
    words = {key: " ".join(blanks.get(key, "").split()) for key in BLANKS}
    words["until"] = dates.plain(day=until, language=language)
    body = _BLANK.sub(lambda match: words[match[1]] or _OPEN, letter.body[language])
    is_mutual = "{sender}" in letter.body[language]
    return Filled(
        title=letter.title[language],
        recipient="" if is_mutual else _address(words["to"], language),
        paragraphs=tuple(part.strip() for part in body.strip().split("\n\n")),
        signed="" if is_mutual else words["sender"],
        dated=dates.plain(day=today, language=language),
    )


def word(*, filled: Filled, language: str) -> bytes:
    """The letter as a docx."""
    side = drafting.Side(
        title=filled.title,
        body="\n\n".join(_plain(one) for one in filled.paragraphs),
        head="",
        number="",
        recipient=filled.recipient,
        signed=filled.signed,
        dated=filled.dated,
    )
    return drafting.draft(side=side, language=language)


def _plain(paragraph: str) -> str:
    """What the writer typed never counts as a heading, a table or a placeholder."""
    return paragraph.lstrip("#| ").replace("{", "（").replace("}", "）") or "—"


def _address(name: str, language: str) -> str:
    if not name:
        return ""
    return f"{name}：" if language == "zh" else f"To {name}:"
