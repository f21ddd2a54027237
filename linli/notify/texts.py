"""A message's words: `templates/notify/<template>.<language>.txt`, whose first line is the subject.

A template may use `number`, `matter` (kind, place and number in a few words), `what` (its category, else its pack),
`pack`, `stage`, `public_stage`, `clock` (in its language), `promised`, `due` (moments in words), `place`, `link`,
`is_own` (to the reporter, with the secret link), `is_staff`, `confirm_link`, `stop_link`, `opened`, `closed`, `lines`,
`starts` (a session, in words), `code` (to sign with).
Never contact data, never the words of a report: a message may be read over a shoulder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, engines, loader
from django.utils.translation import override

from linli.core.calendars.queries import calendar
from linli.core.wording import moment
from linli.notify import links
from linli.notify.errors import Never
from linli.places.queries import name_of

Language = Literal["zh-hans", "en"]
_IN_LANGUAGE = ("pack", "stage", "public_stage", "clock", "category")


@dataclass(frozen=True, slots=True)
class Text:
    """A message ready to read."""

    subject: str
    body: str


def render(
    *, template: str, language: Language, context: Mapping[str, Any], link: str = "", is_staff: bool = False
) -> Text:
    """The message in the reader's language. Raises Never when there is no such template."""
    try:
        source = engines["django"].engine.get_template(f"notify/{template}.{language}.txt")  # type: ignore[attr-defined]
    except TemplateDoesNotExist as error:
        raise Never("no_template") from error
    with override(language):
        rendered = source.render(
            Context(_words(context, language) | {"link": link, "is_staff": is_staff}, autoescape=False)
        )
    subject, _newline, body = rendered.partition("\n")
    return Text(subject=subject.strip(), body=body.strip())


def page(*, template: str, language: Language, said: Mapping[str, Any]) -> str:
    """A message as HTML, `templates/notify/<template>.html`: what is `said` is escaped."""
    with override(language):
        return loader.render_to_string(f"notify/{template}.html", {**said, "language": language})


def language_of(*choices: str) -> Language:
    """The first language stated, else the installation's."""
    stated = next((choice for choice in choices if choice), settings.LANGUAGE_CODE)
    return "en" if stated.startswith("en") else "zh-hans"


def _words(context: Mapping[str, Any], language: Language) -> dict[str, Any]:
    key = "en" if language == "en" else "zh"
    said = {name: context[name].get(key, "") for name in _IN_LANGUAGE if isinstance(context.get(name), dict)}
    token = context.get("token")
    number, what = context.get("number", ""), said.get("category") or said.get("pack", "")
    place = name_of(context["area"]) if context.get("area") else ""
    return {
        "number": number,
        "what": what,
        "matter": _matter(language, what, place, number),
        "opened": context.get("opened", 0),
        "closed": context.get("closed", 0),
        "lines": [line.get(key, "") if isinstance(line, dict) else line for line in context.get("lines", ())],
        "promised": _moment(context.get("promised_at")),
        "due": _moment(context.get("due_at")),
        "starts": _moment(context.get("starts_at")),
        "code": context.get("code", ""),
        "place": place,
        "is_own": bool(context.get("own")),
        "confirm_link": links.confirm_link(token=token) if token else "",
        "stop_link": links.stop_link(token=token) if token else "",
    } | said


def _matter(language: Language, what: str, place: str, number: str) -> str:
    """Which matter is meant, for those on duty: `路灯（文艺新村社区）EV-…`, `Street lamp, Wenyi Xincun (EV-…)`."""
    if language == "en":
        named = ", ".join(filter(None, (what, place)))
        return f"{named} ({number})" if named else number
    named = f"{what}（{place}）" if what and place else what or place
    return f"{named} {number}".replace("） ", "）").strip()


def _moment(stated: str | None) -> str:
    return moment(datetime.fromisoformat(stated), calendar().tz) if stated else ""
