"""The cues of urgency in force here: those that come with Linli, with the city's own added."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.process.definition import Texts
from linli.reading.rules import cues
from linli.reading.rules.cues import CuesInvalid, Lexicon

FILE = "cues.toml"
_log = logging.getLogger(__name__)


def lexicon() -> Lexicon:
    """The cues. A city's file with a fault is passed by, and the log says so."""
    own = Path(settings.CITY_ROOT) / FILE
    return _read(own, own.stat().st_mtime_ns) if own.is_file() else _national()


def title_of(key: str) -> Texts:
    """What a cue is called; its key for one that the city has since taken out."""
    found = lexicon().cues.get(key)
    return found.title if found else {"zh": key, "en": key}


@lru_cache(maxsize=2)
def _read(own: Path, changed: int) -> Lexicon:
    try:
        return cues.read(own.read_text(encoding="utf-8"))
    except (CuesInvalid, UnicodeDecodeError) as fault:
        _log.error("%s: %s", own.name, fault)
        return _national()


@lru_cache(maxsize=1)
def _national() -> Lexicon:
    return cues.read()
