"""A browser signed in as anybody of the small city, and the checks that every page must pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from django.conf import settings
from django.test import Client

from linli.people.models import Account
from linli.places import queries as places
from linli.places.models import Boundary
from tests.functional import small_city
from tests.functional.small_city import GRID, City

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page
    from pytest_django.live_server_helper import LiveServer

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
SIZES: dict[str, Any] = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
everywhere = pytest.mark.parametrize(
    ("size", "language"),
    [
        ("phone", "zh-hans"),
        ("desktop", "en"),
        pytest.param("desktop", "zh-hans", marks=pytest.mark.slow),
        pytest.param("phone", "en", marks=pytest.mark.slow),
    ],
)
"""A whole journey is made at a desktop and on a phone, in Chinese and in English; with `-m slow`, at each in both."""
chinese_first = pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.slow)])
english_first = pytest.mark.parametrize("language", ["en", pytest.param("zh-hans", marks=pytest.mark.slow)])
"""A long journey of one matter is made in one language, in the other with `-m slow`; the matters take turns."""


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """The live server serves static files from where they lie; WhiteNoise only wants its folder to be there."""
    Path(str(settings.STATIC_ROOT)).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    """The small city, and a map that this process has read anew."""
    built = small_city.build()
    places.forget()
    yield built
    places.forget()


@dataclass(slots=True)
class Staff:
    """Opens pages as members of staff, each in a browser context of their own."""

    browser: "Browser"
    base: str
    size: str
    language: str
    has_script: bool = True
    contexts: "list[BrowserContext]" = field(default_factory=list)

    def page(self, username: str, path: str = "/console/") -> "Page":
        """A page of somebody who has signed in."""
        client = Client()
        client.force_login(Account.objects.get(username=username))
        context = self.browser.new_context(
            viewport=SIZES[self.size],
            java_script_enabled=self.has_script,
            geolocation=_in_the_grid(),  # type: ignore[arg-type]
            permissions=["geolocation"],
            bypass_csp=True,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        kept = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.LANGUAGE_COOKIE_NAME: self.language,
        }
        context.add_cookies([{"name": name, "value": value, "url": self.base} for name, value in kept.items()])
        page = context.new_page()
        page.goto(self.base + path)
        settled(page)
        return page


def _in_the_grid() -> dict[str, float]:
    """Where the grid worker stands: in the worker's own grid; somewhere in the city when there is no map."""
    kept = Boundary.objects.filter(area_id=GRID).first()
    if kept is None:
        return {"latitude": 28.2, "longitude": 112.98}
    shape = shapely.from_wkb(bytes(kept.wkb))
    point = shape.representative_point()
    return {"latitude": point.y, "longitude": point.x}


@pytest.fixture
def staff_at(browser: "Browser", live_server: "LiveServer", city: City) -> Iterator[Callable[..., Staff]]:
    """Makes `Staff` for a size and a language."""
    made: list[Staff] = []

    def make(size: str = "desktop", language: str = "zh-hans", *, has_script: bool = True) -> Staff:
        staff = Staff(browser, live_server.url, size, language, has_script)
        made.append(staff)
        return staff

    yield make
    for staff in made:
        for context in staff.contexts:
            context.close()


@cache
def axe() -> str:
    """axe's source."""
    return AXE.read_text(encoding="utf-8")


def settled(page: "Page") -> None:
    """Waits until every part of the page's script is there, if it has any: a key or a click before goes unheard."""
    page.locator("html[data-ready], html:not(.has-script)").wait_for(state="attached")


def next_step(page: "Page") -> None:
    """The next part of the form for reports, once its script has taken the form over."""
    page.locator("form[data-wizard][data-ready] [data-step]:not([hidden]) [data-next]").click()


def answered(button: "Locator") -> None:
    """Presses what sends a form, says yes to the question that a grave one asks, and waits for the page that answers.

    A click alone returns before the server has done anything.
    """
    page = button.page
    asks = button.evaluate("it => Boolean(it.dataset.confirm ?? it.form?.dataset.confirm)")
    with page.expect_navigation():
        button.click()
        if asks:
            page.locator("[data-confirm-dialog][open] [data-confirm-yes]").click()
    settled(page)


def followed(link: "Locator") -> None:
    """Follows a link and waits for the page that it leads to: what is asked next is asked of that page."""
    with link.page.expect_navigation():
        link.click()
    settled(link.page)


def check_page(page: "Page", rules: tuple[str, ...] = ()) -> None:
    """No axe violation (of all rules, or of some), no sideways scrolling.

    The script goes past the content policy, as a tester's tools may.
    """
    found = page.evaluate(CHECK, list(rules))
    if found is None:
        page.evaluate(axe())
        found = page.evaluate(CHECK, list(rules))
    assert not found["faults"], f"{page.url}: {found['faults']}"
    assert not found["isWide"], f"{page.url} scrolls sideways"


CHECK = """async (rules) => {
  if (!("axe" in window)) return null;
  const only = rules.length ? { runOnly: rules } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
  const html = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
  const { scrollWidth, clientWidth } = document.documentElement;
  return { faults: violations.map((one) => `${one.id}: ${html(one)}`), isWide: scrollWidth > clientWidth };
}"""
"""What axe finds and whether the page scrolls sideways, in one round trip; nothing when axe is not there yet."""
