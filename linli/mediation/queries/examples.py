"""The room's papers filled with plainly made-up words, so that a template can be looked at without a dispute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from linli.documents.rendering import Names
from linli.documents.rules import dates
from linli.documents.words import PLAIN, Letter
from linli.mediation.queries.papers import NAMED, SHELF_KEY, SPACE, both
from linli.process.definition import Texts

DAYS = 15
SUM = "12000.00"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The room's templates, as the administrator sees them beside those of packs."""

    key: str = SHELF_KEY
    folder: str = str(Path(__file__).parent.parent)
    title: Texts = field(default_factory=lambda: {"zh": "调解室", "en": "Mediation room"})


@dataclass(frozen=True, slots=True)
class Paper:
    """When a paper is written, for whom (`parties` or `court`), and which of the room's words it is given."""

    when: Texts
    reader: str
    names: frozenset[str]


_SIGNED: Texts = {"zh": "协议定稿、送交签署时", "en": "When an agreement goes out for signing"}
_COURT: Texts = {"zh": "申请司法确认时", "en": "When the court is asked to confirm"}
_AGREEMENT = frozenset(
    {"parties", "signers", "copies", "partial"}
    | {"facts", "issues", "responsibility", "terms", "manner", "duties", "sum"}
)
_RECORD = frozenset({"title", "sha256", "signed", "mediators", "effective_date"})
_ORAL = frozenset({"parties", "terms", "sum", "mediators", "effective_date"})
_CONFIRM = frozenset({"parties", "signers", "title", "effective_date", "last_date", "court", "confirms", "papers"})
PAPERS: Mapping[str, Paper] = {
    **dict.fromkeys(
        ("agreement", "agreement_debt", "agreement_neighbour", "agreement_labour", "agreement_damage"),
        Paper(_SIGNED, "parties", _AGREEMENT),
    ),
    "signatures": Paper({"zh": "协议签署以后", "en": "When an agreement was signed"}, "parties", _RECORD),
    "oral": Paper({"zh": "登记口头协议时", "en": "When an oral agreement is put on record"}, "parties", _ORAL),
    **dict.fromkeys(
        ("confirm_application", "confirm_files", "confirm_identity", "commitment"), Paper(_COURT, "court", _CONFIRM)
    ),
}
_GIVEN = frozenset({"facts", "issues", "responsibility", "terms", "manner", "duties", "sum"})


def names_of(*, key: str) -> Names:
    """What `事项.…` and `填写.…` may name in this paper."""
    named = {False: set[str](), True: set[str]()}
    for one in PAPERS[key].names:
        named[one in _GIVEN] |= {one, NAMED[one]}
    return Names(case=frozenset(named[False]), given=frozenset(named[True]), clocks=frozenset())


def placeholders_of(*, key: str) -> tuple[tuple[str, str], ...]:
    """The names in Chinese and English, as a template writes them."""
    return tuple(written(key=one) for one in sorted(PAPERS[key].names))


def written(*, key: str) -> tuple[str, str]:
    """One name in Chinese and English, as a template writes it: `填写.事实`, `given.facts`."""
    zh, en = ("填写", "given") if key in _GIVEN else ("事项", "case")
    return f"{zh}.{NAMED[key]}", f"{en}.{key}"


def example_of(*, key: str, language: str, today: date, without: str = "") -> Letter:
    """Everything that the paper may say: two parties, two duties, each text as its own name in brackets.

    `without` leaves one of the names empty.
    """
    values = _values(language, today) | ({without: ""} if without else {})
    mine = {one: values[one] for one in PAPERS[key].names}
    case = {one: value for one, value in mine.items() if one not in _GIVEN}
    given = {one: value for one, value in mine.items() if one in _GIVEN}
    return Letter(plain=_plain(language, today), case=both(**case), given=both(**given))


def _plain(language: str, today: date) -> dict[str, str]:
    zh = language == "zh"
    return dict.fromkeys(PLAIN.values(), "") | {
        "number": f"示例人调字〔{today.year}〕×号" if zh else f"Example {today.year} No. ×",
        "date": dates.plain(day=today, language=language),
        "formal_date": dates.formal(day=today),
        "issuer": "示例人民调解委员会" if zh else "Example Mediation Committee",
        "case_number": f"JF-{today:%y%m%d}-1",
        "case_title": "〔纠纷标题〕" if zh else "[Title of the dispute]",
        "category": "示例" if zh else "example",
        "place": "示例街道示例社区" if zh else "Example Community",
    }


def _values(language: str, today: date) -> dict[str, Any]:
    due = dates.plain(day=today + timedelta(days=DAYS), language=language)
    parties = [_party(language, at) for at in range(2)]
    texts = {one: _named(one, language) for one in ("facts", "issues", "responsibility", "terms", "manner", "confirms")}
    return texts | {
        "parties": parties,
        "signers": parties,
        "signed": [one | {"how": "／", "at": f"{today} 09:00", "mark": "／"} for one in parties],
        "duties": [_duty(language, at, due) for at in (1, 2)],
        "copies": 3,
        "partial": False,
        "sum": SUM,
        "title": _named("title", language),
        "sha256": "0" * 64,
        "mediators": "示例调解员" if language == "zh" else "Example Mediator",
        "effective_date": dates.plain(day=today, language=language),
        "last_date": due,
        "court": "示例人民法院" if language == "zh" else "Example People's Court",
        "papers": _papers(language),
    }


def _named(key: str, language: str) -> str:
    return f"〔{NAMED[key]}〕" if language == "zh" else f"[{key.replace('_', ' ')}]"


def _party(language: str, at: int) -> dict[str, str]:
    if language == "zh":
        called, name, by, bring = ("甲方（申请人1）", "乙方（被申请人1）")[at], "示**", "本人", "居民身份证"
    else:
        called, name, by, bring = ("Party A", "Party B")[at], "E**", "themselves", "Identity card"
    kind = "自然人" if language == "zh" else "Natural person"
    return {"role": called, "name": name, "kind": kind, "space": SPACE, "by": by, "bring": bring}


def _duty(language: str, at: int, due: str) -> dict[str, Any]:
    by, what = ("乙方", f"〔第{at}项〕") if language == "zh" else ("Party B", f"[part {at}]")
    return {"n": at, "by": by, "what": what, "amount": "6000.00", "due": due}


def _papers(language: str) -> list[dict[str, str]]:
    what = "〔材料〕" if language == "zh" else "[paper]"
    return [{"n": str(at), "what": what, "copies": "1"} for at in (1, 2)]
