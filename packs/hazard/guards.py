"""What the law on safe production forbids in one step or another, as pure functions of a case's facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from linli.process.guards import Guard, GuardFacts

COUNTY = 6
"""Digits of a county's code: a major hazard is supervised there or above (Work Safety Law, Art. 41)."""
NOTICE_HOURS = 24
"""Before the power is cut, unless danger is pressing (Work Safety Law, Art. 70)."""


def _results(facts: GuardFacts) -> list[Any]:
    """How the items stand once this step is taken; none before somebody has filled them in."""
    if "items" not in facts.inputs:
        return []
    rows = facts.fields.get("items")
    return [row.get("result") for row in rows] if isinstance(rows, list) else []


def nothing_passed_yet(facts: GuardFacts) -> str | None:
    """Whoever finds a hazard never passes it: only a re-inspection does."""
    return "nothing_passed_yet" if "passed" in _results(facts) else None


def nothing_passed_by_handler(facts: GuardFacts) -> str | None:
    """Nor does whoever had it fixed: of the items handed in now, none is said to have passed."""
    rows = facts.inputs.get("items")
    passed = [row for row in rows if row.get("result") == "passed"] if isinstance(rows, list) else []
    return "nothing_passed_by_handler" if passed else None


def none_failed(facts: GuardFacts) -> str | None:
    return "none_failed" if "failed" in _results(facts) else None


def all_passed(facts: GuardFacts) -> str | None:
    return "all_passed" if set(_results(facts)) - {"passed"} else None


def all_judged(facts: GuardFacts) -> str | None:
    return "all_judged" if "fixed" in _results(facts) else None


def some_failed(facts: GuardFacts) -> str | None:
    results = _results(facts)
    return "some_failed" if results and "failed" not in results else None


def at_county(facts: GuardFacts) -> str | None:
    return "at_county" if len(facts.desk_area) > COUNTY else None


def deadline_ahead(facts: GuardFacts) -> str | None:
    told = facts.inputs.get("deadline")
    return "deadline_ahead" if told and date.fromisoformat(str(told)) <= facts.now.date() else None


def day_of_notice(facts: GuardFacts) -> str | None:
    """Power is cut a day after the notice at the earliest; danger to safe production does not wait (Art. 70)."""
    hours = facts.inputs.get("notice_hours")
    if hours is None or facts.inputs.get("is_pressing"):
        return None
    return "day_of_notice" if int(hours) < NOTICE_HOURS else None


def head_agreed(facts: GuardFacts) -> str | None:
    return "head_agreed" if facts.inputs.get("head_agrees") is False else None


def _is_cut(facts: GuardFacts) -> bool:
    return facts.counts.get("cut_supply", 0) > facts.counts.get("restore_supply", 0)


def supply_is_cut(facts: GuardFacts) -> str | None:
    return None if _is_cut(facts) else "supply_is_cut"


def supply_is_on(facts: GuardFacts) -> str | None:
    return "supply_is_on" if _is_cut(facts) else None


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        nothing_passed_yet,
        nothing_passed_by_handler,
        none_failed,
        all_passed,
        all_judged,
        some_failed,
        at_county,
        deadline_ahead,
        day_of_notice,
        head_agreed,
        supply_is_cut,
        supply_is_on,
    )
}

REFUSALS: Mapping[str, Mapping[str, str]] = {
    "nothing_passed_yet": {
        "zh": "检查时只能填“未整改”或者“已整改，待复查”，是否合格由复查人员认定。",
        "en": "Say “not fixed” or “fixed, to be re-inspected”; only a re-inspection passes anything.",
    },
    "nothing_passed_by_handler": {
        "zh": "申请复查时只能填“未整改”或者“已整改，待复查”，是否合格由复查人员认定。",
        "en": "Say “not fixed” or “fixed, to be re-inspected”; whether it passes is for the re-inspection.",
    },
    "none_failed": {
        "zh": "还有隐患未整改，请全部整改后再申请复查。确需更多时间的，请申请延期。",
        "en": "Something is not fixed yet. Ask for the re-inspection when all is; if time is short, ask for more.",
    },
    "all_passed": {
        "zh": "还有隐患没有复查合格，请选择“复查不合格”。",
        "en": "Not every item passed. Choose “Failed” instead.",
    },
    "all_judged": {
        "zh": "还有隐患没有填写复查结果，请逐条填写合格或者未整改。",
        "en": "Some items have no result yet. Say of each whether it passed or not.",
    },
    "some_failed": {
        "zh": "全部隐患都已合格，请选择“复查合格”。",
        "en": "Every item passed. Choose “Passed” instead.",
    },
    "at_county": {
        "zh": "重大事故隐患由县级以上负有安全生产监督管理职责的部门督办（《安全生产法》第四十一条），请先上报区县。",
        "en": "A major hazard is supervised by the county or above (Work Safety Law, Article 41). Escalate it first.",
    },
    "deadline_ahead": {
        "zh": "治理完成时限须在今天之后，请重新填写。",
        "en": "The plan must end after today. Give another date.",
    },
    "day_of_notice": {
        "zh": "除紧急情形外，停止供电应当提前二十四小时通知（《安全生产法》第七十条），请补足提前量。",
        "en": "Give 24 hours' notice of a cut, unless danger is pressing (Work Safety Law, Article 70).",
    },
    "head_agreed": {
        "zh": "停止供应须经本部门主要负责人批准（《安全生产法》第七十条），请批准后再办理。",
        "en": "The head of the department must approve a cut (Work Safety Law, Article 70). Obtain the approval first.",
    },
    "supply_is_cut": {
        "zh": "目前没有停止供应，不需要解除。",
        "en": "No supply is cut, so there is nothing to restore.",
    },
    "supply_is_on": {
        "zh": "停止供应的措施还没有解除（《安全生产法》第七十条），请先解除。",
        "en": "A supply is still cut (Work Safety Law, Article 70). Restore it first.",
    },
}
