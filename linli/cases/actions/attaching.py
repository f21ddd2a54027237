"""Photos and files before a case takes them: checked, re-encoded without metadata, kept under their digest."""

import hashlib
import io
import time
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.cases.models import Attachment
from linli.cases.rules import exif
from linli.cases.rules.proofs import metres_between
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
    taken_by: str = ""
    where: tuple[float, float] | None = None
    apart_metres: int | None = None
    apart_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceFix:
    """When and where a device was (WGS 84 degrees), asked for once with its owner's consent. `where` may be unknown."""

    at: datetime
    where: tuple[float, float] | None = None


def store_photo(
    *,
    content: bytes,
    name: str,
    purpose: str,
    now: datetime,
    is_proof: bool = False,
    device: DeviceFix | None = None,
) -> UUID:
    """Keep a photo (JPEG, PNG or WebP, ≤ 10 MB and 20 megapixels) as JPEG of at most 2048 px, its metadata gone.

    Only the time it was taken survives. For a photo that is to prove something (`is_proof`) the place is kept beside
    it, until a case takes the photo and keeps the distance alone; the device's fix stands in for what the photo lacks.
    Where both speak, only how far they are apart is kept beside it, and no longer than the place.
    Returns an attachment of no case yet. Raises `Unreadable`, `TooLarge`.
    """
    _check_purpose(purpose)
    if len(content) > PHOTO_BYTES:
        raise TooLarge(_("The photo is larger than 10 MB. Take a smaller one."))
    image = _opened(content)
    if image.width * image.height > PHOTO_PIXELS:
        raise TooLarge(_("The photo has more than 20 megapixels. Take a smaller one."))
    kept = _reencoded(image)
    return _keep(kept=_proven(kept, image, device) if is_proof else kept, name=name, purpose=purpose, now=now)


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


def store_bundle(*, content: bytes, name: str, purpose: str, now: datetime) -> UUID:
    """Keep a ZIP that Linli itself packed, such as the volume of a case."""
    return _keep(kept=_Kept(content, "application/zip", "zip"), name=name, purpose=purpose, now=now)


def _proven(kept: _Kept, image: Image.Image, device: DeviceFix | None) -> _Kept:
    """With the place. What the photo says goes before what the device says: phones keep the time and drop the place."""
    where = exif.taken_where(image=image)
    if device is None:
        return replace(kept, where=where, taken_by="photo" if where or kept.taken_at else "")
    is_mine = where is not None or (device.where is None and kept.taken_at is not None)
    return replace(
        kept,
        where=where or device.where,
        taken_at=kept.taken_at or device.at,
        taken_by="photo" if is_mine else "device",
        apart_metres=_metres_apart(where, device.where),
        apart_seconds=round((kept.taken_at - device.at).total_seconds()) if kept.taken_at else None,
    )


def _metres_apart(where: tuple[float, float] | None, other: tuple[float, float] | None) -> int | None:
    if where is None or other is None:
        return None
    return round(metres_between(lon=where[0], lat=where[1], other_lon=other[0], other_lat=other[1]))


def store(
    *,
    content: bytes,
    name: str,
    purpose: str,
    now: datetime,
    is_proof: bool = True,
    device: DeviceFix | None = None,
) -> UUID:
    """Keep a photo, which proves something unless said otherwise, or a file, by its name's ending."""
    if Path(name).suffix.lower().lstrip(".") in MEDIA_TYPES:
        return store_file(content=content, name=name, now=now)
    return store_photo(content=content, name=name, purpose=purpose, now=now, is_proof=is_proof, device=device)


def keep_beside(*, id: UUID, case_id: int) -> None:
    """Gives an upload to the room beside a case. It goes when the case is erased."""
    rows = Attachment.objects.filter(id=id, case=None)
    rows.update(case_id=case_id, purpose=Attachment.BESIDE, **Attachment.UNPLACED)


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
    taken_at = exif.taken_at(image=image, zone=settings.TIME_ZONE)
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
        taken_by=kept.taken_by,
        taken_lon=kept.where[0] if kept.where else None,
        taken_lat=kept.where[1] if kept.where else None,
        apart_metres=kept.apart_metres,
        apart_seconds=kept.apart_seconds,
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
