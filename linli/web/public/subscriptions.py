"""News of a case or an area by e-mail: asked for here, in force once confirmed by the mailed link, ended by another."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.core.errors import Invalid
from linli.web.public import domain


class AddressForm(forms.Form):
    """Where to write."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Kept encrypted, used for this alone, forgotten when you unsubscribe."),
        error_messages={"invalid": _("This e-mail address cannot be right. Mend it, or leave it empty.")},
        widget=forms.EmailInput(attrs={"class": "input short", "autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, code: str) -> HttpResponse:
    """News of an area."""
    found = domain.area(code=code)
    return _ask(request, subject=domain.place_words(code=found.code), number="", area_code=found.code)


@never_cache
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """News of a case, for whoever holds its secret."""
    found = domain.case(number=number, secret=secret, now=timezone.now())
    response = _ask(request, subject=found.number, number=found.number, area_code="")
    response["Referrer-Policy"] = "same-origin"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link: a button, so that a mail scanner that opens links confirms nothing."""
    return _answer(request, token, "confirm")


@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link that ends it."""
    return _answer(request, token, "stop")


def _ask(request: HttpRequest, *, subject: str, number: str, area_code: str) -> HttpResponse:
    form = AddressForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid() and _asked(request, form, number, area_code)
    context = {"form": form, "subject": subject, "is_sent": is_sent}
    return render(request, "public/subscribe.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form: AddressForm, number: str, area_code: str) -> bool:
    now = timezone.now()
    domain.slow_down(request=request, now=now)
    try:
        domain.subscribe(email=form.cleaned_data["email"], number=number, area_code=area_code, now=now)
    except Invalid as refusal:
        form.add_error("email", str(refusal))
        return False
    return True


def _answer(request: HttpRequest, token: str, step: str) -> HttpResponse:
    found = domain.subscription(token=token)
    subject = found.case.number if found.case else domain.place_words(code=found.area_id or "")
    if request.method == "POST":
        {"confirm": domain.confirm, "stop": domain.unsubscribe}[step](token=token, now=timezone.now())
    context = {"subject": subject, "step": step, "is_done": request.method == "POST"}
    response = render(request, "public/subscription.html", context)
    response["Referrer-Policy"] = "same-origin"
    return response
