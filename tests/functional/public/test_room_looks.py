"""The room in the dark and in large letters, on a phone: for its mediator and for a party."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.mediation.actions import evidence
from linli.mediation.rules.listing import NewEvidence
from tests.agreeing import DRAWN, agreed
from tests.functional.conftest import Staff, check_page, everywhere
from tests.functional.public.test_room_talks import party
from tests.functional.small_city import City
from tests.integration.mediation.talking import proposed
from tests.mediating import open_dispute

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_a_room_is_read_in_the_dark_and_in_large_letters(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    dispute = open_dispute(city=city, now=timezone.now() - timedelta(hours=1))
    first, _second = agreed(dispute)
    told = NewEvidence(kind="photo", title="天花板照片", content=DRAWN, name="proof.png")
    evidence.give(room=dispute.seat(first), new=told, now=dispute.now)
    proposed(dispute, 24, 48)
    staff = staff_at(size, language)
    pages = [staff.page("handler", f"/console/cases/{dispute.number}/room/"), party(staff, dispute, first)]
    for page in pages:
        for look in ({"theme": "dark", "text": ""}, {"theme": "light", "text": "large"}):
            page.evaluate("look => Object.assign(document.documentElement.dataset, look)", look)
            page.evaluate("document.querySelectorAll('.room details').forEach(one => (one.open = true))")
            check_page(page)
        words = page.locator("select[name=length], select[name=days]").first.inner_text()
        assert words.isascii() == (language == "en"), "choices are in the reader's language"
