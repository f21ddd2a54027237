"""The two files of a model, read as what they are: arrays and a page of facts. Nothing in them is ever run."""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pydantic import TypeAdapter

from linli.reading.errors import BadModel
from linli.reading.rules.linear import Model
from linli.reading.types import About, Kept

ARRAYS, FACTS = "arrays.npz", "about.json"
FORMAT = 1
LARGEST = 256 << 20
"""Bytes that the arrays of a model may fill once unpacked; `training` stays below half of it."""
LONGEST = 16 << 20
"""Bytes of the page of facts."""

_DTYPES = {"codes": np.dtype(np.uint64), "rarity": np.dtype(np.float32), "weights": np.dtype(np.float16)}
_DTYPES["offsets"] = np.dtype(np.float32)
_DAMAGED = (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, SyntaxError, MemoryError)
"""What reading damaged or hostile files raises: RuntimeError holds encrypted, unknown and too deeply nested ones."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What a model holds beside its arrays."""

    labels: tuple[str, ...]
    sharpness: float
    slope: float
    lift: float
    sure_from: float
    least_score: float
    least_pieces: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The page of facts."""

    format: int
    about: About
    model: Plain


_FACTS = TypeAdapter(Facts)


def read(*, folder: Path) -> Kept:
    """A model as it was written. Raises BadModel for files that are damaged, too large or do not belong together."""
    try:
        facts = _FACTS.validate_python(_json(folder / FACTS))
        model = _model(facts.model, _arrays(folder / ARRAYS))
        is_whole = facts.format == FORMAT and _fits(model)
    except (*_DAMAGED, BadZipFile, zlib.error) as error:
        raise BadModel(_("The model in %(folder)s cannot be read.") % {"folder": folder}) from error
    if not is_whole:
        raise BadModel(_("The model in %(folder)s cannot be read.") % {"folder": folder})
    return Kept(facts.about, model)


def _json(file: Path) -> object:
    if file.stat().st_size > LONGEST:
        raise ValueError(f"{file.name} is too long")
    return json.loads(file.read_text(encoding="utf-8"))


def _arrays(file: Path) -> dict[str, NDArray[Any]]:
    with ZipFile(file) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST:
            raise ValueError(f"{file.name} is too large")
    with np.load(file, allow_pickle=False) as arrays:
        return {key: arrays[key] for key in _DTYPES}


def _model(plain: Plain, arrays: dict[str, NDArray[Any]]) -> Model:
    return Model(
        labels=plain.labels,
        codes=arrays["codes"],
        rarity=arrays["rarity"],
        weights=arrays["weights"],
        offsets=arrays["offsets"],
        sharpness=plain.sharpness,
        slope=plain.slope,
        lift=plain.lift,
        sure_from=plain.sure_from,
        least_score=plain.least_score,
        least_pieces=plain.least_pieces,
    )


def _fits(model: Model) -> bool:
    """Whether the arrays have the shapes, order and finite numbers that reading a text relies on."""
    arrays = {key: getattr(model, key) for key in _DTYPES}
    if any(array.dtype != _DTYPES[key] for key, array in arrays.items()):
        return False
    codes, labels = len(model.codes), len(model.labels)
    shapes = tuple(array.shape for array in arrays.values())
    is_sorted = bool((model.codes[1:] > model.codes[:-1]).all())
    is_finite = all(bool(np.isfinite(array).all()) for key, array in arrays.items() if key != "codes")
    return shapes == ((codes,), (codes,), (codes, labels), (labels,)) and is_sorted and is_finite and labels > 1
