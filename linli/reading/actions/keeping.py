"""Keeps models as versions in a folder: plain arrays and a text, no code. The one in use is named by a small file."""

import errno
import json
import os
import tempfile
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from linli.reading.errors import BadModel, NoModel, NothingBefore
from linli.reading.queries import files, keeping
from linli.reading.rules.linear import Model
from linli.reading.rules.masking import mask
from linli.reading.types import About, Kept, Trained

_PLACES = 6


def keep(*, name: str, trained: Trained, source: str, now: datetime) -> Kept:
    """Keeps it as the next version and puts it in use; every process sees it in two seconds.

    What was written is read back first. Who keeps at the same time gets the number after. Of `source` what identifies
    somebody is left out. Raises BadModel where it cannot be read back.
    """
    home = Path(settings.MODELS) / keeping.checked(name)
    home.mkdir(parents=True, exist_ok=True)
    about = about_of(name=name, version=_next(home), trained=trained, source=mask(source).text, now=now)
    while not write(folder=home / about.version, about=about, model=trained.model):
        about = replace(about, version=_next(home))
    kept = files.read(folder=home / about.version)
    _use(home, about.version)
    return kept


def roll_back(*, name: str) -> About:
    """Puts the version before the one in use back. Raises NoModel, NothingBefore, BadModel.

    Before a city's first version stands the starting model, where Linli ships one.
    """
    home = Path(settings.MODELS) / keeping.checked(name)
    used = keeping.version_in_use(name=name)
    if not used:
        raise NoModel(_("There is no model of %(name)s yet.") % {"name": name})
    if not keeping.is_number(used):
        raise BadModel(_("Which version is in use cannot be read. Train a new one, and it is put in use."))
    earlier = [found for found in keeping.versions(name=name) if int(found) < int(used)]
    before = keeping.version(name=name, number=earlier[-1]) if earlier else keeping.starting(name=name)
    if before is None:
        raise NothingBefore
    _use(home, earlier[-1] if earlier else "")
    return before.about


def _next(home: Path) -> str:
    """A number above all that were ever given, whatever became of their files."""
    return str(1 + max((int(one.name) for one in home.iterdir() if keeping.is_number(one.name)), default=0))


def about_of(*, name: str, version: str, trained: Trained, source: str, now: datetime) -> About:
    """What is kept beside a model."""
    return About(
        name=name,
        version=version,
        trained_at=now,
        source=source,
        fingerprint=trained.fingerprint,
        examples=trained.examples,
        left_out=trained.left_out,
        scores=trained.scores,
    )


def write(*, folder: Path, about: About, model: Model) -> bool:
    """Writes a model beside its place and moves it there whole: nobody ever reads half of one.

    Answers no, and leaves what is there, when the place is taken.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
        new = Path(scratch) / "model"
        new.mkdir()
        overwrite(folder=new, about=about, model=model)
        try:
            os.rename(new, folder)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                return False
            raise
    return True


def overwrite(*, folder: Path, about: About, model: Model) -> None:
    """Writes the two files of a model into a folder that is there."""
    with (folder / files.ARRAYS).open("wb") as out:
        np.savez_compressed(out, codes=model.codes, rarity=model.rarity, weights=model.weights, offsets=model.offsets)
    facts = {
        "format": files.FORMAT,
        "about": asdict(about) | {"trained_at": about.trained_at.isoformat()},
        "model": {key: getattr(model, key) for key in files.Plain.__slots__},
    }
    text = json.dumps(_short(facts), ensure_ascii=False, indent=1)
    (folder / files.FACTS).write_text(f"{text}\n", encoding="utf-8")


def _short(fact: object) -> object:
    """Fractions to six places: longer runs of digits could be taken for somebody's number."""
    if isinstance(fact, dict):
        return {key: _short(one) for key, one in fact.items()}
    if isinstance(fact, list | tuple):
        return [_short(one) for one in fact]
    return round(fact, _PLACES) if isinstance(fact, float) else fact


def _use(home: Path, version: str) -> None:
    """Names the version in use: one small file, put in the place of the one before."""
    with tempfile.TemporaryDirectory(dir=home, prefix=".use-") as scratch:
        new = Path(scratch) / keeping.USED
        new.write_text(version, encoding="ascii")
        os.replace(new, home / keeping.USED)
