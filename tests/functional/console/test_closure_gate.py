"""Closed on proof, by others, and looked at once more: photos that do not fit, the draw, a verifier from outside, and
what the findings say of each organisation."""

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from math import ceil, comb
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from PIL import Image

from config import paths
from linli.cases.actions import opening, rechecking
from linli.cases.actions.acting import act
from linli.cases.actions.roots import make_root
from linli.cases.models import Attachment, Case, DailyRoot, Event, Recheck
from linli.cases.queries import verify
from linli.cases.types import NewCase
from linli.people import queries as people
from linli.people.access import PUBLIC, Actor
from linli.people.models import Account, Organisation, Post
from tests.functional.conftest import Staff, answered, check_page, english_first, followed
from tests.functional.console.conftest import report, send, unfold
from tests.functional.small_city import COUNTY, City

TEXT = "楼道堆放电动车并飞线充电"
FAR_KM = 11
SAYS = {
    "zh-hans": {
        "far": "拍摄地点距案件位置",
        "old": "拍摄时间早于事项受理",
        "elsewhere": "两者记录的位置相距",
        "few": "样本过少",
    },
    "en": {
        "far": "from the place of the case",
        "old": "before the matter was reported",
        "elsewhere": "they say places",
        "few": "too few",
    },
}


@pytest.fixture(autouse=True)
def share(settings: LazySettings) -> None:
    settings.RECHECK_PERCENT, settings.RECHECK_LEAST, settings.PROOF_METRES = 50, 6, 300


@pytest.fixture
def outside(city: City) -> Actor:
    """A verifier of the county from the audit office, which stands beside the bureaus."""
    body = Organisation.objects.create(
        code="furong-sj", path="00010009", name="芙蓉区审计局", name_en="Furong Audit Office", area_id=COUNTY
    )
    account = Account.objects.create(username="outside", name="核查员乙")
    Post.objects.create(
        account=account, role="verifier", area_id=COUNTY, organisation=body, starts_date=date(2020, 1, 1)
    )
    return people.actor(account=account, post_id=None, on_date=timezone.localdate())


def picture(folder: Path, name: str, *, taken: datetime, lon: float, lat: float) -> Path:
    """A photo as a phone writes it, with time and place."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = timezone.localtime(taken).strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(0x8825).update({1: "N", 2: _degrees(lat), 3: "E", 4: _degrees(lon)})
    out = io.BytesIO()
    Image.new("RGB", (640, 480), name).save(out, "JPEG", exif=exif.tobytes())
    file = folder / f"{name}.jpg"
    file.write_bytes(out.getvalue())
    return file


def _degrees(value: float) -> tuple[float, float, float]:
    return (float(int(value)), round(value % 1 * 60, 4), 0.0)


@english_first
def test_photos_that_do_not_fit_are_noted_and_somebody_from_outside_looks_again(
    staff_at: Callable[..., Staff], city: City, outside: Actor, tmp_path: Path, language: str
) -> None:
    staff = staff_at("desktop", language)
    case = _opened()
    _handle(staff, city, case, tmp_path)
    _verified_and_closed(staff, case, language)
    others = _closed_before(city)
    _drawn(case, others)
    _checked_on_a_phone(staff_at("phone", language), case)
    _estimated(staff_at, language, case, outside)
    assert case.number not in {finding.subject for finding in verify()}, "the others were closed without their steps"


def _opened() -> Case:
    from tests.functional.conftest import _in_the_grid

    at = _in_the_grid()
    new = NewCase(pack="hazard", text=TEXT, channel="web", category="fire", lon=at["longitude"], lat=at["latitude"])
    return Case.objects.get(number=opening.open_case(report=new, by=PUBLIC, now=timezone.now()).number)


def _handle(staff: Staff, city: City, case: Case, folder: Path) -> None:
    """The photo before says that it was taken at the case a year ago, but the device that sends it is eleven kilometres
    away; the photo after was taken that far away. Neither is refused."""
    assert case.lon is not None
    assert case.lat is not None
    now = timezone.now()
    before = picture(folder, "maroon", taken=now - timedelta(days=365), lon=case.lon, lat=case.lat)
    after = picture(folder, "seagreen", taken=now + timedelta(minutes=1), lon=case.lon, lat=case.lat + FAR_KM / 111.2)
    desk = staff.page("desk", f"/console/cases/{case.number}/")
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    send(desk, "dispatch")
    handler = staff.page("handler", f"/console/cases/{case.number}/")
    unfold(handler, "accept")
    send(handler, "accept")
    unfold(handler, "find_general")
    form = handler.locator("#do-find_general")
    form.locator("[name=unit]").fill("文艺新村3栋业主")
    form.locator("[name='items.1.what']").fill("飞线充电")
    form.locator("[name='items.1.result']").select_option("failed")
    form.locator("[name=photo_before]").set_input_files(before)
    handler.context.set_geolocation({"longitude": case.lon, "latitude": case.lat + FAR_KM / 111.2})
    form.locator("[data-locate=photo]").click()
    handler.wait_for_function("document.querySelector('#do-find_general [data-fix]').value")
    send(handler, "find_general")
    unfold(handler, "request_review")
    form = handler.locator("#do-request_review")
    form.locator("[data-rows=items] tbody tr select").first.select_option("fixed")
    form.locator("[name=photo_after]").set_input_files(after)
    send(handler, "request_review")
    assert Case.objects.get(id=case.id).stage == "reviewing"
    assert not handler.locator(".proof-note").count(), "who did it does not read what is noted"


def _verified_and_closed(staff: Staff, case: Case, language: str) -> None:
    """Somebody of another body reads what is noted of both; the files that are kept say nothing of time and place."""
    verifier = staff.page("verifier", f"/console/cases/{case.number}/")
    notes = verifier.locator(".proof-note").all_inner_texts()
    assert len(notes) == 4, "the place of one, the time of the other, and both places and times of photo and device"
    assert all(any(SAYS[language][kind] in note for note in notes) for kind in ("old", "far", "elsewhere"))
    check_page(verifier)
    assert set(Attachment.objects.filter(case=case).values_list("taken_lon", "taken_lat")) == {(None, None)}
    links = {one.get_attribute("href") for one in verifier.locator(".photos a").all()}
    assert len(links) == 2
    for link in links:
        kept = verifier.request.get(f"{staff.base}{link}").body()
        assert not Image.open(io.BytesIO(kept)).getexif()
    unfold(verifier, "pass_review")
    form = verifier.locator("#do-pass_review")
    form.locator("[data-rows=items] tbody tr select").first.select_option("passed")
    form.locator("[name=method][value=on_site]").check()
    send(verifier, "pass_review")
    desk = staff.page("desk", f"/console/cases/{case.number}/?do=answer")
    desk.locator("#answer-answer").fill("隐患已消除。")
    send(desk, "answer")
    assert Case.objects.get(id=case.id).outcome == "resolved"


def _closed_before(city: City) -> dict[str, list[str]]:
    """Closed this month as well: nine street lights and two holes of the same bureau, two of the housing bureau."""
    now, desk = (
        timezone.now(),
        people.actor(account=Account.objects.get(username="desk"), post_id=None, on_date=today()),
    )
    kinds = {"light": ("furong-cg", 9), "hole": ("furong-cg", 2), "housing": ("furong-zj", 2)}
    category = {"light": "utility.streetlight", "hole": "sanitation.litter", "housing": "utility.streetlight"}
    made: dict[str, list[str]] = {}
    for kind, (body, count) in kinds.items():
        made[kind] = [report(f"{kind} {at}").number for at in range(count)]
        for number in made[kind]:
            inputs = {"lead": city.organisations[body]}
            act(number=number, action="dispatch", inputs=inputs, by=desk, now=now)
        closed = Case.objects.filter(number__in=made[kind])
        closed.update(category=category[kind], stage="closed", outcome="resolved", closed_at=timezone.now())
    return made


def today() -> date:
    return timezone.localdate()


def _drawn(case: Case, others: dict[str, list[str]]) -> None:
    """Half of each organisation's cases of a category, by the root of the month's last day; the page of the how-to
    lets anybody repeat it."""
    month = today().replace(day=1)
    after = (month + timedelta(days=31)).replace(day=1)
    now = datetime(after.year, after.month, after.day, 1, tzinfo=UTC)
    assert rechecking.draw_last_month(today=after, now=now) is None, "no root, no draw"
    make_root(date=after - timedelta(days=1), now=now)
    assert rechecking.draw_last_month(today=after, now=now)
    root = bytes(DailyRoot.objects.get(date=after - timedelta(days=1)).root).hex()
    for numbers in (*others.values(), [case.number]):
        found = set(Recheck.objects.filter(case__number__in=numbers).values_list("case__number", flat=True))
        assert found == set(_repeated(root, numbers)[: ceil(len(numbers) / 2)])


def _repeated(root: str, numbers: Sequence[str]) -> list[str]:
    """What the lines of docs/howto/recheck.md come to."""
    page = (paths.ROOT / "docs" / "howto" / "recheck.md").read_text(encoding="utf-8")
    lines = [line[4:] for line in page.splitlines() if line.startswith("    ")]
    *first, last = [line for line in lines if line]
    known: dict[str, Any] = {"root": root, "numbers": list(numbers)}
    exec("\n".join(first), known)
    answer = eval(last, known)
    assert answer == sorted(numbers, key=lambda one: hashlib.sha256(bytes.fromhex(root) + one.encode()).digest())
    return list(answer)


def _checked_on_a_phone(staff: Staff, case: Case) -> None:
    """The one who verified it is not asked again; one from outside is, looks, and finds it half done."""
    page = staff.page("verifier", "/console/rechecks/")
    assert case.number not in page.locator("main").inner_text()
    handler = staff.page("handler", "/console/rechecks/")
    assert handler.locator("main").inner_text().strip(), "a refusal with words"
    assert not handler.locator("[data-row]").count()
    outside = staff.page("outside", "/console/")
    outside.goto(f"{staff.base}/console/rechecks/")
    check_page(outside)
    row = outside.locator("[data-row]", has_text=case.number)
    followed(row.locator("[data-open]"))
    check_page(outside)
    outside.locator("[name=finding][value=partly]").check()
    answered(outside.locator("form button.primary.big"))
    assert outside.locator(".fault-summary").is_visible(), "partly needs words"
    check_page(outside)
    outside.locator("#recheck-note").fill("飞线已拆，楼道里仍停着两辆电动车")
    answered(outside.locator("form button.primary.big"))
    outside.wait_for_url("**/console/rechecks/")
    assert not outside.locator("[data-row]", has_text=case.number).count()
    check_page(outside)
    found = Recheck.objects.get(case=case)
    assert (found.finding, found.done_by and found.done_by.username) == ("partly", "outside")
    assert Event.objects.filter(case=case).latest("seq").kind == "rechecked"
    assert Case.objects.get(id=case.id).stage == "closed"


def _estimated(staff_at: Callable[..., Staff], language: str, case: Case, outside: Actor) -> None:
    """Four of five street lights are resolved, one hole of one, the hazard in part.

    By hand: strata of 9, 2 and 1 cases with 5, 1 and 1 looked at. Rate = 9/12·4/5 + 2/12·1 + 1/12·0 = 0.7667. Its
    spread is Σ W²(1-f)/n = (9/12)²·(4/9)/5 + (2/12)²·(1/2)/1 + 0 = 0.05 + 0.01389, that of 15.65 cases taken at
    random: the exact interval of 15, outwards from 11 and to 12 of them.
    """
    _find("furong-cg", "utility", ["resolved"] * 4 + ["not"], outside)
    _find("furong-cg", "sanitation", ["resolved"], outside)
    _find("furong-zj", "utility", ["resolved"], outside)
    low, high = _exact(11, 12, 15)
    assert (round(low, 3), round(high, 3)) == (0.449, 0.957)
    for size in ("phone", "desktop"):
        leader = staff_at(size, language).page("leader", "/console/rechecks/estimates/")
        check_page(leader)
        bureau = leader.locator("tbody tr", has_text=_name("furong-cg", language))
        rate = bureau.locator("td").nth(1).inner_text()
        assert re.findall(r"\d+%", rate) == ["77%", f"{low:.0%}", f"{high:.0%}"]
        numbers = [int(text) for text in bureau.locator("td.number").all_inner_texts()]
        assert numbers == [12, 7, 7, 5, 1, 1]
        assert SAYS[language]["few"] in leader.locator("tbody tr", has_text=_name("furong-zj", language)).inner_text()
        followed(bureau.locator("td.number a").nth(3))
        assert case.number in leader.locator("tbody").inner_text()
        assert leader.locator("tbody tr").count() == 1
        check_page(leader)


def _find(body: str, category: str, findings: list[str], by: Actor) -> None:
    rows = Recheck.objects.filter(done_at=None, stratum__organisation__code=body, case__category__startswith=category)
    assert rows.count() == len(findings)
    for row, finding in zip(rows.order_by("id"), findings, strict=True):
        rechecking.finish(recheck=row.id, finding=finding, note="看过", photos=(), by=by, now=timezone.now())


def _name(code: str, language: str) -> str:
    body = Organisation.objects.get(code=code)
    return body.name_en if language == "en" else body.name


def _exact(fewest: int, most: int, n: int) -> tuple[float, float]:
    """The exact interval (Clopper and Pearson), by stepping through the shares until a tail holds 2.5 %."""
    shares = [step / 100_000 for step in range(100_001)]

    def tail(p: float, ks: range) -> float:
        return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in ks)

    low = next(p for p in shares if tail(p, range(fewest, n + 1)) >= 0.025)
    return low, next(p for p in shares if tail(p, range(most + 1)) <= 0.025)
