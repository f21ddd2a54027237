"""The placeholders that a template may use: each has a Chinese and an English name for the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["zh", "en"]
Values = Mapping[str, Any]

PLAIN: Mapping[str, str] = {
    "文号": "number",
    "日期": "date",
    "日期大写": "formal_date",
    "发文机关": "issuer",
    "联系电话": "issuer_phone",
    "收件人": "recipient",
    "事项编号": "case_number",
    "事项标题": "case_title",
    "事项内容": "case_text",
    "事项类别": "category",
    "地点": "place",
    "登记日期": "opened_date",
    "承诺日期": "promised_date",
    "主办单位": "lead",
    "协办单位": "assists",
    "办理结论": "step",
    "查询网址": "link",
}
"""Placeholders that stand for one text."""
GROUPS: Mapping[str, str] = {"事项": "case", "填写": "given", "时限": "clocks"}
"""Placeholders with a part after the dot: a field of the case, an answer of this step, a clock's last day.
The part is the key that the pack gives it, or its label where that is one word."""
NUMBER = frozenset({"文号", "number"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that stands in a paragraph of its own, as wide as the text; `words` say what it shows."""

    content: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one document may say: texts, lists of texts, pictures, rows of tables.

    Keys of `plain` are English.
    """

    plain: Mapping[str, str]
    case: Values = field(default_factory=dict)
    given: Values = field(default_factory=dict)
    clocks: Values = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """What the template is filled with, by both names."""
        groups = {"case": self.case, "given": self.given, "clocks": self.clocks}
        found: dict[str, Any] = {}
        for zh, en in PLAIN.items():
            found[zh] = found[en] = self.plain.get(en, "")
        for zh, en in GROUPS.items():
            found[zh] = found[en] = groups[en]
        return found
