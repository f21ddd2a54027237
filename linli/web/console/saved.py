"""Saved views: a list's filters under a name, kept for oneself or shared with one's organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core.errors import Invalid
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, lists
from linli.web.console.filters import query_of


@staff_page()
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list that the reader is looking at."""
    actor = actor_of(request)
    chosen, _form = lists.read(request=request, lens=lists.lens_of(request.GET.get("lens", "")))
    is_shared = bool(request.POST.get("share")) and domain.may(by=actor, right="views.share")
    try:
        domain.save_view(
            name=request.POST.get("name", "").strip(),
            query=query_of(filters=chosen),
            is_shared=is_shared,
            by=actor,
            now=timezone.now(),
        )
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The view is saved."))
    return redirect(lists.address(filters=chosen))


@staff_page()
@require_POST
def remove(request: HttpRequest, view: int) -> HttpResponse:
    """Take away one of one's own views."""
    domain.remove_view(view=view, by=actor_of(request))
    messages.success(request, _("The view is removed."))
    return redirect(lists.back(request=request))


@staff_page()
@require_POST
def share(request: HttpRequest, view: int) -> HttpResponse:
    """Share one's view with the organisation, or stop sharing it."""
    domain.share_view(view=view, is_shared=bool(request.POST.get("share")), by=actor_of(request))
    return redirect(lists.back(request=request))
