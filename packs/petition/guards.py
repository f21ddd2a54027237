"""What the Regulations on Petition Work forbid in one step or another, as pure functions of a case's facts."""

from collections.abc import Mapping

from linli.process.guards import Guard, GuardFacts


def _kind(facts: GuardFacts) -> str:
    return facts.category.partition(".")[0]


def _ids(value: object) -> set[str]:
    """The organisations named in an input, however it was handed in."""
    many = value if isinstance(value, list | tuple) else [value]
    return {str(one) for one in many if one not in (None, "")}


def is_claim(facts: GuardFacts) -> str | None:
    return None if _kind(facts) == "claim" else "is_claim"


def is_suggestion(facts: GuardFacts) -> str | None:
    return None if _kind(facts) == "suggestion" else "is_suggestion"


def is_accusation(facts: GuardFacts) -> str | None:
    return None if _kind(facts) == "accusation" else "is_accusation"


def is_no_accusation(facts: GuardFacts) -> str | None:
    """Accusations are never joined: whoever brought one would learn of the other (Art. 30)."""
    return "is_no_accusation" if _kind(facts) == "accusation" else None


def not_to_the_accused(facts: GuardFacts) -> str | None:
    """An accusation, and whatever belongs to it, never goes to whom it accuses (Art. 30)."""
    receivers = _ids(facts.inputs.get("lead")) | _ids(facts.inputs.get("assists"))
    accused = _ids(facts.inputs.get("accused")) | _ids(facts.fields.get("accused"))
    return "not_to_the_accused" if receivers & accused else None


def not_concluded(facts: GuardFacts) -> str | None:
    """What a re-review decided is not taken up again on the same facts (Art. 36)."""
    return "not_concluded" if facts.counts.get("rereview_amend") else None


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        is_claim,
        is_suggestion,
        is_accusation,
        is_no_accusation,
        not_to_the_accused,
        not_concluded,
    )
}

REFUSALS: Mapping[str, Mapping[str, str]] = {
    "is_claim": {
        "zh": "此件登记为建议意见或者检举控告，不按申诉求决类办理。登记有误的，请信访部门先更正类别。",
        "en": "This is not on record as a claim. If that is wrong, have the petition office correct it first.",
    },
    "is_suggestion": {
        "zh": "此件没有登记为建议意见类。登记有误的，请信访部门先更正类别。",
        "en": "This is not on record as a suggestion. If that is wrong, have the petition office correct it first.",
    },
    "is_accusation": {
        "zh": "此件没有登记为检举控告类。登记有误的，请信访部门先更正类别。",
        "en": "This is not on record as an accusation. If that is wrong, have the petition office correct it first.",
    },
    "is_no_accusation": {
        "zh": "检举控告不得并件，以免泄露其他检举控告人。请分别办理。",
        "en": "Accusations are never joined, so that no accuser learns of another. Handle each by itself.",
    },
    "not_to_the_accused": {
        "zh": "不得将检举控告材料转给被检举控告的单位（《信访工作条例》第三十条）。请改选其他机关、单位。",
        "en": "An accusation must never reach whom it accuses (Regulations, Article 30). Choose another body.",
    },
    "not_concluded": {
        "zh": "此件已有复核意见，以同一事实和理由再提出的不再受理。复核意见没有落实的，请催办。",
        "en": "Decided on re-review, not taken up again on the same facts. Remind the body if it is not carried out.",
    },
}
