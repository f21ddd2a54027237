"""The case page says of a photo what does not fit, to those who judge the work."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.cases.actions import acting
from linli.cases.models import Attachment, Case, Event
from linli.web.console.answering import device_fix
from tests.functional.small_city import City
from tests.integration.web.console.conftest import NOW, actor, dispatch, report

AsClient = Callable[[str], Client]


def picture(*, forged: datetime | None = None) -> SimpleUploadedFile:
    """A photo of nothing; `forged` writes that time and the place of the case into it."""
    exif = Image.Exif()
    if forged:
        exif.get_ifd(0x8769)[0x9003] = timezone.localtime(forged).strftime("%Y:%m:%d %H:%M:%S")
        exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 11.4, 0.0), 3: "E", 4: (112.0, 59.4, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG", exif=exif.tobytes())
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def test_the_page_notes_how_far_off_the_device_was(city: City, as_: AsClient) -> None:
    number = report().number
    dispatch(number, city)
    Case.objects.filter(number=number).update(lon=112.99, lat=28.19)
    acting.act(number=number, action="accept", inputs={}, by=actor("handler"), now=NOW)
    millis = round(timezone.now().timestamp() * 1000)
    form = {"note": "已修好", "photo_after": picture(), "photo_after_fix": f"112.99,28.2,15,{millis}"}
    done = as_("handler").post(f"/console/cases/{number}/act/finish/", form)
    assert done.status_code == 302
    page = as_("verifier").get(f"/console/cases/{number}/").content.decode()
    assert "拍摄地点距案件位置 1112 米。" in page
    assert "由设备提供" in page
    assert "拍摄地点" not in as_("handler").get(f"/console/cases/{number}/").content.decode()
    event = Event.objects.filter(case__number=number).latest("seq")
    assert event.body is not None
    assert event.body["proofs"][0]["notes"] == ["far"]
    assert Attachment.objects.get(case__number=number).taken_lat is None


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-hans", "照片与设备信息不一致：两者记录的位置相距 11000 米。"),
        ("en", "Photo and device differ: they say places 11000 m apart."),
    ],
    ids=["zh", "en"],
)
def test_the_page_notes_a_forged_photo(city: City, as_: AsClient, language: str, says: str) -> None:
    """Time and place in the photo are those of the case; the device says otherwise."""
    number = report().number
    dispatch(number, city)
    Case.objects.filter(number=number).update(lon=112.99, lat=28.19)
    acting.act(number=number, action="accept", inputs={}, by=actor("handler"), now=NOW)
    sent = timezone.now()
    fix = f"112.99,{28.19 + 11_000 / 111_195},15,{round(sent.timestamp() * 1000)}"
    form = {"note": "已修好", "photo_after": picture(forged=sent), "photo_after_fix": fix}
    assert as_("handler").post(f"/console/cases/{number}/act/finish/", form).status_code == 302
    verifier = as_("verifier")
    verifier.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = verifier.get(f"/console/cases/{number}/").content.decode()
    assert says in page
    assert page.count("proof-note") == 1, "at the case, and in its time"
    assert says not in as_("handler").get(f"/console/cases/{number}/").content.decode()


def test_it_reads_a_device_s_fix(settings: LazySettings) -> None:
    settings.PROOF_METRES = 300
    fix = device_fix(typed="112.99,28.19,15,1772413200000")
    assert fix is not None
    assert (fix.where, fix.at) == ((112.99, 28.19), datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    assert fix.at - NOW < timedelta(seconds=1)


@pytest.mark.parametrize("typed", ["112.99,28.19,900,1772413200000", "112.99,98.19,15,1772413200000", "nan,1,1,1"])
def test_it_leaves_out_a_place_that_is_inexact_or_nonsense(settings: LazySettings, typed: str) -> None:
    settings.PROOF_METRES = 300
    fix = device_fix(typed=typed)
    assert fix is not None
    assert fix.where is None


@pytest.mark.parametrize("typed", ["", "1,2,3", "a,b,c,d", "1,2,3,1e99", "1,2,3,nan"])
def test_it_reads_no_fix_out_of_nonsense(typed: str) -> None:
    assert device_fix(typed=typed) is None
