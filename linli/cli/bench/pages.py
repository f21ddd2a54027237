"""`linli bench pages`: public pages in Chromium as on a slow phone with nothing in its cache: paint, use, weight."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import click

from linli.cli.bench import bench_db, lists, reading, report, web
from linli.cli.root import bench

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

CPU_SLOWDOWN = 4
NETWORKS = {
    "3g": {"latency": 300, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 768_000 / 8},
    "slow_3g": {"latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8},
}
"""WebPageTest's profiles of these names: milliseconds before each answer, bytes a second."""
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}
MAP = ("/vendor/maplibre-gl/", "/places/outline/", "/points.json")
"""What only the map brings, after it has come into view."""
WATCH = """
window.linliLongTasks = [];
new PerformanceObserver((list) => linliLongTasks.push(...list.getEntries().map((e) => e.startTime + e.duration)))
  .observe({ type: "longtask", buffered: true });
"""
FIGURES = """(parts) => {
  const isMap = ({ name }) => parts.some((part) => name.includes(part));
  const starts = performance.getEntriesByType("resource").filter(isMap).map(({ startTime }) => startTime);
  const map = Math.min(...starts, Number.MAX_VALUE);
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  const ready = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  return { paint, ready, map, tasks: linliLongTasks };
}"""


@dataclass(slots=True)
class Visit:
    """What one visit cost: milliseconds from the request on, bytes over the network."""

    paint: float = 0.0
    use: float = 0.0
    page_bytes: int = 0
    map_done: float = 0.0
    map_bytes: int = 0
    addresses: dict[str, str] = field(default_factory=dict)

    def arrived(self, request: str, size: int) -> None:
        """A file has come, so many bytes as sent."""
        if any(part in self.addresses.get(request, "") for part in MAP):
            self.map_bytes += size
        else:
            self.page_bytes += size


@bench.command("pages")
@click.option("--visits", default=3, show_default=True, type=click.IntRange(1, 20), help="Of each page; the median.")
@click.option("--network", type=click.Choice(sorted(NETWORKS)), default="3g", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def pages(visits: int, network: str, as_json: bool, save: bool) -> None:
    """First paint, time to use and gzipped weight of public pages: 4 x slower processor, 3G, cold cache."""
    now = datetime.now(UTC)
    with bench_db.bench_database(name=f"{bench_db.DATABASE}_{lists.SMALL}") as url:
        reading.ensure(size=lists.SMALL, url=url)
        paths = _paths(now=now)
        with web.serving(url=url) as port, _chromium() as browser:
            base = f"http://{web.HOST}:{port}"
            _visit(browser, f"{base}/", network)
            seen = {
                name: [_visit(browser, base + path, network) for _ in range(visits)] for name, path in paths.items()
            }
    metrics = [metric for name, some in seen.items() for metric in _metrics(name, some)]
    report.emit(metrics, as_json=as_json)
    if save:
        settings = {"network": network} | NETWORKS[network] | {"cpu_slowdown": CPU_SLOWDOWN, "visits": visits}
        report.save(metrics, name="pages" if network == "3g" else f"pages-{network}", now=now, settings=settings)


def _paths(*, now: datetime) -> dict[str, str]:
    """The public pages by name; a report of its own for those behind a secret link."""
    from linli.cases.actions.opening import open_case
    from linli.cases.types import NewCase
    from linli.people.access import PUBLIC
    from linli.places import queries as places
    from linli.places.city import current

    county = places.children_of(current().root)[0].code
    new = NewCase(pack="event", text="路灯坏了，晚上很黑", channel="web", area_code=places.children_of(county)[0].code)
    made = open_case(report=new, by=PUBLIC, now=now)
    own = f"/case/{made.number}/{made.secret}/"
    return {
        "front": "/",
        "report": "/report/",
        "report_where": "/report/?kind=event:city_look",
        "track": "/track/",
        "map": "/map/",
        "area": f"/area/{county}/",
        "case": own,
        "receipt": f"{own}receipt/",
        "proof": "/proof/",
        "privacy": "/privacy/",
    }


@contextmanager
def _chromium() -> Iterator["Browser"]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise click.ClickException("Playwright is missing: install requirements-test.txt") from None
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread.
    path = os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _visit(browser: "Browser", address: str, network: str) -> Visit:
    """A first visit: a context of its own has nothing in its cache."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    visit = Visit()
    session = context.new_cdp_session(page)
    _slow(session, network)
    session.on(
        "Network.requestWillBeSent", lambda sent: visit.addresses.update({sent["requestId"]: sent["request"]["url"]})
    )
    session.on("Network.loadingFinished", lambda done: visit.arrived(done["requestId"], int(done["encodedDataLength"])))
    page.add_init_script(WATCH)
    answer = page.goto(address, wait_until="load")
    if answer is None or not answer.ok:
        raise click.ClickException(f"{address} is not answered")
    page.wait_for_load_state("networkidle")
    _read(page, visit)
    context.close()
    return visit


def _slow(session: "CDPSession", network: str) -> None:
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **NETWORKS[network]})
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def _read(page: "Page", visit: Visit) -> None:
    """A page can be used once it is painted, its scripts stand and no long task of its own holds it up.

    A map comes later, when it is in view; its work is counted apart.
    """
    figures = page.evaluate(FIGURES, list(MAP))
    own = [task for task in figures["tasks"] if task <= figures["map"]]
    visit.paint = figures["paint"]
    visit.use = max([figures["paint"], figures["ready"], *own])
    visit.map_done = max(figures["tasks"], default=0.0) if visit.map_bytes else 0.0


def _metrics(name: str, visits: list[Visit]) -> Iterator[report.Metric]:
    yield report.Metric(f"{name}_first_paint", round(median(one.paint for one in visits)), "ms")
    yield report.Metric(f"{name}_usable", round(median(one.use for one in visits)), "ms")
    yield report.Metric(f"{name}_weight", round(median(one.page_bytes for one in visits) / 1_000, 1), "kB")
    if any(one.map_bytes for one in visits):
        yield report.Metric(f"{name}_map_done", round(median(one.map_done for one in visits)), "ms")
        yield report.Metric(f"{name}_map_weight", round(median(one.map_bytes for one in visits) / 1_000, 1), "kB")
