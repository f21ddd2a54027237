"""A campaign in one sitting: copied, edited, uploaded, mended, published, reported to, counted, closed, retired."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.utils import timezone

from linli.cases.models import Case
from linli.cases.queries import verify
from linli.cli.main import load
from linli.packs.models import KeptPack
from linli.people.models import Account, Post
from linli.walks.actions.kept import walk_waiting
from tests.functional.conftest import Staff, answered, check_page, chinese_first, followed, next_step
from tests.functional.console.conftest import photo, send, unfold
from tests.functional.small_city import COUNTY, TOWN, VILLAGE, City

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ("photo",)

TITLES = {"zh-hans": "河道清洁专项", "en": "River campaign"}
NAMED = ("--zh", TITLES["zh-hans"], "--en", TITLES["en"], "--prefix", "RV", "--like", "campaign")
CALL = "桥下漂着一大片垃圾，有异味"
FOUND = "岸边堆着装修垃圾"
LEVELS = {"4301": "cityleader", COUNTY: "leader", TOWN: "townleader", VILLAGE: "villageleader"}


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@chinese_first
def test_from_the_sample_to_retired(
    resident: Callable[..., "Page"],
    staff_at: Callable[..., Staff],
    city: City,
    photo: Path,
    tmp_path: Path,
    language: str,
) -> None:
    _leaders(city)
    staff = staff_at("desktop", language)
    folder = _copied(tmp_path)
    admin = _mended(staff, folder, tmp_path)
    _looked_through(admin)
    _published(admin, TITLES[language])
    phone, number = _reported(resident, language)
    other = _found_by_the_grid_worker(staff_at("phone", language), TITLES[language])
    _counted(staff, reported=2, open_now=2, closed=0)
    _handled(staff, number, city, photo)
    _counted(staff, reported=2, open_now=1, closed=1)
    phone.reload()
    assert "垃圾已清运" in phone.locator("main").inner_text()
    _retired(admin, resident, language)
    _goes_on(staff, other, city)
    assert not list(verify())


def _leaders(city: City) -> None:
    """Somebody to read the counts at every level."""
    body = city.organisations["furong"]
    for area, username in LEVELS.items():
        account, made = Account.objects.get_or_create(username=username, defaults={"name": username})
        if made:
            Post.objects.create(
                account=account, role="leader", area_id=area, organisation_id=body, starts_date=date(2020, 1, 1)
            )


def _copied(tmp_path: Path) -> Path:
    made = CliRunner().invoke(load(), ["pack", "new", "river", *NAMED, "--into", str(tmp_path)])
    assert made.exit_code == 0, made.output
    return tmp_path / "river"


def _mended(staff: Staff, folder: Path, tmp_path: Path) -> "Page":
    """Edited with two slips: both are told with their lines, nothing is kept; mended, it is a draft."""
    file = folder / "pack.toml"
    sound = file.read_text(encoding="utf-8").replace('zh = "其他情形"', 'zh = "漂浮垃圾"')
    assert "漂浮垃圾" in sound
    slips = sound.replace('urgency = "fast", words', 'urgency = "quick", words').replace(
        "retention_months = 24", 'retention_months = "two years"'
    )
    admin = staff.page("cityadmin", "/console/admin/packs/")
    check_page(admin)
    file.write_text(slips, encoding="utf-8")
    _upload(admin, folder, tmp_path)
    told = admin.locator("main table tbody tr")
    assert told.count() == 2
    wrong = [at for at, line in enumerate(slips.splitlines(), 1) if '"quick"' in line or '"two years"' in line]
    assert sorted(int(told.nth(at).locator("td.number").inner_text()) for at in range(2)) == wrong
    check_page(admin)
    assert not KeptPack.objects.exists()
    file.write_text(sound, encoding="utf-8")
    admin.goto(f"{staff.base}/console/admin/packs/")
    _upload(admin, folder, tmp_path)
    return admin


def _upload(admin: "Page", folder: Path, tmp_path: Path) -> None:
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as zipped:
        for file in sorted(folder.iterdir()):
            zipped.write(file, f"river/{file.name}")
    (tmp_path / "river.zip").write_bytes(bundle.getvalue())
    admin.locator("#pack-file").set_input_files(tmp_path / "river.zip")
    answered(admin.locator("form[action$='/upload/'] button"))


def _looked_through(admin: "Page") -> None:
    """The page shows the scenarios as soon as the worker has walked them; a form is drawn and cannot be sent."""
    assert admin.locator("#standing [role=status] .icon").count() == 1
    assert walk_waiting(now=timezone.now()) == 1
    admin.locator("#standing .flash.success").wait_for()
    assert admin.locator("#standing .tag.good").count() == 3
    check_page(admin)
    here = admin.url
    followed(admin.locator("a[href$='/form/resident/']"))
    assert admin.locator("form[method=post] #id_text").count() == 0
    assert admin.locator("form[data-wizard] button[type=submit]").is_disabled()
    check_page(admin)
    admin.goto(here)


def _published(admin: "Page", title: str) -> None:
    assert admin.locator("[name=is_sure]").count() == 0
    answered(admin.locator("form[action$='/publish/'] button"))
    assert KeptPack.objects.get().state == "published"
    assert title in admin.locator("h1").inner_text()


def _reported(resident: Callable[..., "Page"], language: str) -> tuple["Page", str]:
    page = resident("/report/", language=language)
    followed(page.locator("nav.matters a[href*=river]"))
    page.locator("[name=kind][value='river:target']").check(force=True)
    next_step(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    next_step(page)
    page.locator("#id_text").fill(CALL)
    page.locator("#id_own_site").fill("浏阳河桥下")
    page.locator("#id_leaf").select_option("river:target.other")
    check_page(page)
    answered(page.locator("[data-step]:not([hidden]) button[type=submit]"))
    number = page.locator(".receipt-number").inner_text()
    assert number.startswith("RV-")
    followed(page.locator("a.button.primary"))
    check_page(page)
    return page, number


def _found_by_the_grid_worker(staff: Staff, title: str) -> str:
    page = staff.page("grid", "/console/field/report/")
    followed(page.locator("nav.matters").get_by_role("link", name=title))
    page.locator(".tile-group > summary").click()
    page.locator("[name=category][value='target.breach']").check(force=True)
    page.locator("#id_text").fill(FOUND)
    check_page(page)
    answered(page.locator("[data-field-report] button.big"))
    case = Case.objects.get(text=FOUND)
    assert (case.pack, case.channel, case.category) == ("river", "grid", "target.breach")
    return case.number


def _counted(staff: Staff, *, reported: int, open_now: int, closed: int) -> None:
    """At every level the same, and each number leads to as many cases."""
    for area, leader in LEVELS.items():
        page = staff.page(leader, f"/console/counts/?matter=river&area={area}")
        check_page(page)
        numbers = page.locator("tfoot td.number a")
        assert [int(text) for text in numbers.all_inner_texts()] == [reported, open_now, closed], area
        for at, n in enumerate((reported, open_now, closed)):
            listed = page.request.get(f"{staff.base}{numbers.nth(at).get_attribute('href')}").text()
            assert len(re.findall('<li class="line[" ]', listed)) == n
        numbers.first.click()
        page.wait_for_url("**/console/cases/**")
        assert page.locator("li.line").count() == reported
        page.context.close()


def _handled(staff: Staff, number: str, city: City, photo: Path) -> None:
    desk = staff.page("desk", f"/console/cases/{number}/")
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    send(desk, "dispatch")
    handler = staff.page("handler", f"/console/cases/{number}/")
    unfold(handler, "finish")
    handler.locator("#finish-note").fill("垃圾已清运")
    handler.locator("#finish-photo_after").set_input_files(photo)
    send(handler, "finish")
    verifier = staff.page("verifier", f"/console/cases/{number}/")
    unfold(verifier, "verify_pass")
    verifier.locator("#do-verify_pass [name=method]").first.check()
    verifier.locator("#verify_pass-note").fill("现场查看属实")
    verifier.locator("#verify_pass-answer").fill("桥下垃圾已清运，感谢您的反映。")
    send(verifier, "verify_pass")
    check_page(verifier)
    closed = Case.objects.get(number=number)
    assert (closed.stage, closed.outcome) == ("closed", "resolved")


def _retired(admin: "Page", resident: Callable[..., "Page"], language: str) -> None:
    answered(admin.locator("form[action$='/retire/'] button"))
    assert KeptPack.objects.get().state == "retired"
    page = resident("/report/", language=language)
    assert page.locator("nav.matters a[href*=river]").count() == 0


def _goes_on(staff: Staff, number: str, city: City) -> None:
    desk = staff.page("desk", f"/console/cases/{number}/")
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    send(desk, "dispatch")
    assert Case.objects.get(number=number).stage == "handling"
    desk.goto(f"{staff.base}/console/cases/?lens=area&pack=river")
    assert desk.locator("li.line").count() == 1
