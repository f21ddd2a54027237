"""An answer looked over while it is written: what it says and leaves out. It stops nobody and is kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.reading.rules import answers
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain

TITLES: Mapping[answers.Key, Promise] = {
    "points": _("Takes up every point of the report"),
    "done": _("Says what was done"),
    "when": _("Says when"),
    "next": _("Says what comes next, or that nothing is left to do"),
    "rule": _("Names the rule that it rests on"),
    "ask": _("Says whom to ask"),
    "sentences": _("Has sentences that are understood at once"),
    "people": _("Names nobody by a number or a plate"),
}
MISSING: Mapping[answers.Key, Promise] = {
    "points": _("The report also says:"),
    "done": _("Nothing here tells what somebody did. What was found, mended, ordered or decided?"),
    "when": _("No day or time is named."),
    "next": _("Say what follows and by when, or that the matter is closed."),
    "rule": _("It says no. Name the law or rule, with its article:"),
    "ask": _("Add a telephone number or an office."),
    "sentences": _("Hard to read at one go:"),
    "people": _("Take out:"),
}
NOT_NEEDED: Mapping[answers.Key, Promise] = {
    "points": _("The report has too few words to tell its points apart."),
    "rule": _("Needed where something is refused."),
}
ICONS: Mapping[answers.State, str] = {"met": "circle-check", "missing": "alert-circle", "not_needed": "minus"}
STATES: Mapping[answers.State, Promise] = {"met": _("there"), "missing": _("missing"), "not_needed": _("not needed")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list in words; `found` are quotations."""

    title: Promise
    state: answers.State
    said: Promise
    icon: str
    reason: Promise | str
    found: tuple[str, ...]


@staff_page()
@never_cache
@require_POST
def answer_check(request: HttpRequest, number: str) -> HttpResponse:
    """The list for the answer as far as it is written: a part of the page."""
    detail = domain.detail(number=number, by=actor_of(request), now=timezone.now())
    found = answers.check(report=detail.text, answer=request.POST.get("answer", ""))
    return render(request, "console/cases/_answer_check.html", {"checks": [_line(one) for one in found]})


def _line(one: answers.Check) -> Line:
    reasons = {"missing": MISSING, "not_needed": NOT_NEEDED}.get(one.state, {})
    return Line(TITLES[one.key], one.state, STATES[one.state], ICONS[one.state], reasons.get(one.key, ""), one.found)
