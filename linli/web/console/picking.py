"""What a search field offers while one types: organisations and areas, as options of a datalist."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.web.acting import staff_page
from linli.web.console import domain


@staff_page()
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations by part of their name."""
    words = request.GET.get("words", "").strip()
    found = domain.organisations_named(text=words) if words else ()
    options = [(one.name, one.area_name) for one in found]
    return render(request, "console/_options.html", {"options": options})


@staff_page()
def areas(request: HttpRequest) -> HttpResponse:
    """Areas by part of their name, each written so that it names one area."""
    words = request.GET.get("words", "").strip()
    found = domain.areas_named(text=words) if words else ()
    options = [(f"{name} ({code})", path) for code, name, path in found]
    return render(request, "console/_options.html", {"options": options})
