"""New cases that are likely the same matter as an open one: both side by side, merged or kept apart in one step."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.cases.queries.twins import Likely
from linli.core.errors import LinliError
from linli.web.acting import actor_of, staff_page
from linli.web.console import lists, suggesting
from linli.web.console.lines import Line, line
from linli.web.wording import span

RIGHT = "phone_intake"
"""What desks may do: they merge."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A new case, the open one that came in before it, and each reason in words."""

    new: Line
    new_text: str
    old: Line
    old_text: str
    reasons: tuple[str, ...]


@staff_page(right=RIGHT)
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """All that is suggested of the desk's inbox; for the inbox itself a part of the page."""
    pairs = [_pair(one) for one in suggesting.likely_same(by=actor_of(request))]
    is_part = bool(getattr(request, "htmx", None))
    return render(request, "console/twins/_pairs.html" if is_part else "console/twins/list.html", {"pairs": pairs})


@staff_page(right=RIGHT)
@never_cache
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Merge the new case into the `other`, or remember that they are not the same. Counted."""
    actor, now, other = actor_of(request), timezone.now(), request.POST.get("other", "")
    try:
        if request.POST.get("same") == "yes":
            suggesting.merge(number=number, into=other, by=actor, now=now, version=_version(request))
            messages.success(request, _("Merged: %(number)s into %(other)s.") % {"number": number, "other": other})
        else:
            suggesting.keep_apart(number=number, other=other, by=actor, now=now)
            said = _("Kept apart: %(number)s and %(other)s will not be suggested again.")
            messages.success(request, said % {"number": number, "other": other})
    except LinliError as error:
        messages.error(request, str(error))
    return redirect(lists.back(request=request))


def _version(request: HttpRequest) -> int | None:
    """The version of the new case that the reader saw."""
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else None


def _pair(one: Likely) -> Pair:
    return Pair(line(row=one.row), one.text, line(row=one.other), one.other_text, _reasons(one))


def _reasons(one: Likely) -> tuple[str, ...]:
    """Where, how alike, and when: what the suggestion rests on."""
    said = [_("same village")] if one.is_same_village else []
    if one.metres is not None:
        said.append(_("%(n)d m away") % {"n": one.metres})
    if one.row.category and one.row.category == one.other.category:
        said.append(_("same category"))
    said.append(_("words alike to %(percent)d%%") % {"percent": one.likeness})
    said.append(_("came in %(time)s earlier") % {"time": span(length=max(one.earlier_by, timedelta(minutes=1)))})
    return tuple(said)
