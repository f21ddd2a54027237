"""The rule for passwords that Django's own rules do not cover."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from linli.people.models import Account
from linli.people.rules import password_classes

CLASSES = 3


class ThreeClasses:
    """Of small letters, capitals, digits and other characters, a password uses at least three."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raises ValidationError for a password of fewer classes."""
        if password_classes(password=password) < CLASSES:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Use at least three of: small letters, capital letters, digits, other characters.")
