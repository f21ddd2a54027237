"""The model in use for a kind of matter: the city's own version, else the starting model that Linli ships."""

import logging
import re
import threading
import time as monotonic_time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from linli.reading.errors import BadModel, NoModel
from linli.reading.queries import files
from linli.reading.types import Kept

USED = "in-use"
STARTERS = Path(__file__).resolve().parents[1] / "starters"
CHECK_EVERY = 2.0
"""Seconds for which a process trusts that the model which it has read is the one in use."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Held:
    stamp: tuple[str, int]
    kept: Kept | None
    checked_at: float


_held: dict[str, _Held] = {}
_reading = threading.Lock()


def in_use(*, name: str) -> Kept | None:
    """The model in use, at most two seconds old. A damaged one is logged, and the starting model stands in.

    While one thread reads a new version, the others go on with the one before.
    """
    held = _held.get(name)
    now = monotonic_time.monotonic()
    if held and now - held.checked_at < CHECK_EVERY:
        return held.kept
    if not _reading.acquire(blocking=held is None):
        return held.kept if held else None
    try:
        return _looked_at(name, now)
    finally:
        _reading.release()


def forget() -> None:
    """Drops what this process has read."""
    _held.clear()


def version_in_use(*, name: str) -> str:
    """The city's own version that is in use; empty when there is none."""
    return _stamp(name)[0]


def versions(*, name: str) -> tuple[str, ...]:
    """The city's own versions, oldest first."""
    home = Path(settings.MODELS) / checked(name)
    found = (one.name for one in home.glob("*") if is_number(one.name) and (one / files.FACTS).is_file())
    return tuple(sorted(found, key=int))


def starting(*, name: str) -> Kept | None:
    """The model that Linli ships for this kind of matter, if it does."""
    folder = STARTERS / checked(name)
    return _shipped(folder) if (folder / files.FACTS).is_file() else None


def version(*, name: str, number: str) -> Kept:
    """One of the city's own versions. Raises NoModel, BadModel."""
    if number not in versions(name=name):
        raise NoModel(_("There is no version %(number)s of the model %(name)s.") % {"number": number, "name": name})
    return files.read(folder=Path(settings.MODELS) / name / number)


def checked(name: str) -> str:
    """The name, if it can be that of a folder. Raises NoModel."""
    if not _NAME.fullmatch(name):
        raise NoModel(_("A model is named like a pack: small letters, digits and underscores."))
    return name


def is_number(version: str) -> bool:
    """Whether it can be the number of a version."""
    return bool(_NUMBER.fullmatch(version))


def _looked_at(name: str, now: float) -> Kept | None:
    stamp = _stamp(name)
    held = _held.get(name)
    if held is None or held.stamp != stamp:
        held = _held[name] = _Held(stamp, _read(name, stamp[0]), now)
    held.checked_at = now
    return held.kept


def _stamp(name: str) -> tuple[str, int]:
    file = Path(settings.MODELS) / checked(name) / USED
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()[:20], file.stat().st_mtime_ns
    except FileNotFoundError:
        return "", 0
    except OSError:
        _log.exception("which version of the model %s is in use cannot be read", name)
        return "", 0


def _read(name: str, number: str) -> Kept | None:
    if number:
        try:
            return version(name=name, number=number)
        except (BadModel, NoModel):
            _log.exception("version %s of the model %s cannot be read", number, name)
    return starting(name=name)


@lru_cache(maxsize=16)
def _shipped(folder: Path) -> Kept:
    return files.read(folder=folder)
