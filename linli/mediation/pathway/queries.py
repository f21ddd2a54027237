"""The pathway in force: the city's own, else the one that comes with Linli."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.mediation.pathway.definition import Pathway
from linli.mediation.pathway.reading import read
from linli.process.errors import Fault

NATIONAL = Path(__file__).with_name("national.toml")
FILE = "pathway.toml"
_log = logging.getLogger(__name__)


def current() -> Pathway:
    """The pathway. A city's file with faults is passed by, and the log says so; `linli serve` lists the faults."""
    own = Path(settings.CITY_ROOT) / FILE
    return (_own(own, own.stat().st_mtime_ns) if own.is_file() else None) or _national()


def faults() -> tuple[Fault, ...]:
    """What is wrong with the city's own file."""
    own = Path(settings.CITY_ROOT) / FILE
    return read(own).faults if own.is_file() else ()


@lru_cache(maxsize=2)
def _own(file: Path, changed: int) -> Pathway | None:
    reading = read(file)
    for fault in reading.faults:
        _log.error("%s", fault)
    return reading.pathway


@lru_cache(maxsize=1)
def _national() -> Pathway:
    found = read(NATIONAL).pathway
    assert found is not None  # a test reads it
    return found
