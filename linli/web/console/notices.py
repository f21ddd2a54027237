"""What Linli told this account: newest first, each leading to its case; read when opened or ticked off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from linli.web.acting import actor_of, staff_page
from linli.web.console import domain


@staff_page()
def notices(request: HttpRequest) -> HttpResponse:
    """The newest notices."""
    found = domain.notices(by=actor_of(request))
    return render(request, "console/notices.html", {"notices": found, "unread": sum(not one.is_read for one in found)})


@staff_page()
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice read and go to its case, or mark all read."""
    one, number = request.POST.get("notice", ""), request.POST.get("number", "")
    notice = int(one) if one.isdecimal() else None
    domain.read_notices(by=actor_of(request), now=timezone.now(), notice=notice)
    return redirect("console:case", number) if number else redirect("console:notices")
