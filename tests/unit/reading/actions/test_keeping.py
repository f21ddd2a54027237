"""Models are kept as versions, put in use without a restart, and taken back."""

import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from linli.reading.actions.keeping import keep, roll_back
from linli.reading.actions.training import train
from linli.reading.errors import BadModel, NoModel, NothingBefore
from linli.reading.queries import keeping
from linli.reading.rules import linear
from linli.reading.types import Example, Trained

NAME = "wage"
"""A pack without a starting model."""


@pytest.fixture
def trained(examples: list[Example]) -> Trained:
    return train(examples=examples)


def test_a_kept_model_reads_as_the_one_that_was_learned(models: Path, trained: Trained, now: datetime) -> None:
    kept = keep(name=NAME, trained=trained, source="closed cases", now=now)
    found = keeping.in_use(name=NAME)
    assert found is not None
    assert found.about == kept.about
    assert (found.about.version, found.about.trained_at, found.about.source) == ("1", now, "closed cases")
    text = "小区的路灯不亮"
    assert linear.read(found.model, text) == linear.read(trained.model, text)


def test_a_new_version_is_seen_without_a_restart(
    models: Path, trained: Trained, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(name=NAME, trained=trained, source="one", now=now)
    assert keeping.in_use(name=NAME).about.version == "1"  # type: ignore[union-attr]
    keep(name=NAME, trained=trained, source="two", now=now)
    assert keeping.in_use(name=NAME).about.version == "1"  # type: ignore[union-attr]
    monkeypatch.setattr(keeping, "CHECK_EVERY", 0.0)
    assert keeping.in_use(name=NAME).about.version == "2"  # type: ignore[union-attr]


def test_the_version_before_comes_back_and_the_next_one_gets_a_new_number(
    models: Path, trained: Trained, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "CHECK_EVERY", 0.0)
    for source in ("one", "two"):
        keep(name=NAME, trained=trained, source=source, now=now)
    assert roll_back(name=NAME).source == "one"
    assert keeping.in_use(name=NAME).about.version == "1"  # type: ignore[union-attr]
    assert keep(name=NAME, trained=trained, source="three", now=now).about.version == "3"


def test_nothing_stands_before_the_first_version(models: Path, trained: Trained, now: datetime) -> None:
    with pytest.raises(NoModel):
        roll_back(name=NAME)
    keep(name=NAME, trained=trained, source="one", now=now)
    with pytest.raises(NothingBefore):
        roll_back(name=NAME)


def test_before_a_citys_first_version_stands_the_starting_model(
    models: Path, trained: Trained, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "CHECK_EVERY", 0.0)
    keep(name="event", trained=trained, source="one", now=now)
    assert roll_back(name="event").version == "0"


def test_a_name_that_leads_out_of_the_folder_is_refused(models: Path, trained: Trained, now: datetime) -> None:
    for name in ("../wage", "", "a/b", "Wage"):
        with pytest.raises(NoModel):
            keep(name=name, trained=trained, source="one", now=now)


def test_a_damaged_model_is_refused_and_nothing_in_it_runs(models: Path, trained: Trained, now: datetime) -> None:
    keep(name=NAME, trained=trained, source="one", now=now)
    folder = models / NAME / "1"
    with (folder / keeping.ARRAYS).open("wb") as out:
        np.savez(out, codes=np.array([print], dtype=object), rarity=1, weights=1, offsets=1)
    with pytest.raises(BadModel):
        keeping.read(folder=folder)


def test_arrays_that_do_not_belong_together_are_refused(models: Path, trained: Trained, now: datetime) -> None:
    keep(name=NAME, trained=trained, source="one", now=now)
    file = models / NAME / "1" / keeping.FACTS
    facts = json.loads(file.read_text(encoding="utf-8"))
    facts["model"]["labels"] = facts["model"]["labels"][1:]
    file.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(BadModel):
        keeping.read(folder=file.parent)


def test_without_a_readable_version_the_starting_model_stands_in(
    models: Path, trained: Trained, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    keep(name="event", trained=trained, source="one", now=now)
    (models / "event" / "1" / keeping.ARRAYS).write_bytes(b"")
    found = keeping.in_use(name="event")
    assert found is not None
    assert found.about.version == "0"
    assert "cannot be read" in caplog.text
