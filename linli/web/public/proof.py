"""Checking a receipt: does the case's chain of events still hold the one that the reporter was given?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.web.public import domain


@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """The form, and the answer."""
    number = request.POST.get("number", request.GET.get("number", "")).strip().upper()
    code = request.POST.get("code", request.GET.get("code", "")).strip().lower()
    found = None
    if request.method == "POST" and number and code:
        domain.slow_down(request=request, now=timezone.now())
        found = domain.proof(number=number, code=code)
    return render(request, "public/proof.html", {"number": number, "code": code, "found": found})
