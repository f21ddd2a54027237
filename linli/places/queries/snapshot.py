"""What this process remembers of the map, and how it learns that the map has changed.

Areas and polygons are loaded separately, so a process that never locates holds no geometry. The map's version is read
at most once a second; when it differs, one thread builds the new picture off to the side while the others go on with
the old one, and then the two are swapped.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from linli.places.models import MapVersion

T = TypeVar("T")
CHECK_SECONDS = 1.0


class _Check:
    """When the version was last read, what it was, and the pictures that go by it."""

    version = 0
    next_at = 0.0
    pictures: "ClassVar[list[Remembered[Any]]]" = []


class Remembered(Generic[T]):
    """One picture of the map, rebuilt by `build` when the version has changed."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._picture: T | None = None
        self._version = -1
        _Check.pictures.append(self)

    def now(self) -> T:
        """The picture of the newest version known to this process; builds it on first use."""
        version = map_version()
        if self._picture is not None and self._version == version:
            return self._picture
        return self._rebuild(version)

    def drop(self) -> None:
        """Build it anew at the next question, whatever the version."""
        self._version = -1

    def _rebuild(self, version: int) -> T:
        if not self._lock.acquire(blocking=self._picture is None):
            assert self._picture is not None
            return self._picture
        try:
            if self._picture is None or self._version != version:
                self._picture, self._version = self._build(), version
            return self._picture
        finally:
            self._lock.release()


def map_version() -> int:
    """The map's version, at most a second old: good as an ETag of anything drawn from areas."""
    if time.monotonic() >= _Check.next_at:
        _Check.next_at = time.monotonic() + CHECK_SECONDS
        _Check.version = MapVersion.objects.values_list("version", flat=True).filter(pk=1).first() or 0
    return _Check.version


def forget() -> None:
    """Read the version again at the next question: this process has just changed the map, or undone a change."""
    _Check.next_at = 0.0


def reset() -> None:
    """Forget everything, as a test does that wrote areas without an action."""
    forget()
    for picture in _Check.pictures:
        picture.drop()
