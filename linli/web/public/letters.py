"""Letters of the guided pathway to fill in: shown to be read and printed, or as a Word file. Nothing is kept."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.mediation.pathway import letters, queries, rules
from linli.mediation.pathway.definition import Letter
from linli.web.public import domain, pathway
from linli.web.wording import text_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAYS = 7
"""How long the other side is given unless the writer says otherwise."""


def _line(css: str = "input short") -> forms.TextInput:
    return forms.TextInput(attrs={"class": css})


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"class": "input short", "type": "date"}, format="%Y-%m-%d")


class LetterForm(forms.Form):
    """What a letter leaves to its writer."""

    to = forms.CharField(label=_("Who the other side is"), max_length=60, widget=_line("input"))
    facts = forms.CharField(label=_("The facts in short"), max_length=1500, widget=_area(4))
    ask = forms.CharField(max_length=800, widget=_area(3))
    until = forms.DateField(
        label=_("By which day"),
        widget=forms.DateInput(attrs={"class": "input short", "type": "date"}, format="%Y-%m-%d"),
    )
    sender = forms.CharField(label=_("Your name"), max_length=60, widget=_line())
    reach = forms.CharField(label=_("How you can be reached"), max_length=120, required=False, widget=_line("input"))

    def __init__(self, *args: Any, letter: Letter, today: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["ask"].label = text_of(letter.ask)
        self.fields["until"].initial = today + timedelta(days=DAYS)
        self.today = today

    def clean_until(self) -> date:
        """A day to come."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return until


@never_cache
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The form; sent, the letter below it or as a Word file."""
    found = queries.current()
    chosen = next((one for one in found.letters if one.key == key), None)
    if chosen is None:
        raise Http404
    way = rules.walk(pathway=found, answers=request.GET.dict())
    form = LetterForm(request.POST or None, letter=chosen, today=timezone.localdate())
    context = {"letter": chosen, "form": form, "back": pathway.href(way.answers)}
    if not form.is_bound or not form.is_valid():
        return render(request, "public/pathway/letter.html", context, status=422 if form.errors else 200)
    if "word" in request.POST:
        domain.slow_down(request=request, now=timezone.now(), scope="letter", times=3)
        return _word(chosen, form)
    return render(request, "public/pathway/letter.html", {**context, "filled": _filled(chosen, form)})


def _filled(letter: Letter, form: LetterForm) -> letters.Filled:
    blanks = {name: said for name, said in form.cleaned_data.items() if isinstance(said, str)}
    until = form.cleaned_data["until"]
    return letters.fill(letter=letter, blanks=blanks, until=until, today=form.today, language=_language())


def _word(letter: Letter, form: LetterForm) -> HttpResponse:
    content = letters.word(filled=_filled(letter, form), language=_language())
    answer = HttpResponse(content, content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{letter.key}.docx"'
    return answer


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
