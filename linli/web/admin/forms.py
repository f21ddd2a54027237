"""The base of the administrators' forms: our controls, refusals as faults, areas and bodies named in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, LinliError, NotPossible
from linli.people.models import Account, Organisation
from linli.places import queries as places
from linli.web.roles import ROLES

LANGUAGES = (("", _("As the city's")), ("zh-hans", "简体中文"), ("en", "English"))


class AdminForm(forms.Form):
    """A form whose controls carry our classes and which can show a room's refusal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                field.widget.attrs.setdefault("class", "input")

    def attempt(self, action: Callable[[dict[str, Any]], Any]) -> bool:
        """Runs the action with what was filled in; a refusal becomes the form's faults. True when it was done."""
        if not self.is_valid():
            return False
        try:
            self.result = action(self.cleaned_data)
        except (Invalid, NotPossible) as refusal:
            self._refuse(refusal)
            return False
        return True

    def _refuse(self, refusal: LinliError) -> None:
        known = {name: text for name, text in refusal.fields.items() if name in self.fields}
        for name, text in known.items():
            self.add_error(name, str(text))
        if not known:
            self.add_error(None, " ".join([str(refusal), *(str(text) for text in refusal.fields.values())]))


class AreaField(forms.CharField):
    """An area by its code or its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Area"))
        kwargs.setdefault("help_text", _("Code or name, such as 430102 or 芙蓉区."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The code. Faulty when nothing fits, or several do."""
        text = super().clean(value)
        if not text or places.exists(text):
            return str(text)
        found = places.search_areas(text, limit=6)
        exact = [row for row in found if text in (row.name, row.name_en)] or list(found)
        if len(exact) == 1:
            return exact[0].code
        if not exact:
            raise forms.ValidationError(_("No area has this code or name."))
        names = "、".join(f"{row.title} {row.code}" for row in exact)
        raise forms.ValidationError(_("Several areas fit; write the code: %(names)s") % {"names": names})


class OrganisationField(forms.CharField):
    """An organisation by its code or its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Organisation"))
        kwargs.setdefault("help_text", _("Code or full name."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Organisation | None:
        """The organisation. Faulty when nothing fits, or several do."""
        text = super().clean(value)
        if not text:
            return None
        found = list(Organisation.objects.filter(code=text)[:1]) or list(Organisation.objects.filter(name=text)[:2])
        found = found or list(Organisation.objects.filter(name__icontains=text, is_active=True)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No organisation has this code or name."))
        names = "、".join(f"{row.name} {row.code}" for row in found)
        raise forms.ValidationError(_("Several organisations fit; write the code: %(names)s") % {"names": names})


class AccountField(forms.CharField):
    """An account by its username."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Username."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Account:
        """The account. Faulty when there is none."""
        row = Account.objects.filter(username__iexact=super().clean(value)).first()
        if row is None:
            raise forms.ValidationError(_("No account has this username."))
        return row


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def day_field(**kwargs: Any) -> forms.DateField:
    """A date with the browser's picker."""
    return forms.DateField(widget=DayInput(), **kwargs)


def today() -> date:
    """Today where the city is."""
    return timezone.localdate()


def role_field(*, required: bool = True) -> forms.ChoiceField:
    """One of the roles; "" when it may be left open."""
    open_choice = [] if required else [("", _("Every role"))]
    return forms.ChoiceField(label=_("Role"), choices=[*open_choice, *ROLES.items()], required=required)
