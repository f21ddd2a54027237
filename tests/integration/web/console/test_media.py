"""Photos go to those who may see their case, and to the reporter with the secret."""

import io
from collections.abc import Callable
from uuid import uuid4

from django.test import Client
from PIL import Image

from linli.cases.actions import attaching, opening
from linli.cases.models import Attachment
from linli.cases.types import NewCase, Opened
from linli.people.access import PUBLIC
from tests.functional.small_city import VILLAGE
from tests.integration.web.console.conftest import NOW

AsClient = Callable[[str], Client]


def _reported() -> tuple[Opened, str]:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    photo = attaching.store_photo(content=out.getvalue(), name="a.jpg", purpose="report", now=NOW)
    new = NewCase(pack="event", text="路灯不亮", channel="web", area_code=VILLAGE, photos=(photo,))
    return opening.open_case(report=new, by=PUBLIC, now=NOW), f"/console/media/{photo}/"


def test_it_serves_the_photo_and_its_small_copy(as_: AsClient) -> None:
    _made, path = _reported()
    whole = b"".join(as_("desk").get(path).streaming_content)  # type: ignore[attr-defined]
    small = b"".join(as_("desk").get(f"{path}small/").streaming_content)  # type: ignore[attr-defined]
    assert Image.open(io.BytesIO(whole)).width == 900
    assert Image.open(io.BytesIO(small)).width == attaching.THUMBNAIL_SIDE


def test_it_hides_the_photo_from_those_who_may_not_see_the_case(as_: AsClient) -> None:
    _made, path = _reported()
    assert as_("assist").get(path).status_code == 404
    assert Client().get(path).status_code == 404
    assert as_("desk").get(f"/console/media/{uuid4()}/").status_code == 404


def test_it_serves_a_public_photo_to_the_reporter(as_: AsClient) -> None:
    made, path = _reported()
    Attachment.objects.update(is_public=True)
    seen = Client().get(path, {"number": made.number, "secret": made.secret})
    assert b"".join(seen.streaming_content)  # type: ignore[attr-defined]
    assert Client().get(path, {"number": made.number, "secret": "wrong"}).status_code == 404
    Attachment.objects.update(is_public=False)
    assert Client().get(path, {"number": made.number, "secret": made.secret}).status_code == 404
