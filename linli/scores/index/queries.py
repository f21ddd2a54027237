"""The indices in force: those that come with Linli, with a city's own added or in their place."""

import logging
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.cases.queries.packs import installed
from linli.process.definition import Pack
from linli.scores.index.definition import Catalogue
from linli.scores.index.reading import Reading, read

NATIONAL = Path(__file__).with_name("national.toml")
FILE = "indices.toml"
_log = logging.getLogger(__name__)


def current() -> Catalogue:
    """The catalogue. Indices with faults are passed by, and the log says so; `index check` lists them."""
    own = own_file()
    editions = tuple((pack.key, pack.version) for pack in installed().known())
    return _current(own, own.stat().st_mtime_ns if own.is_file() else 0, editions)


def own_file() -> Path:
    """Where a city's own indices lie, if it has any."""
    return Path(settings.CITY_ROOT) / FILE


def reading(*, packs: Collection[Pack]) -> Reading:
    """The city's file read over the indices that come with Linli, with the faults of both."""
    national, own = read(NATIONAL, packs=packs), own_file()
    if not own.is_file():
        return national
    found = read(own, packs=packs, base=national.catalogue)
    return Reading(found.catalogue, national.faults + found.faults)


@lru_cache(maxsize=2)
def _current(own: Path, changed: int, editions: tuple[tuple[str, str], ...]) -> Catalogue:
    """Read anew when the city's file or a pack changes."""
    found = reading(packs=installed().known())
    for fault in found.faults:
        _log.error("%s", fault)
    return found.catalogue
