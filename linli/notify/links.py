"""The addresses that messages lead to."""

from django.conf import settings
from django.urls import reverse


def console_link(*, number: str) -> str:
    """The case's page for staff."""
    return settings.BASE_URL + reverse("console:case", args=[number])


def reporter_link(*, number: str, secret: str) -> str:
    """The case's page for its reporter; whoever has it needs no account."""
    return settings.BASE_URL + reverse("public:case", args=[number, secret])


def tracking_link() -> str:
    """The page that asks for number and secret."""
    return settings.BASE_URL + reverse("public:track")


def confirm_link(*, token: str) -> str:
    """The page that confirms a subscription."""
    return settings.BASE_URL + reverse("public:subscription-confirm", args=[token])


def stop_link(*, token: str) -> str:
    """The page that ends a subscription."""
    return settings.BASE_URL + reverse("public:subscription-stop", args=[token])
