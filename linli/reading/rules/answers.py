"""What an answer to a report says and leaves out: a checklist with reasons, for whoever is about to send it.

It looks at the two texts alone. It gives no mark, keeps nothing and stops nobody: an answer may be right without a rule
or a date. See docs/explanation/reading.md for how well it works.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linli.reading.rules.masking import mask

Key = Literal["points", "done", "when", "next", "rule", "ask", "sentences", "people"]
State = Literal["met", "missing", "not_needed"]

SHARE = 0.2
LEAST_PAIRS, MOST_PAIRS = 2, 5
"""An answer takes a point up when it repeats this share of the point's telling word pairs: two at least, five of a long
one."""
MOST_POINTS = 8
LOOKED_AT = 5000
"""Characters of either text."""
SHOWN = 40
"""Characters of a point, a sentence or a phrase that are told."""
LONG_HAN, LONG_WORDS = 80, 35
"""From here on a sentence is hard to read: Chinese characters, words of another language."""

_ENDS = re.compile(r"[。！？；!?;\n]+|(?<=\D)\.(?=\s|$)|(?<=[^\d])(?=[一二三四五六七八九十]、)|(?=[①②③④⑤⑥⑦⑧⑨])")
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]、|[①-⑨]|第[一二三四五]，|\(?\d{1,2}[).、．])\s*")
_POLITE = re.compile(
    "尊敬的|您好|你好|谢谢|感谢|此致|敬礼|望.{0,6}(?:解决|处理|回复|答复)|盼复|百忙|(?:希望|恳请).{0,12}(?:看到|关注|重视|过问)|请.{0,8}(?:解决|处理|关注|重视|回复|答复)"
    "|^(?:dear|hello|hi|thank|regards)",
    re.IGNORECASE,
)
_HAN = re.compile("[一-鿿]+")
_FILLING = "的了是在我你他她它们有没人和与就都也很不还要会能这那个把被让给对向从到为于以及或但而且吗呢吧啊已经"
_TELLING = re.compile(f"(?:(?![{_FILLING}])[一-鿿])+")
_WORD = re.compile(r"[A-Za-z0-9]{3,}")
_DONE = re.compile(
    "(?:已|已经|业已)(?:[一-鿿]{0,6}?)(?:完成|修|清|换|装|拆|处理|处置|整改|核实|联系|安排|督促|约谈|责令|恢复|解决|查|补|建|开展|落实|通知|办结)"
    "|经(?:核实|查|现场|调查|了解)|现场(?:查看|核实|处置)|(?:修复|清理|更换|整改|处理|恢复)(?:完毕|到位)"
    r"|\b(?:has|have|had) (?:been )?\w+(?:ed|n|t)\b|\b(?:was|were) \w+(?:ed|n|t)\b|\bwe (?:\w+ly )?\w+(?:ed|nt)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号](?:上午|下午|前|内)?|(?:今|昨|前|明|当)[天日]|[本上下](?:周|月)|\d{1,3}个?(?:工作日|日|天)内|月底|年底"
    r"|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\b(?:today|yesterday|tomorrow)\b"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_NEXT = re.compile(
    "将(?!来|近)|下一步|后续|预计|计划|拟(?:于|定|对)?|继续|届时|定期|加强|纳入|待[一-鿿]{1,12}后"
    "|(?:已|全部)(?:办结|解决|修复|整改到位|处理完毕)|无需|不再"
    r"|\b(?:will|shall|plan(?:s|ned)? to|next|from now on|no further|is (?:now )?(?:fixed|repaired|solved|closed))\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"《[^》]{2,40}》(?:第[一二三四五六七八九十百零\d]+条)?|\b(?:Article|Art\.|Section|§)\s?\d+|\b(?:Act|Regulation|Code)\b"
)
_NO = re.compile(
    r"不予|无法|不能|不属于|不符合|暂不|不具备|难以|没有(?:依据|条件)|驳回"
    r"|\b(?:cannot|can't|not (?:able|possible|allowed|within|our)|refus\w+|reject\w+)\b",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"(?<!\d)(?:0\d{2,3}[- ]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?<!\d)(?:12345|12348|12333|12315|12320|12369)(?!\d)"
    r"|联系(?:电话|人|方式)|(?:来电|拨打|咨询)|\b(?:call|phone|contact|e-?mail|write to)\b",
    re.IGNORECASE,
)
_PERSONAL = frozenset({"identity", "card", "plate", "account"})


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list. `found` quotes what speaks for it; where it is missing, what of the report or answer does.

    Of `points`, `found` are those of the report that the answer does not take up.
    """

    key: Key
    state: State
    found: tuple[str, ...] = ()


def check(*, report: str, answer: str) -> tuple[Check, ...]:
    """The list for an answer, in the order in which one reads it; nothing for an empty answer."""
    report, answer = report[:LOOKED_AT], answer[:LOOKED_AT]
    if not answer.strip():
        return ()
    return (
        _points(report, answer),
        _named("done", _DONE, answer),
        _named("when", _WHEN, answer),
        _named("next", _NEXT, answer),
        _rule(answer),
        _named("ask", _ASK, answer),
        _sentences(answer),
        _people(answer),
    )


def points_of(report: str) -> tuple[str, ...]:
    """What a report says, point by point, without greetings and thanks; at most eight."""
    parts = (_NUMBERED.sub("", part).strip(" ，,、") for part in _ENDS.split(report))
    said = [part for part in parts if len(_pairs(part)) >= LEAST_PAIRS and not _is_polite(part)]
    return tuple(dict.fromkeys(said))[:MOST_POINTS]


def _is_polite(part: str) -> bool:
    """A greeting, thanks or the bare wish for an answer: the words left beside it say nothing of their own."""
    found = _POLITE.search(part)
    return found is not None and len(_pairs(part[: found.start()] + " " + part[found.end() :])) < 2 * LEAST_PAIRS


def _points(report: str, answer: str) -> Check:
    points, told = points_of(report), _pairs(answer)
    if not points:
        return Check("points", "not_needed")
    left = tuple(_short(point) for point in points if not _is_taken_up(_pairs(point), told))
    return Check("points", "missing" if left else "met", left)


def _is_taken_up(pairs: frozenset[str], told: frozenset[str]) -> bool:
    wanted = max(LEAST_PAIRS, min(MOST_PAIRS, SHARE * len(pairs)))
    return len(pairs & told) >= wanted


def _pairs(text: str) -> frozenset[str]:
    """Pairs of Chinese characters that tell something, and words of other letters without their ending."""
    han = (run[at : at + 2] for run in _TELLING.findall(text) for at in range(len(run) - 1))
    return frozenset((*han, *(word.lower()[:5] for word in _WORD.findall(text))))


def _named(key: Key, pattern: re.Pattern[str], answer: str) -> Check:
    found = pattern.search(answer)
    return Check(key, "met", (_short(found[0]),)) if found else Check(key, "missing")


def _rule(answer: str) -> Check:
    """A rule is needed where the answer says no; else it is told if it is there."""
    found, says_no = _RULE.search(answer), _NO.search(answer)
    if found:
        return Check("rule", "met", (_short(found[0]),))
    return Check("rule", "missing", (_short(says_no[0]),)) if says_no else Check("rule", "not_needed")


def _sentences(answer: str) -> Check:
    long = tuple(_short(one.strip()) for one in _ENDS.split(answer) if _is_long(one))
    return Check("sentences", "missing" if long else "met", long)


def _is_long(sentence: str) -> bool:
    return sum(map(len, _HAN.findall(sentence))) > LONG_HAN or len(sentence.split()) > LONG_WORDS


def _people(answer: str) -> Check:
    """Numbers of persons and plates have no place in an answer; the office's own telephone has."""
    found = tuple(_told_apart(answer))
    return Check("people", "missing" if found else "met", found)


def _told_apart(answer: str) -> Iterator[str]:
    for span in mask(answer, finest="door").spans:
        if span.kind in _PERSONAL:
            yield answer[span.start : span.end]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
