"""What a service request forbids in one step or another, as pure functions of a case's facts."""

from collections.abc import Mapping

from linli.process.guards import Guard, GuardFacts

CALLS = 3


def is_question(facts: GuardFacts) -> str | None:
    """Only a question is closed by its answer; anything else is handled, and called back."""
    return None if facts.category.partition(".")[0] == "consult" else "is_question"


def says_solved(facts: GuardFacts) -> str | None:
    return None if facts.inputs.get("resolved") in (None, "", "yes") else "says_solved"


def says_unsolved(facts: GuardFacts) -> str | None:
    return "says_unsolved" if facts.inputs.get("resolved") == "yes" else None


def called_thrice(facts: GuardFacts) -> str | None:
    is_short = facts.counts.get("no_answer", 0) < CALLS
    return "called_thrice" if facts.inputs.get("missed") == "no_answer" and is_short else None


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard for guard in (is_question, says_solved, says_unsolved, called_thrice)
}

REFUSALS: Mapping[str, Mapping[str, str]] = {
    "is_question": {
        "zh": "只有咨询可以当场答复办结。求助、投诉、举报、建议请派单办理；分类有误的，请先更正类别。",
        "en": "Only a question is closed by answering it. Dispatch anything else, or correct the category first.",
    },
    "says_solved": {
        "zh": "来电人说没有（完全）解决，请改用“回访：没有解决”。",
        "en": "The requester says that it is not (wholly) solved. Take the step “Called back: not solved” instead.",
    },
    "says_unsolved": {
        "zh": "来电人说已经解决，请改用“回访：已解决，办结”。",
        "en": "The requester says that it is solved. Take the step “Called back: solved” instead.",
    },
    "called_thrice": {
        "zh": "还没有拨打满三次。请先记录每次未接通的情况，换个时间再拨。",
        "en": "There have not been three calls yet. Record each one without an answer and try at another time.",
    },
}
