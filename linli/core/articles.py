"""Articles of Chinese law as an English reader cites them: 第十四条至第十六条 becomes Art. 14 to Art. 16."""

import re

_FIGURES = {figure: value for value, figure in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "[零一二三四五六七八九十百千]+"
_PART = re.compile(rf"第（?({_NUMBER})）?(条|款|项)(?:之({_NUMBER}))?")
_UNITS = {"条": "Art. {}", "款": " para. {}", "项": " item {}"}
_MARKS = str.maketrans({"、": ", ", "至": " to ", "和": " and ", "，": ", "})


def cited(*, article: str, language: str) -> str:
    """The article in the language of the citation: as the source writes it in Chinese, in figures elsewhere."""
    if language.startswith("zh"):
        return article
    return _PART.sub(_english, article).translate(_MARKS)


def number(figures: str) -> int:
    """A whole number below ten thousand in Chinese figures: 一百二十七 is 127."""
    total, digit = 0, 0
    for figure in figures:
        if figure in _TENS:
            total += (digit or 1) * _TENS[figure]
            digit = 0
        else:
            digit = _FIGURES[figure]
    return total + digit


def _english(match: re.Match[str]) -> str:
    after = f"-{number(match[3])}" if match[3] else ""
    return _UNITS[match[2]].format(f"{number(match[1])}{after}")
