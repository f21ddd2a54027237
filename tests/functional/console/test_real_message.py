"""A real letter to Changsha's mayor, imported, then carried to its answer by everybody's hands in a browser."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from config.paths import ROOT
from linli.cases.models import Case
from linli.cases.queries import verify
from linli.cli.city import load_city
from linli.cli.demo_content import staff as demo
from linli.intake.actions.importing import import_cases
from linli.people.models import Account, Organisation, Post
from linli.places import queries as places
from tests.functional.conftest import Staff, check_page
from tests.functional.console.conftest import send, unfold

MAPPING = ROOT / "cities" / "changsha" / "imports" / "mayors-mailbox.toml"
LETTERS = 150
COUNTY = "430102"


@pytest.fixture
def city(transactional_db: None, data: Path) -> Iterator[int]:
    """Changsha's real divisions and bodies, one person for each role, and the first letters. Gives the lead's id."""
    now = datetime.now(UTC)
    places.forget()
    load_city(now=now, progress=lambda line: None, grids=0, schematic=False)
    places.forget()
    demo.make(now=now)
    lead = Organisation.objects.get(code=f"{COUNTY}-cg")
    Post.objects.create(
        account=Account.objects.get(username="verifier"),
        role="verifier",
        area_id=COUNTY,
        organisation=Organisation.objects.get(code=f"{COUNTY}-zz"),
        starts_date=date(2020, 1, 1),
    )
    Post.objects.filter(account__username="verifier", area_id=demo.STREET).delete()
    letters = (data / "messages" / "changsha_2019_4326.csv").read_bytes().split(b"\r\n")
    lines = letters if len(letters) > 1 else letters[0].split(b"\n")
    content = b"\n".join(lines[: LETTERS + 1])
    import_cases(content=content, name="letters.csv", mapping=MAPPING.read_bytes(), now=now)
    yield lead.pk
    places.forget()


@pytest.mark.parametrize(("size", "language"), [("desktop", "en"), ("phone", "zh-hans")])
def test_a_letter_is_found_dispatched_handled_verified_and_answered(
    staff_at: Callable[..., Staff], city: int, photo: Path, size: str, language: str
) -> None:
    staff = staff_at(size, language)
    case = Case.objects.filter(area_id=COUNTY, stage="reported").order_by("id")[0]
    assert case.located_reason
    desk = staff.page("district", f"/console/search/?text={case.number}")
    desk.wait_for_url(f"**/console/cases/{case.number}/**")
    check_page(desk)
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city))
    send(desk, "dispatch")
    handler = staff.page("handler", f"/console/cases/{case.number}/")
    unfold(handler, "accept")
    send(handler, "accept")
    unfold(handler, "finish")
    handler.locator("#finish-note").fill("已到现场处置完毕")
    handler.locator("#finish-photo_after").set_input_files(photo)
    send(handler, "finish")
    verifier = staff.page("verifier", f"/console/cases/{case.number}/")
    unfold(verifier, "verify_pass")
    verifier.locator("#do-verify_pass [name=method]").first.check()
    verifier.locator("#verify_pass-note").fill("现场查看，问题已解决")
    send(verifier, "verify_pass")
    _answer(desk, case.number)
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("closed", "resolved")
    assert not list(verify())


def _answer(desk: Page, number: str) -> None:
    desk.goto(desk.url.split("/console/")[0] + f"/console/cases/{number}/")
    unfold(desk, "answer")
    desk.locator("#answer-answer").fill("您反映的问题已经处置并核实，感谢您的来信。")
    send(desk, "answer")
    check_page(desk)
