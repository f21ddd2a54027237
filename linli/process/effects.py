"""What the engine reads of whoever takes a step, by what the step does beside moving the case."""

from collections.abc import Mapping

from linli.process.definition import Effect

ASKS: Mapping[Effect, Mapping[str, tuple[str, ...]]] = {
    "dispatch": {"lead": ("organisation",), "assists": ("organisations",), "task": ("text", "long_text")},
    "return": {"reason": ("text", "long_text")},
    "recall": {"reason": ("text", "long_text")},
    "ask_extension": {"length": ("number",), "reason": ("text", "long_text")},
    "ask_suspension": {"until": ("date", "datetime"), "reason": ("text", "long_text")},
    "escalate": {"reason": ("text", "long_text")},
    "hand_down": {"area": ("area",)},
    "supervise": {"note": ("text", "long_text")},
    "merge": {"into": ("case",)},
    "rate": {"rating": ("number",), "resolved": ("boolean",), "comment": ("text", "long_text")},
    "relocate": {"area": ("area",)},
    "recategorise": {"category": ("category",)},
    "add_assists": {"assists": ("organisations",), "task": ("text", "long_text")},
    "open_linked": {"category": ("category",)},
}
"""The inputs that the engine reads for an effect, with the field types it can read them from. `area` fields bring
`lon`, `lat` and `address` along; `dispatch` and `recategorise` also read `urgency` when it is asked. `open_linked` also
reads `text` and `urgency` for the new case, and every input that the other pack asks for when reporting."""
