"""A document filled with plainly made-up words, so that its template can be looked at without a case."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from linli.cases.queries import letters
from linli.documents import queries as templates
from linli.documents.rules import dates, numbering
from linli.documents.words import Letter
from linli.notify.links import tracking_link
from linli.places.city import current as city
from linli.process.definition import Field, Pack

ROWS = 2
DAYS = 15
AMOUNT = 12000
_MADE_UP: Mapping[str, Mapping[str, str]] = {
    "zh": {"organisation": "示例单位", "recipient": "示**", "place": "示例街道示例社区", "of": "〔{label}〕"},
    "en": {"organisation": "Example Office", "recipient": "E**", "place": "Example Community", "of": "[{label}]"},
}
PHONE = "12345"


def example_of(*, pack: Pack, document: str, language: str, today: date) -> Letter:
    """Everything that the document may say: each field as its own label in brackets, a date or a number."""
    words = _Words(language, today)
    fields, asked = pack.facts(), letters.asked_for(pack=pack, document=document)
    clocks = dict.fromkeys(sorted(letters.names_of(pack=pack, document=document).clocks), words.end())
    return Letter(
        plain=_plain(pack, document, words),
        case=letters.by_name(fields=fields, value=words.value),
        given=letters.by_name(fields=asked, value=words.value),
        clocks=clocks,
    )


def _plain(pack: Pack, document: str, words: "_Words") -> dict[str, str]:
    ways = templates.numbering_here()
    issuing = next(action for action in pack.actions.values() if action.document == document)
    leaf = list(pack.categories.values())[-1]
    number = numbering.written(
        numbering=ways, mark=ways.mark(code="", kind=""), year=words.today.year, n=None, language=words.language
    )
    return {
        "number": number,
        "date": words.day(words.today),
        "formal_date": dates.formal(day=words.today),
        "issuer": words.made_up("organisation"),
        "issuer_phone": PHONE,
        "recipient": words.made_up("recipient"),
        "case_number": f"{pack.prefix}-{words.today:%y%m%d}-1",
        "case_title": pack.title[words.language],
        "case_text": words.label({"zh": "反映的内容", "en": "What was reported"}),
        "category": leaf.title[words.language],
        "place": words.made_up("place"),
        "opened_date": words.day(words.today),
        "promised_date": words.end(),
        "lead": words.made_up("organisation"),
        "assists": words.made_up("organisation"),
        "step": letters.conclusion(action=issuing, language=words.language),
        "link": tracking_link(),
    }


class _Words:
    def __init__(self, language: str, today: date) -> None:
        self.language, self.today = language, today

    def made_up(self, key: str) -> str:
        return _MADE_UP[self.language][key]

    def label(self, label: Mapping[str, str]) -> str:
        return self.made_up("of").format(label=label[self.language])

    def day(self, day: date) -> str:
        return dates.plain(day=day, language=self.language)

    def end(self) -> str:
        return self.day(self.today + timedelta(days=DAYS))

    def value(self, one: Field) -> Any:
        """What stands for the field: text, or rows of a table."""
        if one.type == "table":
            return [{column.key: str(self.value(column)) for column in one.columns} for _row in range(ROWS)]
        if one.type in ("photos", "files"):
            return ""
        if one.type in ("number", "duration"):
            return str(min(max(AMOUNT, one.minimum or 0), one.maximum or AMOUNT))
        if one.type in ("date", "datetime"):
            return self.end()
        return self._words(one)

    def _words(self, one: Field) -> str:
        if one.type == "boolean":
            return letters.YES_NO[self.language][True]
        if one.choices:
            return self._mark(
                choice.title[self.language] for choice in one.choices[: ROWS if one.type == "choices" else 1]
            )
        if one.type in ("organisation", "organisations"):
            return self.made_up("organisation")
        return city().name[self.language] if one.type == "area" else self.label(one.label)

    def _mark(self, titles: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(titles)
