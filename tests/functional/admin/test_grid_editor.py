"""The administrator draws a grid on the map, splits it along a line, and merges the halves again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import shapely

from linli.places import actions, queries
from linli.places.models import Area, Boundary
from tests.functional.conftest import Staff, check_page
from tests.functional.small_city import GRID, VILLAGE

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OTHER = f"{VILLAGE}002"
NEW, WEST, EAST, WHOLE = (f"{VILLAGE}{number:03d}" for number in (3, 4, 5, 6))
PIXEL = """([lon, lat]) => {
  const map = document.querySelector("[data-map]").linliMap;
  const [place, box] = [map.project([lon, lat]), map.getCanvas().getBoundingClientRect()];
  return [place.x + box.x, place.y + box.y];
}"""


def unfold(page: "Page", verb: str) -> None:
    """And waits for the map to have come into view: the page hears of it only after the click."""
    page.locator(".map.ready").wait_for()
    page.locator(f"details:has(form[action$='/{verb}/']) > summary").click()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def click(page: "Page", lon: float, lat: float, slip: int = 0) -> None:
    """On the map at a place, or a few pixels off it as a hand would."""
    x, y = page.evaluate(PIXEL, [lon, lat])
    page.mouse.click(x + slip, y)


def send(page: "Page", verb: str, made: str) -> None:
    page.locator(f"form[action$='/{verb}/'] button.primary").click()
    page.wait_for_url(f"**/areas/{made}/")
    page.locator(".map.ready").wait_for()


def test_a_grid_is_drawn_split_and_merged(staff_at: Callable[..., Staff]) -> None:
    free = queries.boundary_of(GRID)
    assert free is not None
    page = staff_at("desktop").page("admin", f"/console/admin/areas/{VILLAGE}/")
    actions.deactivate(code=GRID, successor=OTHER, by=None, now=NOW)
    page.reload()

    unfold(page, "draw")
    for lon, lat in shapely.get_coordinates(free)[:-1].tolist():
        click(page, lon, lat, slip=4)
    click(page, *shapely.get_coordinates(shapely.centroid(free))[0].tolist())
    page.locator("details[open] [data-undo]").click()  # the last click was a slip
    check_page(page)
    send(page, "draw", NEW)
    drawn = queries.boundary_of(NEW)
    assert drawn is not None
    assert shapely.area(shapely.symmetric_difference(drawn, free)) < 0.001 * shapely.area(free)
    assert page.locator(".map-note").is_visible()  # its neighbour is schematic

    unfold(page, "split")
    middle = shapely.centroid(drawn).x
    line = shapely.LineString([(middle, -90), (middle, 90)])
    across = shapely.bounds(shapely.intersection(drawn, line)).tolist()
    click(page, middle, across[1])
    click(page, middle, across[3])
    check_page(page)
    send(page, "split", WEST)
    assert not Area.objects.get(code=NEW).is_active

    unfold(page, "merge")
    click(page, *(queries.centre_of(EAST) or (0.0, 0.0)))
    assert page.input_value("[name=codes]") == EAST
    check_page(page)
    page.fill("form[action$='/merge/'] [name=name]", "南门网格")
    send(page, "merge", WHOLE)
    check_page(page)
    whole = shapely.from_wkb(bytes(Boundary.objects.get(area_id=WHOLE).wkb))
    assert shapely.area(shapely.symmetric_difference(whole, drawn)) < 1e-12
    assert page.get_by_role("heading", name="南门网格").is_visible()


def test_a_phone_draws_with_a_finger(staff_at: Callable[..., Staff]) -> None:
    """And what was drawn is still there when the server refuses it."""
    page = staff_at("phone", "en").page("admin", f"/console/admin/areas/{VILLAGE}/")
    unfold(page, "draw")
    canvas = page.locator(".map canvas").first
    box = canvas.bounding_box()
    assert box is not None
    for across, down in ((0.1, 0.3), (0.7, 0.3), (0.5, 0.9)):
        canvas.click(position={"x": across * box["width"], "y": down * box["height"]})
    drawn = page.input_value("details[open] textarea")
    page.locator("form[action$='/draw/'] button.primary").click()
    page.locator(".fault-summary").wait_for()
    assert page.input_value("details[open] textarea") == drawn
    check_page(page)
