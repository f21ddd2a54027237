"""The indicators in force: those that come with Linli, with a city's own added or in their place."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.cases.queries.packs import installed
from linli.process.errors import Fault
from linli.scores.indicators.definition import MEASURES, Catalogue, Indicator
from linli.scores.indicators.reading import Reading, read

NATIONAL = Path(__file__).with_name("national.toml")
FILE = "indicators.toml"
_log = logging.getLogger(__name__)


def current() -> Catalogue:
    """The catalogue. A city's file with faults is passed by, and the log says so; `indicators check` lists them."""
    national = _national()
    own = own_file()
    return (_own(own, own.stat().st_mtime_ns, known()) if own.is_file() else None) or national


def indicator(key: str) -> Indicator | None:
    """The indicator of this key, if there is one."""
    return current().indicators.get(key)


def own_file() -> Path:
    """Where a city's own indicators lie, if it has any."""
    return Path(settings.CITY_ROOT) / FILE


def known() -> frozenset[str]:
    """Every measure that formulas may name: the engine's, and what installed packs count."""
    return MEASURES | {key for pack in installed().known() for key in pack.counts_of_cases()}


def reading(*, file: Path, known: frozenset[str]) -> Reading:
    """A city's file read over the indicators that come with Linli."""
    return read(file, known=known, base=_national().indicators)


def faults(*, known: frozenset[str]) -> tuple[Fault, ...]:
    """What is wrong with the file that comes with Linli and the city's own."""
    own = own_file()
    wrong = read(NATIONAL, known=MEASURES).faults
    return wrong + (reading(file=own, known=known).faults if own.is_file() and not wrong else ())


@lru_cache(maxsize=2)
def _own(file: Path, changed: int, known: frozenset[str]) -> Catalogue | None:
    found = reading(file=file, known=known)
    for fault in found.faults:
        _log.error("%s", fault)
    return found.catalogue


@lru_cache(maxsize=1)
def _national() -> Catalogue:
    found = read(NATIONAL, known=MEASURES).catalogue
    assert found is not None  # a test reads it
    return found
