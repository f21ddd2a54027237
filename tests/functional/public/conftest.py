"""A resident at a phone or a desktop, without an account; and the checks that every public page must pass."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from linli.places import queries as places
from tests.functional import small_city
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

AXE = (Path(__file__).parents[2] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SIZES: dict[str, Any] = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    """The small city, and a map that this process has read anew."""
    built = small_city.build()
    places.forget()
    yield built
    places.forget()


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
        return page

    yield opened
    for context in contexts:
        context.close()


def check_page(page: "Page") -> None:
    """No axe violation, no sideways scrolling. The script goes past the content policy, as a tester's tools may."""
    page.evaluate(AXE)
    faults = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(one => "
        "`${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`))"
    )
    assert not faults, f"{page.url}: {faults}"
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not is_wide, f"{page.url} scrolls sideways"
