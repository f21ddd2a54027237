"""Reporting without an account: one form in three steps (one long page without script), then the receipt."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.cases.types import NewCase, NewContact, Once
from linli.core.errors import Invalid
from linli.process.definition import Pack
from linli.web import matters, tablefields
from linli.web.public import domain, joining, tiles, uploads
from linli.web.public.forms import ReportForm, new_stamp, once_key, reader_language
from linli.web.public.uploads import MOST_PHOTOS, kept_photos, kept_token


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, and what is sent with it."""
    if request.method == "GET":
        return _page(request, _form(request), ())
    form = _form(request)
    photos = (*kept_photos(tokens=request.POST.getlist("kept")), *_uploads(request, form))
    if request.POST.get(tablefields.MORE):
        return _page(request, form.untested(), photos)
    if not form.is_valid():
        return _page(request, form, photos, status=422)
    domain.slow_down(request=request, now=timezone.now())
    try:
        return _filed(form, photos)
    except Invalid as refusal:
        form.refuse(refusal=refusal)
        return _page(request, form, photos, status=422)


@never_cache
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Open matters that the report may join, as far as it is typed: a part of the page."""
    return joining.similar(request=request, form=_form(request))


def preview(*, request: HttpRequest, pack: Pack, back: str) -> HttpResponse:
    """The form as it will be for a pack that is not published yet; it cannot be sent."""
    return _page(request, ReportForm(initial={"language": reader_language()}, packs=(pack,)), (), preview=back)


def _form(request: HttpRequest) -> ReportForm:
    pack = matters.chosen(packs=domain.packs(), request=request)
    packs = (pack,) if pack else ()
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, packs=packs)
    first = {
        "kind": request.GET.get("kind", ""),
        "spot": request.GET.get("area", ""),
        "stamp": new_stamp(),
        "language": reader_language(),
    }
    return ReportForm(initial=first, packs=packs)


def _uploads(request: HttpRequest, form: ReportForm) -> tuple[UUID, ...]:
    """Photos are stored even if another field is faulty, so that nobody sends them twice."""
    stored = []
    form.is_valid()
    for name in form.own_files():
        uploads.stored(form=form, name=name, purpose="report", now=timezone.now(), slow=partial(_slow_down, request))
    for upload in form.cleaned_data.get("photos", []) if request.FILES else []:
        _slow_down(request)
        try:
            stored.append(domain.keep_photo(upload=upload, purpose="report", now=timezone.now()))
        except Invalid as fault:
            form.add_error("photos", str(fault))
    return tuple(stored)


def _slow_down(request: HttpRequest) -> None:
    domain.slow_down(request=request, now=timezone.now(), scope="photo", times=MOST_PHOTOS)


def _filed(form: ReportForm, photos: tuple[UUID, ...]) -> HttpResponse:
    given = form.cleaned_data
    report = NewCase(
        pack=given["pack"],
        category=given["category"],
        text=given["text"],
        channel="web",
        lon=given["lon"] if not given["area_code"] else None,
        lat=given["lat"] if not given["area_code"] else None,
        area_code=given["area_code"],
        address=given["address"],
        fields=form.own_values(),
        contact=_contact(form),
        photos=photos,
    )
    stamp = once_key(stamp=given["stamp"])
    opened = domain.open_case(report=report, once=Once(key=f"web:{stamp}", fingerprint=stamp), now=timezone.now())
    into = joining.chosen(form=form)
    if into and into != opened.number:
        domain.join(number=opened.number, pack_key=given["pack"], into=into, now=timezone.now())
    return HttpResponseRedirect(reverse("public:receipt", args=[opened.number, opened.secret]))


def _contact(form: ReportForm) -> NewContact:
    given = form.cleaned_data
    return NewContact(
        name=given["name"],
        phone=given["phone"],
        email=given["email"],
        language=given["language"] or reader_language(),
    )


def _page(
    request: HttpRequest, form: ReportForm, photos: tuple[UUID, ...], status: int = 200, preview: str = ""
) -> HttpResponse:
    chosen = str(form["kind"].value() or "")
    context = {
        "form": form,
        "matters": () if preview else matters.offered(packs=domain.packs(), chosen=form.packs),
        "tiles": tiles.tiles_of(packs=form.packs),
        "chosen": chosen,
        "leaf": str(form["leaf"].value() or ""),
        "area_groups": domain.area_groups(),
        "area": str(form["area"].value() or form["spot"].value() or ""),
        "kept": [kept_token(photo=photo) for photo in photos],
        "city_code": domain.city_code(),
        "centre": domain.city_centre(),
        "preview": preview,
    }
    return render(request, "public/report/form.html", context, status=status)
