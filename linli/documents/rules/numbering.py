"""The number of a document (文号), such as 长信访〔2026〕12号: the issuer's mark, the year, a running number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PATTERN = {"zh": "{mark}〔{year}〕{n}号", "en": "{mark} [{year}] No. {n}"}
GAP = "＿＿"
"""Stands for the running number where none was taken yet."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a city numbers documents. `marks` by organisation's code, by its kind, or `default`."""

    marks: Mapping[str, str] = field(default_factory=dict)
    pattern: Mapping[str, str] = field(default_factory=lambda: PATTERN)

    def mark(self, *, code: str, kind: str) -> str:
        """The issuer's mark; nothing when the city gives none."""
        return self.marks.get(code) or self.marks.get(kind) or self.marks.get("default", "")


def of_city(*, documents: Mapping[str, Any], city_name: str) -> Numbering:
    """The numbering that `[documents]` of city.toml asks for; without it, under the city's own short name."""
    marks = {str(key): str(value) for key, value in dict(documents.get("marks", {})).items()}
    return Numbering(
        marks={"default": city_name.removesuffix("市"), **marks},
        pattern=PATTERN | dict(documents.get("number", {})),
    )


def written(*, numbering: Numbering, mark: str, year: int, n: int | None, language: str) -> str:
    """The number in a language; a gap instead of a running number that was not taken yet."""
    return numbering.pattern[language].format(mark=mark, year=year, n=GAP if n is None else n)
