"""What this process remembers of the map, and how it learns that the map has changed.

Areas and polygons are loaded separately, so a process that never locates holds no geometry. The map's version is read
at most once a second; when it differs, one thread builds the new picture off to the side while the others go on with
the old one, and then the two are swapped. A picture that takes long to build has a thread of its own for it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import Error, connection

from linli.places.models import MapVersion

logger = logging.getLogger(__name__)
T = TypeVar("T")
CHECK_SECONDS = 1.0


class _Check:
    """When the version was last read, what it was, and the pictures that go by it."""

    version = 0
    next_at = 0.0
    pictures: "ClassVar[list[Remembered[Any]]]" = []


class Remembered(Generic[T]):
    """One picture of the map, rebuilt by `build` when the version has changed."""

    def __init__(self, build: Callable[[], T], *, takes_long: bool = False) -> None:
        self._build = build
        self._takes_long = takes_long
        self._lock = threading.Lock()
        self._picture: T | None = None
        self._version = -1
        self._is_own = False
        _Check.pictures.append(self)

    def now(self) -> T:
        """The picture of the newest version known to this process; builds it on first use."""
        version = map_version()
        if self._picture is not None and self._version == version:
            return self._picture
        if self._picture is not None and self._takes_long and not self._is_own:
            if not self._lock.locked():
                threading.Thread(target=self._rebuild_aside, args=(version,), daemon=True).start()
            return self._picture
        return self._rebuild(version)

    def seen(self) -> int:
        """The version of the picture that `now` answers with: of what is drawn from it, and of nothing newer."""
        self.now()
        return self._version

    def catch_up(self, version: int) -> None:
        """Wait for the picture of this version, if an older one was built."""
        if self._picture is not None and self._version != version:
            with self._lock:
                self._fill(version)

    def _rebuild_aside(self, version: int) -> None:
        try:
            self._rebuild(version)
        finally:
            connection.close()

    def drop(self) -> None:
        """Build it anew at the next question, whatever the version, and wait for it."""
        self._version, self._is_own = -1, True

    def _rebuild(self, version: int) -> T:
        if not self._lock.acquire(blocking=self._picture is None):
            assert self._picture is not None
            return self._picture
        try:
            return self._fill(version)
        finally:
            self._lock.release()

    def _fill(self, version: int) -> T:
        if self._picture is None or self._version != version:
            self._picture, self._version, self._is_own = self._build(), version, False
        return self._picture


def map_version() -> int:
    """The map's version, at most a second old: good as an ETag of anything drawn from areas."""
    if time.monotonic() >= _Check.next_at:
        _Check.next_at = time.monotonic() + CHECK_SECONDS
        _Check.version = MapVersion.objects.values_list("version", flat=True).filter(pk=1).first() or 0
    return _Check.version


def forget() -> None:
    """This process has just changed the map, or undone a change: see it at the next question."""
    _Check.next_at = 0.0
    for picture in _Check.pictures:
        picture.drop()


def warm() -> None:
    """Build every picture, so that nobody's first question waits. For a thread of its own at a worker's start."""
    try:
        for picture in _Check.pictures:
            picture.now()
    except Error:  # no database yet: the first question will say so, or find one
        logger.warning("the map could not be read ahead", exc_info=True)
    finally:
        connection.close()


def catch_up() -> None:
    """Somebody has just changed the map, perhaps through another process: wait until this one sees it."""
    _Check.next_at = 0.0
    version = map_version()
    for picture in _Check.pictures:
        picture.catch_up(version)
