"""Pages of briefs: the list, one brief, its words in edit, sending it, its Word document."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.core.errors import Invalid, NotPossible
from linli.people import access
from linli.people.access import Actor
from linli.places import queries as places
from linli.scores import briefpapers, briefwords
from linli.scores.actions import briefs as actions
from linli.scores.errors import BriefMovedOn
from linli.scores.queries import briefs as queries
from linli.scores.queries.briefs import BriefLine, BriefView
from linli.scores.rules import briefs as rules
from linli.scores.rules import saying
from linli.scores.rules.briefs import Kind
from linli.scores.rules.sentences import SECTIONS
from linli.web import charts, mapfiles, spreadsheets
from linli.web.acting import StaffRequest, actor_of, staff_page
from linli.web.console.briefs import showing
from linli.web.console.counts import dated
from linli.web.roomfiles import WORD, handed

STATES: Mapping[str, Promise] = {"draft": gettext_lazy("Not sent yet"), "sent": gettext_lazy("Sent")}


@staff_page(right="counts.view")
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """The briefs of the post's area and below, as a page or as a file."""
    if kind := request.GET.get("as", ""):
        table = showing.list_table([_line(row) for row in _asked(request)])
        return spreadsheets.download(table=table, name=f"linli-briefs-{actor_of(request).area_code}", kind=kind)
    return _list(request, {})


@staff_page(right="briefs.edit")
@require_POST
def draft(request: StaffRequest) -> HttpResponse:
    """Has a brief of the post's own area drafted, and leads to it."""
    actor, now = actor_of(request), timezone.now()
    kind = _kind(request.POST.get("kind", ""))
    on = dated(request.POST.get("date", "")) or rules.last_over(kind=kind, today=timezone.localdate(now))
    try:
        made = actions.draft(area=actor.area_code, kind=kind, on=on, by=actor, now=now)
    except (Invalid, NotPossible) as error:
        return _list(request, {"note": str(error), "typed": {"kind": kind, "date": on}}, status=error.status)
    return redirect("console:brief", made.id)


@staff_page(right="counts.view")
@never_cache
def one(request: HttpRequest, brief: int) -> HttpResponse:
    """A brief, or one of its charts or the table of its areas as a file."""
    view = queries.brief(id=brief, by=actor_of(request))
    if kind := request.GET.get("chart", ""):
        key = request.GET.get("of", "")
        return charts.download(chart=showing.chart(view, key), name=f"linli-{_name(view)}-{key}", kind=kind)
    if kind := request.GET.get("as", ""):
        table = showing.areas_table(showing.areas(view))
        return spreadsheets.download(table=table, name=f"linli-{_name(view)}-areas", kind=kind)
    if kind := mapfiles.wanted(request):
        title = _("Map of %(area)s: what is overdue") % {"area": places.name_of(view.area)}
        drawn, notes = showing.shaded(view, showing.areas(view)), (showing.title(view),)
        return mapfiles.download(
            shaded=drawn, kind=kind, name=f"linli-{_name(view)}", title=title, counted=_("Overdue"), notes=notes
        )
    return _page(request, view)


@staff_page(right="briefs.edit")
@never_cache
def edit(request: HttpRequest, brief: int) -> HttpResponse:
    """The sections as text to change, shown as they will read before they are kept."""
    actor = actor_of(request)
    view = queries.brief(id=brief, by=actor)
    if not _may_edit(actor, view):
        return redirect("console:brief", brief)
    language = charts.language()
    if request.method != "POST":
        return _form(request, view, {str(key): view.text(key, language) for key in SECTIONS})
    typed: dict[str, str] = {key: request.POST.get(key, "") for key in SECTIONS}
    if "look" in request.POST:
        return _form(request, view, typed, preview=True)
    return _keep(request, view, typed, actor)


@staff_page(right="briefs.edit")
@require_POST
def send(request: HttpRequest, brief: int) -> HttpResponse:
    """Sends it, once."""
    actor = actor_of(request)
    try:
        told = actions.send(brief=brief, version=_version(request), by=actor, now=timezone.now())
    except NotPossible as error:
        return _page(request, queries.brief(id=brief, by=actor), note=str(error), status=error.status)
    mails = ngettext("%(n)d e-mail", "%(n)d e-mails", told.mails) % {"n": told.mails}
    notices = ngettext("%(n)d notice", "%(n)d notices", told.notices) % {"n": told.notices}
    messages.success(request, _("Sent: %(mails)s, %(notices)s.") % {"mails": mails, "notices": notices})
    return redirect("console:brief", brief)


@staff_page(right="counts.view")
@never_cache
def word(request: HttpRequest, brief: int) -> HttpResponse:
    """The brief as a Word document."""
    view = queries.brief(id=brief, by=actor_of(request))
    content = briefpapers.word(view=view, area=places.name_of(view.area), language=charts.language())
    return handed(content=content, name=f"{showing.title(view)}.docx", media_type=WORD)


def _list(request: HttpRequest, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    may_draft = access.edits_brief(actor=actor, area_code=actor.area_code)
    today = timezone.localdate()
    context = {
        "lines": [_line(row) for row in _asked(request)],
        "kinds": briefwords.KINDS,
        "asked": {key: request.GET.get(key, "") for key in ("kind", "area")},
        "areas": [(code, places.name_of(code)) for code in queries.areas_listed(by=actor)],
        "may_draft": may_draft and queries.has_briefs(area=actor.area_code),
        "own_area": places.name_of(actor.area_code),
        "typed": {"kind": "day", "date": rules.last_over(kind="day", today=today)},
    }
    return render(request, "console/briefs/list.html", context | more, status=status)


def _asked(request: HttpRequest) -> tuple[BriefLine, ...]:
    """The briefs that the address asks for."""
    kind, area = request.GET.get("kind", ""), request.GET.get("area", "")
    return queries.listing(by=actor_of(request), kind=kind if kind in get_args(Kind) else "", area=area)


def _line(row: BriefLine) -> dict[str, Any]:
    return {
        "row": row,
        "area": places.name_of(row.area),
        "kind": briefwords.KINDS[row.kind],
        "until": rules.period_of(kind=row.kind, first=row.date).until,
        "state": STATES[row.state],
    }


def _page(request: HttpRequest, view: BriefView, *, note: str = "", status: int = 200) -> HttpResponse:
    lines, name = showing.areas(view), showing.title(view)
    context = {
        "view": view,
        "title": name,
        "area": places.name_of(view.area),
        "sections": showing.sections(view),
        "charts": showing.drawn(request, view),
        "lines": lines,
        "map": showing.shaded(view, lines),
        "printed_map": showing.printed_map(view),
        "state": STATES[view.state],
        "may_edit": _may_edit(actor_of(request), view),
        "note": note,
        "crumbs": [(reverse("console:briefs"), _("Briefs")), ("", name)],
    }
    return render(request, "console/briefs/one.html", context, status=status)


def _form(
    request: HttpRequest,
    view: BriefView,
    typed: Mapping[str, str],
    *,
    preview: bool = False,
    note: str = "",
    faults: Mapping[str, object] | None = None,
    is_behind: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`is_behind`: somebody kept other words meanwhile, which are shown beside what was typed."""
    name, wrong = showing.title(view), faults or {}
    context = {
        "view": view,
        "title": name,
        "fields": [
            {"section": one, "typed": typed[one.key], "fault": wrong.get(one.key, "")} for one in showing.sections(view)
        ],
        "strangers": saying.strangers(texts=typed, drafted=_drafted(view)) if preview else (),
        "preview": preview,
        "note": note,
        "is_behind": is_behind,
        "most": actions.MOST_WORDS,
        "crumbs": [
            (reverse("console:briefs"), _("Briefs")),
            (reverse("console:brief", args=[view.id]), name),
            ("", _("Edit")),
        ],
    }
    return render(request, "console/briefs/edit.html", context, status=status)


def _keep(request: HttpRequest, view: BriefView, typed: Mapping[str, str], actor: Actor) -> HttpResponse:
    now: datetime = timezone.now()
    try:
        actions.edit(brief=view.id, version=_version(request), texts=typed, by=actor, now=now)
    except BriefMovedOn as error:
        newer = queries.brief(id=view.id, by=actor)
        return _form(request, newer, typed, note=str(error), is_behind=True, status=error.status)
    except NotPossible as error:
        return _page(request, queries.brief(id=view.id, by=actor), note=str(error), status=error.status)
    except Invalid as error:
        return _form(request, view, typed, note=str(error), faults=error.fields, status=error.status)
    messages.success(request, _("Kept."))
    return redirect("console:brief", view.id)


def _drafted(view: BriefView) -> str:
    """All that was counted, as it was said first."""
    return "\n".join(view.drafted(key, language) for key in SECTIONS for language in briefwords.LANGUAGES)


def _may_edit(actor: Actor, view: BriefView) -> bool:
    return not view.is_sent and access.edits_brief(actor=actor, area_code=view.area)


def _version(request: HttpRequest) -> int:
    """The version that the page was made of."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


def _kind(text: str) -> Kind:
    return "week" if text == "week" else "day"


def _name(view: BriefView) -> str:
    first: date = view.date
    return f"brief-{view.area}-{view.kind}-{first:%Y%m%d}"
