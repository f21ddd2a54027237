"""Photos and files are kept without metadata, or refused."""

import io
import os
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image

from linli.cases.actions import attaching
from linli.cases.models import Attachment
from linli.core.errors import Invalid

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(*, size: tuple[int, int] = (300, 200), kind: str = "JPEG", orientation: int = 1, taken: str = "") -> bytes:
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (28.0, 11.0, 0.0)
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def test_it_stores_a_photo_without_metadata(media: Path) -> None:
    made = attaching.store_photo(content=photo(taken="2026:03:01 09:30:00"), name="a.jpg", purpose="report", now=NOW)
    row = Attachment.objects.get(id=made)
    kept = (media / row.path).read_bytes()
    assert (row.case_id, row.media_type, row.width, row.height) == (None, "image/jpeg", 300, 200)
    assert row.size == len(kept)
    assert row.taken_at == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    assert b"SecretCamera" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_it_turns_the_photo_upright() -> None:
    made = attaching.store_photo(content=photo(orientation=6), name="a.jpg", purpose="after", now=NOW)
    assert (Attachment.objects.get(id=made).width, Attachment.objects.get(id=made).height) == (200, 300)


def test_it_makes_large_photos_smaller() -> None:
    made = attaching.store_photo(content=photo(size=(4000, 3000)), name="a.jpg", purpose="after", now=NOW)
    assert Attachment.objects.get(id=made).width == attaching.PHOTO_SIDE


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_it_reads_other_kinds(kind: str) -> None:
    assert attaching.store_photo(content=photo(kind=kind), name="a", purpose="report", now=NOW)


def test_it_makes_a_thumbnail(media: Path) -> None:
    made = attaching.store_photo(content=photo(size=(1600, 1200)), name="a.jpg", purpose="report", now=NOW)
    small = attaching.thumbnail(path=media / Attachment.objects.get(id=made).path)
    with Image.open(small) as image:
        assert max(image.size) == attaching.THUMBNAIL_SIDE


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff\xe0junk", photo()[:300], b"GIF89a" + b"\0" * 50])
def test_it_refuses_what_is_no_photo(content: bytes) -> None:
    with pytest.raises(attaching.Unreadable):
        attaching.store_photo(content=content, name="a.jpg", purpose="report", now=NOW)


def test_it_refuses_too_many_bytes() -> None:
    with pytest.raises(attaching.TooLarge):
        attaching.store_photo(content=b"x" * (attaching.PHOTO_BYTES + 1), name="a.jpg", purpose="report", now=NOW)


def test_it_refuses_too_many_pixels() -> None:
    with pytest.raises(attaching.TooLarge):
        attaching.store_photo(content=photo(size=(5001, 4000)), name="a.jpg", purpose="report", now=NOW)


def test_it_refuses_an_unknown_purpose() -> None:
    with pytest.raises(Invalid):
        attaching.store_photo(content=photo(), name="a.jpg", purpose="portrait", now=NOW)


def bundle(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def test_it_stores_documents() -> None:
    made = attaching.store(content=b"%PDF-1.7 x", name="协议.pdf", purpose="note", now=NOW)
    assert (Attachment.objects.get(id=made).purpose, Attachment.objects.get(id=made).name) == ("file", "协议.pdf")
    assert attaching.store(content=bundle("word/document.xml"), name="a.docx", purpose="file", now=NOW)
    assert attaching.store(content=bundle("xl/workbook.xml"), name="a.XLSX", purpose="file", now=NOW)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ", "a.pdf"),
        (b"PK", "a.docx"),
        (bundle("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx"),
        (b"%PDF-1.7", "a.exe"),
    ],
)
def test_it_refuses_other_files(content: bytes, name: str) -> None:
    with pytest.raises(attaching.Unreadable):
        attaching.store_file(content=content, name=name, now=NOW)


def test_what_nobody_takes_is_dropped_after_a_day(media: Path) -> None:
    taken_by = attaching.store_photo(content=photo(), name="a.jpg", purpose="report", now=NOW)
    same = attaching.store_photo(content=photo(), name="b.jpg", purpose="report", now=NOW + timedelta(days=1))
    other = attaching.store_photo(content=photo(size=(40, 30)), name="c.jpg", purpose="report", now=NOW)
    paths = {id: media / Attachment.objects.get(id=id).path for id in (taken_by, other)}
    attaching.thumbnail(path=paths[other])
    _age(media)

    assert attaching.forget_unused(now=NOW + timedelta(hours=23)) == 0
    assert attaching.forget_unused(now=NOW + timedelta(hours=25)) == 2

    assert list(Attachment.objects.values_list("id", flat=True)) == [same]
    assert paths[taken_by].exists(), "another upload is the same picture"
    assert not paths[other].exists()
    assert len([file for file in media.rglob("*") if file.is_file()]) == 1


def test_a_file_that_has_just_come_again_is_left_alone(media: Path) -> None:
    made = attaching.store_photo(content=photo(), name="a.jpg", purpose="report", now=NOW)
    path = media / Attachment.objects.get(id=made).path

    assert attaching.drop(ids=[made]) == 1
    assert path.exists()


def _age(media: Path) -> None:
    """As if all files had lain there for an hour."""
    for file in media.rglob("*.jpg"):
        os.utime(file, (time.time() - 3600,) * 2)


def test_how_long_an_upload_waits_can_be_set(settings: LazySettings) -> None:
    settings.UPLOAD_KEPT_HOURS = 2
    attaching.store_photo(content=photo(), name="a.jpg", purpose="report", now=NOW)
    assert attaching.forget_unused(now=NOW + timedelta(hours=1)) == 0
    assert attaching.forget_unused(now=NOW + timedelta(hours=3)) == 1
