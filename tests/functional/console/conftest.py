"""Steps that journeys through the console have in common."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from linli.cases.actions import opening
from linli.cases.types import NewCase, NewContact, Opened
from linli.people.access import PUBLIC
from tests.functional.conftest import answered
from tests.functional.small_city import VILLAGE

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on the worker's phone."""
    file = tmp_path / "after.jpg"
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "seagreen").save(out, "JPEG")
    file.write_bytes(out.getvalue())
    return file


def report(text: str, *, phone: str = "") -> Opened:
    """Somebody reported this on the web a moment ago."""
    from django.utils import timezone

    contact = NewContact(name="反映人甲", phone=phone, language="zh-hans") if phone else NewContact()
    new = NewCase(pack="event", text=text, channel="web", area_code=VILLAGE, contact=contact)
    return opening.open_case(report=new, by=PUBLIC, now=timezone.now())


def unfold(page: "Page", action: str) -> None:
    """Opens a step's form, and what it stands behind."""
    step = page.locator(f"#do-{action}")
    more = page.locator(".more-steps:not([open]) > summary")
    if more.count() and not step.is_visible():
        more.click()
    if step.get_attribute("open") is None:
        step.locator("> summary").click()


def send(page: "Page", action: str) -> None:
    """Takes a step whose form is filled in."""
    answered(page.locator(f"#do-{action} form button:not([type]):not([name])"))
