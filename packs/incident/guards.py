"""What the regulations on work accidents forbid when one is graded, as a pure function of a case's facts."""

from collections.abc import Mapping
from typing import Any

from linli.process.guards import Guard, GuardFacts

WORK = "accident.work"
GRADES = ("general", "larger", "major", "extreme")
FLOORS: Mapping[str, tuple[int, int, int]] = {
    "dead": (3, 10, 30),
    "severe": (10, 50, 100),
    "loss": (10_000_000, 50_000_000, 100_000_000),
}
"""From which number on a work accident is larger, major and extreme (Regulations on Work Accidents, Art. 3)."""


def grade_by_numbers(facts: GuardFacts) -> str | None:
    """No work accident is graded lower than its numbers say; a higher grade may be given for what is still feared."""
    known: Mapping[str, Any] = {**facts.fields, **{key: one for key, one in facts.inputs.items() if one is not None}}
    grade = known.get("grade")
    if (known.get("category") or facts.category) != WORK or grade not in GRADES:
        return None
    least = max(sum(int(known.get(key) or 0) >= floor for floor in floors) for key, floors in FLOORS.items())
    return "grade_by_numbers" if GRADES.index(grade) < least else None


GUARDS: Mapping[str, Guard] = {"grade_by_numbers": grade_by_numbers}

REFUSALS: Mapping[str, Mapping[str, str]] = {
    "grade_by_numbers": {
        "zh": "定级低于伤亡人数或者损失对应的等级（《生产安全事故报告和调查处理条例》第三条），请改为相应等级。",
        "en": "The numbers call for a higher grade (Regulations on Work Accidents, Article 3). Choose that one.",
    },
}
