"""A step's photos are held against the case: the event keeps time and distance, nobody keeps the position."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from PIL import Image

from linli.cases.actions import attaching
from linli.cases.actions.acting import act
from linli.cases.actions.attaching import DeviceFix
from linli.cases.models import Attachment, Case, Event
from linli.cases.queries.details import detail
from linli.cases.types import Opened
from tests.world import World

Open = Callable[..., Opened]
LON, LAT = 112.99, 28.19


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PROOF_METRES, settings.PROOF_HOURS = 300, 24


def picture(*, minutes: int = 0, taken: str = "") -> bytes:
    """A photo from `minutes` of arc north of the case."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
        exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 11.4 + minutes, 0.0), 3: "E", 4: (112.0, 59.4, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (minutes, 90, 90)).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


@pytest.fixture
def number(report: Open, world: World, now: datetime) -> str:
    """A case at a point, with the organisation that handles it."""
    number = report(area_code="430102001001001").number
    Case.objects.filter(number=number).update(lon=LON, lat=LAT)
    steps: tuple[tuple[str, str, dict[str, Any]], ...]
    steps = (("file", "desk", {}), ("dispatch", "desk", {"lead": world.resolve("@lead")}), ("accept", "lead", {}))
    for action, who, inputs in steps:
        act(number=number, action=action, inputs=inputs, by=world.actor(who), now=now)
    return number


def finish(number: str, photo: UUID, world: World, now: datetime) -> Event:
    inputs = {"note": "已修好", "photo_after": [str(photo)]}
    act(number=number, action="finish", inputs=inputs, by=world.actor("lead"), now=now)
    return Event.objects.filter(case__number=number).latest("seq")


def test_the_event_keeps_distance_and_time_and_the_photo_no_place(number: str, world: World, now: datetime) -> None:
    later = now + timedelta(hours=1)
    local = (later + timedelta(hours=8)).strftime("%Y:%m:%d %H:%M:%S")
    photo = attaching.store(content=picture(minutes=1, taken=local), name="a.jpg", purpose="after", now=later)
    assert Attachment.objects.get(id=photo).taken_lat == pytest.approx(28.0 + 12.4 / 60)
    body = finish(number, photo, world, later).body
    assert body is not None
    (proof,) = body["proofs"]
    assert (proof["by"], proof["notes"]) == ("photo", ["far"])
    assert proof["metres"] == pytest.approx(1853, abs=3)
    row = Attachment.objects.get(id=photo)
    assert (row.taken_lon, row.taken_lat, row.taken_by) == (None, None, "photo")
    assert "28.2" not in str(body)


def test_the_device_stands_in_for_what_the_photo_lacks(number: str, world: World, now: datetime) -> None:
    fix = DeviceFix(at=now + timedelta(minutes=50), where=(LON, LAT))
    photo = attaching.store(content=picture(), name="a.jpg", purpose="after", now=now, device=fix)
    body = finish(number, photo, world, now + timedelta(hours=1)).body
    assert body is not None
    assert body["proofs"][0] | {"photo": ""} == {
        "photo": "", "at": fix.at.isoformat(), "by": "device", "metres": 0, "notes": [],
    }  # fmt: skip


def test_a_photo_goes_before_the_device(db: None, now: datetime) -> None:
    fix = DeviceFix(at=now, where=(LON, LAT))
    content = picture(minutes=1, taken="2026:03:02 09:30:00")
    photo = attaching.store(content=content, name="a.jpg", purpose="after", now=now, device=fix)
    row = Attachment.objects.get(id=photo)
    assert row.taken_by == "photo"
    assert row.taken_lat == pytest.approx(28.0 + 12.4 / 60)


def test_a_forged_place_and_time_are_held_against_the_device(number: str, world: World, now: datetime) -> None:
    """The photo says that it was taken at the case just now; the device that sends it is eleven kilometres off."""
    later = now + timedelta(hours=1)
    taken = later.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y:%m:%d %H:%M:%S")
    fix = DeviceFix(at=later - timedelta(minutes=15), where=(LON, LAT + 11_000 / 111_195))
    photo = attaching.store(content=picture(taken=taken), name="a.jpg", purpose="after", now=later, device=fix)
    row = Attachment.objects.get(id=photo)
    assert (row.taken_by, row.apart_metres, row.apart_seconds) == ("photo", 11_000, 900)
    body = finish(number, photo, world, later).body
    assert body is not None
    (proof,) = body["proofs"]
    assert (proof["metres"], proof["notes"], proof["apart"]) == (0, ["elsewhere", "other_time"], 11_000)
    row.refresh_from_db()
    assert (row.apart_metres, row.apart_seconds) == (None, None)
    assert "28.2" not in str(body)


def test_a_photo_and_a_device_that_agree_are_not_noted(number: str, world: World, now: datetime) -> None:
    taken = now.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y:%m:%d %H:%M:%S")
    fix = DeviceFix(at=now + timedelta(minutes=20), where=(LON, LAT + 250 / 111_195))
    photo = attaching.store(content=picture(taken=taken), name="a.jpg", purpose="after", now=now, device=fix)
    body = finish(number, photo, world, now + timedelta(hours=1)).body
    assert body is not None
    assert body["proofs"][0]["notes"] == []
    assert "apart" not in body["proofs"][0]


def test_whoever_judges_reads_it_and_whoever_did_it_does_not(number: str, world: World, now: datetime) -> None:
    photo = attaching.store(content=picture(), name="a.jpg", purpose="after", now=now)
    finish(number, photo, world, now + timedelta(hours=1))
    digest = Attachment.objects.get(id=photo).sha256
    for who in ("verifier", "desk", "leader"):
        assert detail(number=number, by=world.actor(who), now=now).proofs[digest].notes == ("unknown",)
    seen = detail(number=number, by=world.actor("lead"), now=now)
    assert seen.proofs == {}
    assert all("proofs" not in event.body for event in seen.events)


def test_a_resident_s_photo_keeps_no_place(report: Open, now: datetime) -> None:
    content = picture(minutes=1, taken="2026:03:02 09:30:00")
    photo = attaching.store_photo(content=content, name="a.jpg", purpose="report", now=now)
    assert Attachment.objects.get(id=photo).taken_lat is None


def test_a_report_drops_the_place_of_the_photos_it_takes(report: Open, now: datetime) -> None:
    content = picture(minutes=1, taken="2026:03:02 09:30:00")
    photo = attaching.store(content=content, name="a.jpg", purpose="report", now=now)
    report(photos=(photo,))
    row = Attachment.objects.get(id=photo)
    assert row.case_id is not None
    assert (row.taken_lon, row.taken_lat) == (None, None)


def test_the_database_refuses_a_position_on_a_photo_of_a_case(report: Open, now: datetime) -> None:
    photo = attaching.store(content=picture(), name="a.jpg", purpose="report", now=now)
    report(photos=(photo,))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(id=photo).update(taken_lon=LON, taken_lat=LAT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(id=photo).update(apart_metres=11_000)
