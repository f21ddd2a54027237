"""The model in use for a kind of matter: the city's own version, else the starting model that Linli ships."""

import json
import logging
import re
import threading
import time as monotonic_time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from linli.reading.errors import BadModel, NoModel
from linli.reading.rules.linear import Model
from linli.reading.rules.scoring import LabelScore
from linli.reading.types import About, Kept, Scores

ARRAYS, FACTS, USED = "arrays.npz", "about.json", "in-use"
FORMAT = 1
PLAIN = ("labels", "sharpness", "slope", "lift", "sure_from", "least_score", "least_pieces")
STARTERS = Path(__file__).resolve().parents[1] / "starters"
CHECK_EVERY = 2.0
"""Seconds for which a process trusts that the model which it has read is the one in use."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Held:
    stamp: tuple[str, int]
    kept: Kept | None
    checked_at: float


_held: dict[str, _Held] = {}
_reading = threading.Lock()


def in_use(*, name: str) -> Kept | None:
    """The model in use, at most two seconds old. A damaged one is logged, and the starting model stands in."""
    held = _held.get(name)
    now = monotonic_time.monotonic()
    if held and now - held.checked_at < CHECK_EVERY:
        return held.kept
    with _reading:
        return _looked_at(name, now)


def forget() -> None:
    """Drops what this process has read."""
    _held.clear()


def version_in_use(*, name: str) -> str:
    """The city's own version that is in use; empty when there is none."""
    try:
        return (Path(settings.MODELS) / checked(name) / USED).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def versions(*, name: str) -> tuple[str, ...]:
    """The city's own versions, oldest first."""
    home = Path(settings.MODELS) / checked(name)
    found = (one.name for one in home.glob("*") if one.name.isdecimal() and (one / FACTS).is_file())
    return tuple(sorted(found, key=int))


def starting(*, name: str) -> Kept | None:
    """The model that Linli ships for this kind of matter, if it does."""
    folder = STARTERS / checked(name)
    return _shipped(folder) if (folder / FACTS).is_file() else None


def version(*, name: str, number: str) -> Kept:
    """One of the city's own versions. Raises NoModel, BadModel."""
    if number not in versions(name=name):
        raise NoModel(_("There is no version %(number)s of the model %(name)s.") % {"number": number, "name": name})
    return read(folder=Path(settings.MODELS) / name / number)


def checked(name: str) -> str:
    """The name, if it can be that of a folder. Raises NoModel."""
    if not _NAME.fullmatch(name):
        raise NoModel(_("A model is named like a pack: small letters, digits and underscores."))
    return name


def read(*, folder: Path) -> Kept:
    """A model as it was written. Raises BadModel; nothing in the files is ever run."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            model = _model(facts["model"], {key: arrays[key] for key in ("codes", "rarity", "weights", "offsets")})
        about = _about(facts["about"])
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
        raise BadModel(_("The model in %(folder)s cannot be read.") % {"folder": folder}) from error
    if facts.get("format") != FORMAT or not _fits(model):
        raise BadModel(_("The model in %(folder)s cannot be read.") % {"folder": folder})
    return Kept(about, model)


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
        return file.read_text(encoding="ascii").strip(), file.stat().st_mtime_ns
    except FileNotFoundError:
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
    return read(folder=folder)


def _model(plain: dict[str, Any], arrays: dict[str, Any]) -> Model:
    return Model(
        labels=tuple(str(label) for label in plain["labels"]),
        sharpness=float(plain["sharpness"]),
        slope=float(plain["slope"]),
        lift=float(plain["lift"]),
        sure_from=float(plain["sure_from"]),
        least_score=float(plain["least_score"]),
        least_pieces=int(plain["least_pieces"]),
        **arrays,
    )


def _fits(model: Model) -> bool:
    codes, labels = len(model.codes), len(model.labels)
    shapes = (model.rarity.shape, model.weights.shape, model.offsets.shape)
    is_sorted = bool((model.codes[1:] > model.codes[:-1]).all())
    return shapes == ((codes,), (codes, labels), (labels,)) and is_sorted and model.codes.dtype == np.uint64


def _about(facts: dict[str, Any]) -> About:
    scores = facts["scores"]
    each = tuple(LabelScore(**one) for one in scores["labels"])
    changed = {
        "trained_at": datetime.fromisoformat(facts["trained_at"]),
        "left_out": tuple(facts["left_out"]),
        "scores": Scores(**(scores | {"labels": each})),
    }
    return About(**(facts | changed))
