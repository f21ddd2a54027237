"""A case through its secret link: how it stands, what happened, what its reporter may do. No account."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.cases.types import PublicCase
from linli.core.errors import Invalid, LinliError, NotFound
from linli.web import tablefields
from linli.web.public import domain, qr, stories
from linli.web.public.packfields import StepForm

ORDER = ("provide", "add", "rate", "reopen", "remind", "withdraw")


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Number and secret typed by hand."""
    number = request.POST.get("number", request.GET.get("number", "")).strip().upper()
    secret = request.POST.get("secret", "").strip()
    if request.method == "GET":
        return render(request, "public/case/find.html", {"number": number})
    domain.slow_down(request=request, now=timezone.now())
    try:
        domain.case(number=number, secret=secret, now=timezone.now())
    except NotFound:
        fault = _("No case has this number with this secret. Check both: they stand on your receipt.")
        return render(request, "public/case/find.html", {"number": number, "fault": fault}, status=422)
    return HttpResponseRedirect(reverse("public:case", args=[number, secret]))


@never_cache
@require_GET
def receipt(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """What the reporter keeps: number, secret link, QR code, promise and proof."""
    found = domain.case(number=number, secret=secret, now=timezone.now())
    link = domain.address(path=reverse("public:case", args=[number, secret]))
    context = {"case": found, "secret": secret, "link": link, "qr": qr.svg(text=link), "place": _place(found)}
    return _private(render(request, "public/case/receipt.html", context))


@never_cache
@require_GET
def case(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """How it stands now."""
    return _page(request, domain.case(number=number, secret=secret, now=timezone.now()), secret)


@never_cache
@require_POST
def act(request: HttpRequest, number: str, secret: str, action: str) -> HttpResponse:
    """One step of the reporter."""
    now = timezone.now()
    found = domain.case(number=number, secret=secret, now=now)
    choice = next((one for one in found.choices if one.action.key == action), None)
    if choice is None:
        note = _("This is no longer possible. See below how the case stands.")
        return _page(request, found, secret, status=409, note=note)
    form = StepForm(request.POST, request.FILES, action=choice.action, asks=choice.fields, known=choice.values)
    if request.POST.get(tablefields.MORE):
        return _page(request, found, secret, form=form.untested())
    if not form.is_valid():
        return _page(request, found, secret, status=422, form=form)
    try:
        inputs = form.inputs(now=now)
        if not form.is_valid():
            return _page(request, found, secret, status=422, form=form)
        domain.act(number=number, action=action, inputs=inputs, now=now)
    except Invalid as refusal:
        form.refuse(refusal=refusal)
        return _page(request, found, secret, status=422, form=form)
    except LinliError as refusal:
        found = domain.case(number=number, secret=secret, now=now)
        return _page(request, found, secret, status=refusal.status, note=str(refusal))
    return HttpResponseRedirect(reverse("public:case", args=[number, secret]) + f"?done={action}#done")


@never_cache
@require_GET
def photo(request: HttpRequest, number: str, secret: str, attachment: UUID) -> HttpResponse | FileResponse:
    """A photo of the case, `?small=1` for the list; or a document, to keep."""
    found = domain.case(number=number, secret=secret, now=timezone.now())
    view = next((one for one in found.attachments if str(one.id) == str(attachment)), None)
    if view is None:
        raise Http404
    path = domain.photo(attachment=view, is_small="small" in request.GET)
    if not view.media_type.startswith("image/"):
        return FileResponse(path.open("rb"), as_attachment=True, filename=view.name, content_type=view.media_type)
    return FileResponse(path.open("rb"), content_type=view.media_type if "small" not in request.GET else "image/jpeg")


def _page(
    request: HttpRequest,
    found: PublicCase,
    secret: str,
    *,
    status: int = 200,
    note: str = "",
    form: StepForm | None = None,
) -> HttpResponse:
    context = {
        "case": found,
        "secret": secret,
        "place": _place(found),
        "entries": stories.entries(case=found, secret=secret),
        "given": stories.given(case=found),
        "letters": stories.letters(case=found, secret=secret),
        "forms": _forms(found, form),
        "room": domain.own_room(case=found),
        "note": note,
        "done": request.GET.get("done", ""),
        "link": domain.address(path=reverse("public:case", args=[found.number, secret])),
    }
    return _private(render(request, "public/case/page.html", context, status=status))


def _forms(found: PublicCase, given: StepForm | None) -> list[StepForm]:
    """One form a step, the most likely first; the one that was just sent with its faults."""
    made = [StepForm(action=one.action, asks=one.fields, known=one.values) for one in found.choices]
    if given:
        made = [given if one.action.key == given.action.key else one for one in made]
    return sorted(made, key=lambda one: ORDER.index(one.action.key) if one.action.key in ORDER else len(ORDER))


def _place(found: PublicCase) -> str:
    return " · ".join(part for part in (domain.place_words(code=found.area_code), found.address) if part)


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds the secret: no referrer carries it elsewhere, no search engine keeps it.

    `no-referrer` would make browsers send forms with a null origin, which the check against forgery refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
