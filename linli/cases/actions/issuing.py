"""Writing the document that an action issues, inside its transaction: without the document there is no step."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linli.cases.actions import attaching
from linli.cases.queries import letters
from linli.cases.rules.state import Change
from linli.cases.rules.step import Step
from linli.documents import queries as templates
from linli.documents import reading, rendering
from linli.documents.actions import numbers
from linli.documents.reading import Block
from linli.documents.rules import numbering

File = tuple[str, str]
TO_REPORTER, INSIDE = "letter", "document"
"""Purposes of attachments: a document for the reporter, and one that stays with the offices."""


def issued(*, change: Change, step: Step, row: Mapping[str, Any]) -> tuple[Change, File]:
    """The change with the document's number and hash in its event, and the attachment that goes with it.

    Raises DocumentFailed, NoSuchTemplate.
    """
    content, number, language = _written(change, step, row, is_final=True)
    purpose = TO_REPORTER if step.action.document_for == "reporter" else INSIDE
    name = f"{change.after.number} {reading.title(content=content)[:80] or step.action.title[language]}.docx"
    kept = attaching.store_document(content=content, name=name, purpose=purpose, now=step.now)
    entry = {"key": step.action.document, "number": number, "sha256": hashlib.sha256(content).hexdigest()}
    body = {**change.event.body, "documents": [entry]}
    return replace(change, event=replace(change.event, body=body)), (str(kept), purpose)


def shown(*, change: Change, step: Step, row: Mapping[str, Any]) -> tuple[Block, ...]:
    """The document as it would be; no number is taken and nothing is kept."""
    content, _number, _language = _written(change, step, row, is_final=False)
    return reading.blocks(content=content)


def _written(change: Change, step: Step, row: Mapping[str, Any], *, is_final: bool) -> tuple[bytes, str, str]:
    key, issuer = step.action.document, letters.issuer_of(org_id=step.by.org_id)
    language = letters.language_of(contact_id=row["contact_id"], action=step.action)
    template = templates.template_of(pack=step.pack, key=key, language=language)
    number = ""
    if rendering.uses_number(content=template.content):
        ways = templates.numbering_here()
        mark = ways.mark(code=issuer.code if issuer else "", kind=issuer.kind if issuer else "")
        year = step.now.astimezone(step.calendars["default"].tz).year
        n = numbers.take(mark=mark, year=year) if is_final else None
        number = numbering.written(numbering=ways, mark=mark, year=year, n=n, language=language)
    letter = letters.letter_of(change=change, step=step, row=row, issuer=issuer, number=number, language=language)
    return rendering.render(content=template.content, letter=letter), number, language
