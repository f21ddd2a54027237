"""What administrators and auditors read: messages in trouble, contact data opened, changes made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.cases.queries.hiding import hidden_numbers
from linli.notify import actions as notify
from linli.notify import queries as notify_queries
from linli.people.models import AdminChange, ContactReveal
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin import changelog

PAGE = 100


@staff_page(right="outbox.view")
def outbox(request: StaffRequest) -> HttpResponse:
    """Messages that did not go out, or perhaps did."""
    context = {
        "rows": notify_queries.in_trouble(but=hidden_numbers(by=request.actor)),
        "waiting": notify_queries.waiting_count(now=timezone.now()),
    }
    return render(request, "admin/logs/outbox.html", context)


@require_POST
@staff_page(right="outbox.view")
def settle(request: StaffRequest, outgoing_id: int) -> HttpResponse:
    """Sends a message again, or takes it off the list."""
    if request.POST.get("again") == "1":
        notify.send_again(outgoing_id=outgoing_id, now=timezone.now())
        messages.success(request, _("The message waits to be sent again."))
    else:
        notify.let_go(outgoing_id=outgoing_id)
        messages.success(request, _("The message was taken off the list."))
    return redirect("admin:outbox")


@staff_page(right="reveals.view")
def reveals(request: StaffRequest) -> HttpResponse:
    """Who opened whose contact data, and why. The data itself is not here."""
    rows = ContactReveal.objects.select_related("account", "post__area").order_by("-id")
    rows = rows.exclude(subject__in=hidden_numbers(by=request.actor))
    subject, cursor = request.GET.get("subject", "").strip(), _cursor(request)
    if subject:
        rows = rows.filter(subject=subject)
    found = list((rows.filter(id__lt=cursor) if cursor else rows)[: PAGE + 1])
    context = {"rows": found[:PAGE], "subject": subject, "cursor": cursor, "next_cursor": _next([r.pk for r in found])}
    return render(request, "admin/logs/reveals.html", context)


@staff_page(right="changes.view")
def changes(request: StaffRequest) -> HttpResponse:
    """What administrators changed, newest first."""
    rows = AdminChange.objects.select_related("account").order_by("-id")
    subject, cursor = request.GET.get("subject", "").strip(), _cursor(request)
    if subject:
        rows = rows.filter(subject=subject)
    found = list((rows.filter(id__lt=cursor) if cursor else rows)[: PAGE + 1])
    shown = changelog.entries(rows=found[:PAGE])
    context = {"rows": shown, "subject": subject, "cursor": cursor, "next_cursor": _next([r.pk for r in found])}
    return render(request, "admin/logs/changes.html", context)


def _cursor(request: StaffRequest) -> int | None:
    text = request.GET.get("cursor", "")
    return int(text) if text.isdecimal() else None


def _next(ids: list[int]) -> str:
    return str(ids[PAGE - 1]) if len(ids) > PAGE else ""
