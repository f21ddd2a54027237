"""A mediator's own page: what they have in hand, and starting a mediation of a dispute that they found."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.core.errors import Invalid
from linli.mediation.actions.starting import Found, start
from linli.mediation.queries import mine
from linli.web.acting import StaffRequest, staff_page
from linli.web.console import domain
from linli.web.roomforms import RoomForm
from linli.web.wording import text_of


class StartForm(RoomForm):
    """What was found. Who they are is entered in the room."""

    text = forms.CharField(
        label=gettext_lazy("What is the dispute about?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("No names and no telephones: those are entered in the room."),
    )
    request = forms.CharField(label=gettext_lazy("What is wanted"), max_length=300)
    category = forms.ChoiceField(label=gettext_lazy("Category"))
    area = forms.CharField(
        label=gettext_lazy("Where?"), max_length=200, help_text=gettext_lazy("Code or name, such as 430102 or 芙蓉区.")
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack = domain.pack(key="dispute")
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (key, text_of(one.title)) for key, one in pack.categories.items() if "." in key
        ]

    def clean_area(self) -> str:
        """The code of the area meant by what was typed."""
        try:
            return domain.area_named(name=self.cleaned_data["area"].strip())
        except Invalid as error:
            raise forms.ValidationError(str(error)) from error


@staff_page()
@never_cache
def mediations(request: StaffRequest) -> HttpResponse:
    """What the mediator has in hand; a POST starts one more."""
    now = timezone.now()
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.attempt(lambda typed: start(found=_found(typed), by=request.actor, now=now)):
        messages.success(request, _("You have taken it on. Enter the parties next."))
        return redirect("console:room", form.result.number)
    context = {
        "rows": [_row(one) for one in mine.in_hand(by=request.actor, now=now)],
        "form": form,
        "is_mediator": mine.is_mediator(by=request.actor),
        "is_starting": request.method == "POST",
    }
    return render(request, "console/room/mediations.html", context, status=422 if request.method == "POST" else 200)


def _found(typed: dict[str, Any]) -> Found:
    return Found(
        text=typed["text"],
        request=typed["request"],
        category=typed["category"],
        area_code=typed["area"],
        address=typed["address"],
    )


def _row(one: mine.InHand) -> dict[str, Any]:
    stage = domain.pack(key="dispute", version=one.pack_version).stages[one.stage]
    return {"one": one, "stage": stage.title, "place": domain.path_text(code=one.area_code)}
