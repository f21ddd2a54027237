"""Tags of the design system: icons, style sheets, badges, texts of packs, dates. No queries and no rules."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from linli.core.articles import cited
from linli.web import roles, sheets, wording

register = template.Library()
MIDNIGHT = "24:00"
CLOCK_ICONS = {
    "late": "alert-triangle",
    "soon": "clock-exclamation",
    "fine": "clock",
    "paused": "clock-pause",
    "done": "clock-check",
}


@register.filter
def body_title(name: str) -> str:
    """A body's name in the reader's language, where it has one."""
    return roles.body_title(name=name)


@register.simple_tag
@lru_cache(maxsize=1024)  # a console page has about eighty, of a few dozen kinds
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; silent to screen readers unless it has a label."""
    href = f"{static('vendor/tabler-icons/icons.svg')}#{name}"
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}" viewBox="0 0 24 24"><use href="{}"/></svg>',
            classes,
            label,
            href,
        )
    return format_html('<svg class="{}" aria-hidden="true" viewBox="0 0 24 24"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def sheet(name: str) -> str:
    """The address of a style sheet."""
    return sheets.address(name=name)


@register.simple_tag
def url_or(name: str, *args: object, default: str = "") -> str:
    """The address of a page, or the default where this installation has no such page."""
    return (_page(name) if not args else _reversed(name, args)) or default


def _reversed(name: str, args: tuple[object, ...]) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=128)
def _page(name: str) -> str:
    return _reversed(name, ())


@register.simple_tag
def colon() -> str:
    """The mark between a label and its value, as the reader's language writes it."""
    return wording.colon()


@register.simple_tag
def bracketed(text: str) -> str:
    """The text in the brackets of the reader's language."""
    return wording.bracketed(text).strip()


@register.filter
def json_array(values: Iterable[float] | None) -> str:
    """Numbers for a script, whatever the reader's decimal point; nothing where there are none."""
    return "" if values is None else json.dumps(list(values))


_CHINESE = re.compile("[\u4e00-\u9fff]")


@register.filter
def as_spoken(text: str) -> str:
    """The text, marked as Chinese where it stands on a page in another language, so that it is read aloud rightly."""
    if wording.is_chinese() or not _CHINESE.search(text):
        return text
    return format_html('<span lang="zh">{}</span>', text)


@register.filter
def texts(value: Mapping[str, str] | None) -> str:
    """A pack's text in the reader's language."""
    return wording.text_of(value)


@register.filter
def article(value: str) -> str:
    """An article of law as the reader cites it."""
    return cited(article=value, language=get_language() or "zh-hans")


@register.filter
def moment(value: datetime | None) -> str:
    """A point in time, to the minute; the year only when it is not this one."""
    return "—" if value is None else moments()(value)


def moments() -> Callable[[datetime], str]:
    """`moment` for many of them: the reader's language and zone are looked up once."""
    here, language = timezone.localtime(), get_language() or ""
    this_year, other_year = _moment_forms(language)

    def said(value: datetime) -> str:
        local = value.astimezone(here.tzinfo)
        form = this_year if local.year == here.year else other_year
        return _written(local.replace(second=0, microsecond=0), form, language)

    return said


@lru_cache(maxsize=8)
def _moment_forms(language: str) -> tuple[str, str]:
    return gettext("j M, H:i"), gettext("j M Y, H:i")


@lru_cache(maxsize=8192)  # the same cases stand in list after list
def _written(minute: datetime, form: str, language: str) -> str:
    return format_date(minute, form)


@register.filter
def until(value: datetime | None) -> str:
    """When a period ends, as `moment` tells it; 00:00 is 24:00 of the day that ends."""
    if value is None:
        return "—"
    local = timezone.localtime(value)
    if (local.hour, local.minute) != (0, 0):
        return moment(value)
    last = local - timedelta(days=1)
    form = gettext("j M, H:i") if last.year == timezone.localtime().year else gettext("j M Y, H:i")
    return format_date(last, form.replace("H:i", MIDNIGHT))


@register.filter
def short_date(value: date | None) -> str:
    """A date without its year."""
    return "—" if value is None else format_date(value, gettext("j F"))


@register.filter
def day(value: datetime | None) -> str:
    """A date with its weekday."""
    return "—" if value is None else format_date(timezone.localtime(value), gettext("l j F Y"))


@register.inclusion_tag("components/clock_badge.html")
def clock_badge(due_at: datetime | None, state: str = "running", warn_at: datetime | None = None) -> dict[str, object]:
    """How a deadline stands: words and an icon; colour only repeats them. `state`: running, paused, stopped."""
    manner, words = _clock(due_at, state, warn_at)
    return {"manner": manner, "words": words, "icon_name": CLOCK_ICONS[manner], "due_at": due_at}


def _clock(due_at: datetime | None, state: str, warn_at: datetime | None) -> tuple[str, str]:
    if state == "stopped":
        return "done", gettext("Done")
    if state == "paused":
        return "paused", gettext("Paused")
    if due_at is None:
        return "done", gettext("No deadline")
    found = wording.remaining(due_at=due_at, now=timezone.now(), warn_at=warn_at)
    return found.manner, found.words


@register.inclusion_tag("components/stage_badge.html")
def stage_badge(stage: Any, outcome: str = "") -> dict[str, object]:
    """A stage's title. `stage` is `process.definition.Stage`."""
    outcome = outcome or getattr(stage, "outcome", "") or ""
    manner = {"resolved": "good", "": "active"}.get(outcome, "")
    icon_name = {"resolved": "circle-check", "": "progress"}.get(outcome, "circle-x")
    return {"stage": stage, "manner": manner, "icon_name": "clock" if icon_name == "progress" else icon_name}


@register.simple_tag
def options(field: BoundField) -> SafeString:
    """The options of a select, the chosen one marked; what the field starts with where nothing was chosen.

    In one piece: a template that walks hundreds of choices costs more than the rest of a list's page.
    """
    chosen = str(field.value() or field.field.initial or "")
    choices = getattr(field.field, "choices", ())
    rows = [
        f'<option value="{escape(value)}"{" selected" if str(value) == chosen else ""}>{escape(title)}</option>'
        for value, title in choices
    ]
    return SafeString("".join(rows))


@register.simple_tag(takes_context=True)
def current(context: Mapping[str, object], address: str) -> SafeString:
    """`aria-current` for the link of the page that one is on."""
    request = context.get("request")
    is_here = isinstance(request, HttpRequest) and bool(address) and request.path == address
    return SafeString(' aria-current="page"' if is_here else "")


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: object) -> str:
    """The page's query string with some parameters changed; an empty value takes one away."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}"
