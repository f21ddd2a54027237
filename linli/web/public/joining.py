"""Open matters that a report may join: looked up while it is typed, joined when it is sent."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from linli.cases.queries.joining import Joinable
from linli.web.public import domain
from linli.web.public.forms import ReportForm
from linli.web.wording import text_of

SHORTEST = 4
LOOK_UPS = 60
"""A look-up may come as often as this many reports: one writes a while."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An open matter in words. `token` names it to us and tells nobody its number."""

    token: str
    title: str
    place: str
    stage: str
    opened: str


def similar(*, request: HttpRequest, form: ReportForm) -> HttpResponse:
    """What somebody else may have reported already, for the form as far as it is typed."""
    domain.slow_down(request=request, now=timezone.now(), scope="similar", times=LOOK_UPS)
    form.is_valid()  # it is half written: what is there counts
    context = {"offers": [_offer(one) for one in _found(form)], "chosen": str(form.data.get("joins", ""))}
    return render(request, "public/report/_similar.html", context)


def chosen(*, form: ReportForm) -> str:
    """The number of the matter that the sender chose to join; empty for none, or one that has ended meanwhile."""
    token = str(form.cleaned_data.get("joins") or "")
    if not token:
        return ""
    return next((one.number for one in _found(form) if constant_time_compare(_token(one.number), token)), "")


def _found(form: ReportForm) -> tuple[Joinable, ...]:
    given = form.cleaned_data
    text = str(form.data.get("text", "")).strip()
    if len(text) < SHORTEST or not given.get("pack"):
        return ()
    return domain.joinable(
        pack_key=given["pack"],
        category=given["category"],
        text=text,
        area_code=given["area_code"],
        lon=given.get("lon"),
        lat=given.get("lat"),
        now=timezone.now(),
    )


def _offer(one: Joinable) -> Offer:
    category, stage = domain.kind_of(pack_key=one.pack, category=one.category, stage=one.stage)
    return Offer(
        token=_token(one.number),
        title=text_of(category.title) if category else "",
        place=domain.area(code=domain.coarse_area(code=one.area_code)).title,
        stage=text_of(stage.public) if stage else "",
        opened=one.opened_date.isoformat(),
    )


def _token(number: str) -> str:
    return salted_hmac("report-join", number, algorithm="sha256").hexdigest()[:32]
