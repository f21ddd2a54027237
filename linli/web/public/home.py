"""The front page, and the pages that say how Linli treats its readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.scores.index import queries as indices
from linli.scores.indicators import queries as indicators
from linli.web.public import domain, recent, tiles

TILES = 13


def home(request: HttpRequest) -> HttpResponse:
    """What can be done here, and what others reported lately: kinds and places only."""
    context = {
        "tiles": tiles.tiles_of(packs=domain.packs())[:TILES],
        "has_ranking": bool(indicators.current().published),
        "has_index": bool(indices.current().published),
        "recent": recent.lines(limit=6, now=timezone.now()),
    }
    return render(request, "public/home.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why and how long."""
    months = max((pack.retention_months for pack in domain.packs()), default=0)
    return render(request, "public/privacy.html", {"months": months})


def accessibility(request: HttpRequest) -> HttpResponse:
    """What the pages do for readers with different needs."""
    return render(request, "public/accessibility.html")
