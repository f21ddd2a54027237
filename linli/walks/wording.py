"""Steps of scenarios, and how they went, in words: in both languages at once, since others read them later. Pure."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext, gettext_noop, override

from linli.core.errors import LinliError
from linli.process.definition import Pack, Texts
from linli.process.scenarios import Step

LANGUAGES = {"zh": "zh-hans", "en": "en"}
PERSONAS: Mapping[str, str] = {
    "resident": gettext_noop("the resident"),
    "other_resident": gettext_noop("another resident"),
    "desk": gettext_noop("the town's desk"),
    "other_desk": gettext_noop("another town's desk"),
    "upper_desk": gettext_noop("the county's desk"),
    "city_desk": gettext_noop("the city's desk"),
    "lead": gettext_noop("the lead organisation"),
    "lead_head": gettext_noop("the head of the lead organisation"),
    "other": gettext_noop("another organisation"),
    "assist": gettext_noop("the assisting organisation"),
    "second_assist": gettext_noop("the second assisting organisation"),
    "verifier": gettext_noop("the verifier"),
    "grid_worker": gettext_noop("the grid worker"),
    "leader": gettext_noop("the leader"),
    "handler_verifier": gettext_noop("the handler who is a verifier too"),
    "system": gettext_noop("the system"),
}
OWN: Mapping[str, str] = {"open": gettext_noop("report"), "sweep": gettext_noop("look at the clocks")}


def said(message: str, /, **values: str | Texts) -> Texts:
    """The message in every language; values that are texts take the same language."""
    told = {}
    for key, code in LANGUAGES.items():
        with override(code):
            plain = {name: value if isinstance(value, str) else value[key] for name, value in values.items()}
            told[key] = gettext(message) % plain
    return told


def step_taken(*, pack: Pack, step: Step, number: int) -> Texts:
    """Which step of the scenario it is: its number, time, who and what."""
    action: Texts = {"zh": step.action, "en": step.action}
    if step.action in OWN:
        action = said(OWN[step.action])
    elif step.action in pack.actions:
        action = pack.actions[step.action].title
    return said(
        gettext_noop("Step %(number)s, %(at)s, %(who)s: %(action)s"),
        number=str(number),
        at=f"{step.at:%m-%d %H:%M}",
        who=said(PERSONAS[step.who]),
        action=action,
    )


def refused(*, error: LinliError, code: str) -> Texts:
    """A refusal with all that it says of single fields."""
    told = {}
    for key, language in LANGUAGES.items():
        with override(language):
            fields = "".join(f" · {name}: {text}" for name, text in error.fields.items())
            told[key] = f"{error}{fields}"
    return said(gettext_noop("it was refused with “%(code)s”: %(text)s"), code=code, text=told)


def crashed(*, fault: Exception) -> Texts:
    """A fault of Linli itself, or of what the scenario hands in."""
    what = f"{type(fault).__name__}: {fault}".strip()[:300]
    return said(gettext_noop("the step could not be taken at all (%(what)s)"), what=what)


def stage_title(*, pack: Pack, key: str) -> Texts:
    """The stage as readers know it, with its key."""
    return _keyed(pack.stages[key].title if key in pack.stages else None, key)


def clock_title(*, pack: Pack, key: str) -> Texts:
    """The clock as readers know it, with its key."""
    return _keyed(pack.clocks[key].title if key in pack.clocks else None, key)


def moment(at: datetime | None) -> str:
    """A local time; a dash for none."""
    return f"{at:%Y-%m-%d %H:%M}" if at else "—"


def _keyed(title: Texts | None, key: str) -> Texts:
    if not title:
        return {"zh": f"“{key}”", "en": f"“{key}”"}
    return {"zh": f"“{title['zh']}”（{key}）", "en": f"“{title['en']}” ({key})"}
