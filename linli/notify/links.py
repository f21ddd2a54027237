"""The addresses that messages lead to."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse


def console_link(*, number: str) -> str:
    """The case's page for staff."""
    return settings.BASE_URL + reverse("console:case", args=[number])


def promise_link(*, target: int) -> str:
    """The page of a target in the promises ledger, for staff."""
    return settings.BASE_URL + reverse("console:promise", args=[target])


def brief_link(*, brief: int) -> str:
    """The page of a brief, for staff."""
    return settings.BASE_URL + reverse("console:brief", args=[brief])


def staff_link(*, subject: str, context: Mapping[str, Any]) -> str:
    """The page of the case, promise or brief that a message to staff is about; empty where it is of none."""
    if subject:
        return console_link(number=subject)
    if "promise" in context:
        return promise_link(target=context["promise"])
    return brief_link(brief=context["brief"]) if "brief" in context else ""


def reporter_link(*, number: str, secret: str) -> str:
    """The case's page for its reporter; whoever has it needs no account."""
    return f"{settings.BASE_URL}{_reporter_path(settings.ROOT_URLCONF).format(number=number, secret=secret)}"


def room_link(*, participant: str, secret: str) -> str:
    """A participant's own link to the mediation room."""
    return settings.BASE_URL + reverse("public:room", args=[participant, secret])


def tracking_link() -> str:
    """The page that asks for number and secret."""
    return settings.BASE_URL + reverse("public:track")


def confirm_link(*, token: str) -> str:
    """The page that confirms a subscription."""
    return settings.BASE_URL + reverse("public:subscription-confirm", args=[token])


def stop_link(*, token: str) -> str:
    """The page that ends a subscription."""
    return settings.BASE_URL + reverse("public:subscription-stop", args=[token])


@cache
def _reporter_path(urls: str) -> str:
    """The path with its two gaps: every report's answer names it, and to look it up costs as much as to place it."""
    return reverse("public:case", args=["NUMBER", "SECRET"]).replace("NUMBER", "{number}").replace("SECRET", "{secret}")
