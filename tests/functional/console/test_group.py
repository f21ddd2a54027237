"""Forty owners against a property company: entered, spoken for by five, and named in the agreement that binds them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from django.utils import timezone

from linli.mediation.actions import participants
from linli.mediation.models import Participant
from linli.mediation.types import Joining, ParticipantView
from tests.agreeing import fixed
from tests.functional.conftest import Staff, answered, check_page
from tests.functional.small_city import City
from tests.mediating import Dispute, open_dispute

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
OWNERS, SPEAK = 40, 5
COMPANY = "某某物业服务有限公司"


def test_five_speak_for_forty_and_a_sixth_is_refused(staff_at: Callable[..., Staff], city: City) -> None:
    dispute = open_dispute(city=city, now=timezone.now())
    page = staff_at("desktop").page("handler", f"/console/cases/{dispute.number}/room/")
    _list(page)
    _enter(page, "respondent", "party", COMPANY, is_organisation=True)
    check_page(page)
    assert page.locator("#parties .room-people").first.locator(".room-person").count() == OWNERS
    for at in range(1, SPEAK):
        _elect(dispute, at)
    page.reload()
    _enter(page, "applicant", "elected", f"代表{SPEAK}", speaks=True)
    check_page(page)
    assert Participant.objects.filter(capacity="elected").count() == SPEAK
    _enter(page, "applicant", "elected", "代表6", speaks=True)
    check_page(page)
    assert page.locator("#parties .fault-summary").inner_text().count("一方推选的代表不超过五人") == 1
    assert page.locator("#parties [name=name]").input_value() == "代表6", "what was typed stays"
    assert Participant.objects.filter(capacity="elected").count() == SPEAK
    _consent(dispute)
    fixed(dispute)
    page.reload()
    check_page(page)
    _named(page)


def _list(page: "Page") -> None:
    """All forty at once, pasted; a line that cannot be read is named, and nobody is entered before it is mended."""
    rows = [f"业主{at:02}\t139000000{at:02}" for at in range(1, OWNERS + 1)]
    for lines, is_whole in (([*rows[:-1], f"{rows[-1]}\t三栋"], False), (rows, True)):
        fold = page.locator('#parties details:has(> form[action$="/parties/list/"])')
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()
        fold.locator("[name=side]").select_option("applicant")
        fold.locator("[name=lines]").fill("\n".join(lines))
        answered(fold.locator("form button.primary"))
        check_page(page)
        assert Participant.objects.count() == (OWNERS if is_whole else 0)
        if not is_whole:
            assert f"第{OWNERS}行" in fold.locator(".fault-summary").inner_text()


def _enter(
    page: "Page", side: str, capacity: str, name: str, *, is_organisation: bool = False, speaks: bool = False
) -> None:
    """By the form for one; a representative speaks for the whole side."""
    fold = page.locator('#parties details:has(> form[action$="/parties/join/"])')
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    form = fold.locator("form")
    form.locator("[name=side]").select_option(side)
    form.locator("[name=capacity]").select_option(capacity)
    form.locator("[name=name]").fill(name)
    form.locator("[name=is_organisation]").set_checked(is_organisation)
    if speaks:
        assert form.locator("[name=stands_for]").count() == OWNERS + 1, "every owner, and the company"
        form.locator("[name=for_all]").check()
        form.locator("[name=mandate]").select_option("special")
    answered(form.locator("button.primary"))


def _owners(dispute: Dispute) -> tuple[ParticipantView, ...]:
    room = dispute.room()
    return tuple(one for one in room.of_side("applicant") if one.capacity == "party")


def _elect(dispute: Dispute, at: int) -> None:
    """One of the first four, entered as the form would."""
    new = Joining(
        "applicant", "elected", f"代表{at}", mandate="special", stands_for=tuple(one.id for one in _owners(dispute))
    )
    participants.join(room=dispute.room(), new=new, now=dispute.now)


def _consent(dispute: Dispute) -> None:
    """The representatives consent for all, the company for itself; the case is in mediation."""
    for one in dispute.room().participants:
        if one.capacity == "elected" or one.side == "respondent":
            participants.agree(room=dispute.room(), participant=one.id, how="in_person", now=dispute.now)
    dispute.take("consent", rights_told=True, openness="closed", note="")


def _named(page: "Page") -> None:
    """The agreement names every owner and every representative; so does the record of who has to sign."""
    with page.expect_download() as kept:
        page.locator('#agreement form[action$="/agreement/document/"] button').first.click()
    written = docx.Document(io.BytesIO(Path(kept.value.path()).read_bytes()))
    words = "\n".join(one.text for one in written.paragraphs)
    words += "\n".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)
    wanted = [f"业主{at:02}" for at in range(1, OWNERS + 1)] + [f"代表{at}" for at in range(1, SPEAK + 1)] + [COMPANY]
    assert [name for name in wanted if name not in words] == []
    assert "代表6" not in words
