"""A resident at a phone or a desktop, without an account."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.functional.conftest import SIZES, check_page, settled
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

__all__ = ("check_page",)


@pytest.fixture
def resident(browser: "Browser", live_server: "LiveServer", city: City) -> Iterator[Callable[..., "Page"]]:
    """Opens a page for a resident: size, language, with or without script, and the look that they chose."""
    contexts: list[BrowserContext] = []

    def opened(
        path: str = "/", *, size: str = "phone", language: str = "zh-hans", has_script: bool = True, **look: str
    ) -> "Page":
        context = browser.new_context(viewport=SIZES[size], java_script_enabled=has_script)
        context.set_default_timeout(15_000)
        contexts.append(context)
        kept = {settings.LANGUAGE_COOKIE_NAME: language, **{f"linli_{name}": value for name, value in look.items()}}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()])
        page = context.new_page()
        page.goto(live_server.url + path)
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()
