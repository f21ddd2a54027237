"""Photos and files before a case takes them: checked, re-encoded without metadata, kept under their digest."""

import hashlib
import io
import time
import uuid
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.cases.models import Attachment
from linli.core.errors import Invalid

PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_PIXELS = 20_000_000
PHOTO_SIDE = 2048
THUMBNAIL_SIDE = 480
FILE_BYTES = 20 * 1024 * 1024
PURPOSES = frozenset({"report", "before", "after", "note", "file"})
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
JUST_NOW = 60.0
"""Seconds for which a file that was written or found again is left alone: its row may be about to come."""
_EXIF_IFD, _TAKEN_AT, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011


class Unreadable(Invalid):
    """The file is no photo or document that Linli can keep."""

    code = "attachment-unreadable"


class TooLarge(Invalid):
    """The file is larger than Linli keeps."""

    code = "attachment-too-large"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What goes to disk."""

    content: bytes
    media_type: str
    suffix: str
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None


def store_photo(*, content: bytes, name: str, purpose: str, now: datetime) -> UUID:
    """Keep a photo (JPEG, PNG or WebP, ≤ 10 MB and 20 megapixels) as JPEG of at most 2048 px, its metadata gone.

    Only the time it was taken survives. Returns an attachment of no case yet. Raises `Unreadable`, `TooLarge`.
    """
    _check_purpose(purpose)
    if len(content) > PHOTO_BYTES:
        raise TooLarge(_("The photo is larger than 10 MB. Take a smaller one."))
    image = _opened(content)
    if image.width * image.height > PHOTO_PIXELS:
        raise TooLarge(_("The photo has more than 20 megapixels. Take a smaller one."))
    return _keep(kept=_reencoded(image), name=name, purpose=purpose, now=now)


def store_file(*, content: bytes, name: str, now: datetime) -> UUID:
    """Keep a PDF, DOCX or XLSX (≤ 20 MB); macros are refused. Raises `Unreadable`, `TooLarge`."""
    if len(content) > FILE_BYTES:
        raise TooLarge(_("The file is larger than 20 MB. Send a smaller one."))
    suffix = Path(name).suffix.lower().lstrip(".")
    if suffix not in MEDIA_TYPES or not _is_what_it_says(content, suffix):
        raise Unreadable(_("Only photos, PDF, Word (docx) and Excel (xlsx) files can be attached."))
    return _keep(kept=_Kept(content, MEDIA_TYPES[suffix], suffix), name=name, purpose="file", now=now)


def store_document(*, content: bytes, name: str, purpose: str, now: datetime) -> UUID:
    """Keep a Word document that Linli itself wrote for a step."""
    return _keep(kept=_Kept(content, MEDIA_TYPES["docx"], "docx"), name=name, purpose=purpose, now=now)


def store(*, content: bytes, name: str, purpose: str, now: datetime) -> UUID:
    """Keep a photo or a file, by its name's ending."""
    if Path(name).suffix.lower().lstrip(".") in MEDIA_TYPES:
        return store_file(content=content, name=name, now=now)
    return store_photo(content=content, name=name, purpose=purpose, now=now)


def kept_at(*, path: str) -> Path:
    """Where the file of an attachment lies on disk."""
    return Path(str(settings.MEDIA_ROOT)) / path


def thumbnail(*, path: Path) -> Path:
    """The small copy beside a kept photo, made when first asked for."""
    small = _small(path)
    if not small.exists():
        with Image.open(path) as image:
            image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            _write(small, _jpeg(image, quality=75))
    return small


def _small(path: Path) -> Path:
    return path.with_name(f"{path.stem}.small.jpg")


def forget_unused(*, now: datetime, limit: int = 1000) -> int:
    """Drops uploads that no report or step has taken within `UPLOAD_KEPT_HOURS`. Answers how many."""
    left = now - timedelta(hours=settings.UPLOAD_KEPT_HOURS)
    waiting = Attachment.objects.filter(case=None, uploaded_at__lt=left).order_by("uploaded_at")
    return drop(ids=list(waiting.values_list("id", flat=True)[:limit]), only_unused=True)


def drop(*, ids: Sequence[UUID], only_unused: bool = False) -> int:
    """Drops attachments, and their files where no other attachment is the same picture. Answers how many.

    With `only_unused`, leaves what a case has taken meanwhile.
    """
    with transaction.atomic():
        rows = Attachment.objects.filter(id__in=ids, **({"case": None} if only_unused else {}))
        paths = set(rows.values_list("path", flat=True))
        count, _by_kind = rows.delete()
    for path in paths - set(Attachment.objects.filter(path__in=paths).values_list("path", flat=True)):
        _unlink(kept_at(path=path))
    return count


def _unlink(path: Path) -> None:
    """Takes a file and its small copy away, unless an upload of the same picture has just come upon it."""
    if path.exists() and time.time() - path.stat().st_mtime > JUST_NOW:
        path.unlink(missing_ok=True)
        _small(path).unlink(missing_ok=True)


def _check_purpose(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise Invalid(_("There is no such purpose of a photo: %(purpose)s") % {"purpose": purpose})


def _opened(content: bytes) -> Image.Image:
    """The verified image; `verify` consumes the first reader, so it is opened twice."""
    problem = Unreadable(_("This is no photo that can be read. Send a JPEG, PNG or WebP picture."))
    try:
        with Image.open(io.BytesIO(content), formats=PHOTO_FORMATS) as probe:
            if probe.width * probe.height <= PHOTO_PIXELS:
                probe.verify()
        return Image.open(io.BytesIO(content), formats=PHOTO_FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, EOFError) as error:
        raise problem from error


def _reencoded(image: Image.Image) -> _Kept:
    taken_at = _taken_at(image)
    try:
        image.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
        content = _jpeg(upright, quality=82)
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable(_("The photo is damaged. Take it again.")) from error
    return _Kept(content, "image/jpeg", "jpg", upright.width, upright.height, taken_at)


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    """Pixels only: a fresh canvas carries no EXIF, XMP, comment or colour profile along; transparency becomes white."""
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _taken_at(image: Image.Image) -> datetime | None:
    """When the camera says the photo was taken; without an offset, read in the city's time zone."""
    with suppress(Exception):  # cameras write nonsense into EXIF; the photo itself still counts
        exif = image.getexif().get_ifd(_EXIF_IFD)
        taken = datetime.strptime(str(exif[_TAKEN_AT]), "%Y:%m:%d %H:%M:%S")
        offset = str(exif.get(_TAKEN_OFFSET, "")).strip("\0 ")
        if offset:
            return datetime.strptime(f"{taken:%Y:%m:%d %H:%M:%S}{offset}", "%Y:%m:%d %H:%M:%S%z")
        return taken.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    return None


def _is_what_it_says(content: bytes, suffix: str) -> bool:
    if suffix == "pdf":
        return content.startswith(b"%PDF-")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            names = set(bundle.namelist())
    except zipfile.BadZipFile:
        return False
    return OFFICE[suffix] in names and not any(name.endswith("vbaProject.bin") for name in names)


def _keep(*, kept: _Kept, name: str, purpose: str, now: datetime) -> UUID:
    digest = hashlib.sha256(kept.content).hexdigest()
    path = f"{digest[:2]}/{digest}.{kept.suffix}"
    _write(kept_at(path=path), kept.content)
    attachment = Attachment.objects.create(
        id=uuid.uuid4(),
        purpose=purpose,
        name=Path(name).name[:160] or f"{purpose}.{kept.suffix}",
        path=path,
        media_type=kept.media_type,
        size=len(kept.content),
        width=kept.width,
        height=kept.height,
        sha256=digest,
        taken_at=kept.taken_at,
        uploaded_at=now,
    )
    return attachment.id


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader never meets half a file."""
    if path.exists():
        path.touch()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    part.write_bytes(content)
    part.replace(path)
