"""Keeps models as versions in a folder: plain arrays and a text, no code. The one in use is named by a small file."""

import json
import os
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from linli.reading.errors import BadModel, NoModel, NothingBefore
from linli.reading.queries import keeping
from linli.reading.rules.linear import Model
from linli.reading.types import About, Kept, Trained


def keep(*, name: str, trained: Trained, source: str, now: datetime) -> Kept:
    """Keeps it as the next version and puts it in use; every process sees it in two seconds."""
    home = Path(settings.MODELS) / keeping.checked(name)
    version = str(1 + max((int(found) for found in keeping.versions(name=name)), default=0))
    about = about_of(name=name, version=version, trained=trained, source=source, now=now)
    write(folder=home / version, about=about, model=trained.model)
    _use(home, version)
    return Kept(about, trained.model)


def roll_back(*, name: str) -> About:
    """Puts the version before the one in use back. Raises NoModel, NothingBefore.

    Before a city's first version stands the starting model, where Linli ships one.
    """
    home = Path(settings.MODELS) / keeping.checked(name)
    used = keeping.version_in_use(name=name)
    if not used:
        raise NoModel(_("There is no model of %(name)s yet.") % {"name": name})
    earlier = [found for found in keeping.versions(name=name) if int(found) < int(used)]
    if not earlier and keeping.starting(name=name) is None:
        raise NothingBefore
    _use(home, earlier[-1] if earlier else "")
    kept = keeping.in_use(name=name)
    if kept is None:
        raise BadModel(_("The version before this one cannot be read."))
    return kept.about


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


def write(*, folder: Path, about: About, model: Model) -> None:
    """Writes a model beside its place and moves it there whole: nobody ever reads half of one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
        new = Path(scratch) / "model"
        new.mkdir()
        overwrite(folder=new, about=about, model=model)
        os.replace(new, folder)


def overwrite(*, folder: Path, about: About, model: Model) -> None:
    """Writes the two files of a model into a folder that is there."""
    with (folder / keeping.ARRAYS).open("wb") as out:
        np.savez_compressed(out, codes=model.codes, rarity=model.rarity, weights=model.weights, offsets=model.offsets)
    facts = {
        "format": keeping.FORMAT,
        "about": asdict(about) | {"trained_at": about.trained_at.isoformat()},
        "model": {key: getattr(model, key) for key in keeping.PLAIN},
    }
    (folder / keeping.FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _use(home: Path, version: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=home, prefix=".use-", delete=False) as out:
        out.write(version)
    os.replace(out.name, home / keeping.USED)
