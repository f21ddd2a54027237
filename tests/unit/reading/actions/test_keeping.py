"""Models are kept as versions, put in use without a restart, and taken back."""

import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from linli.reading.actions import keeping as kept_actions
from linli.reading.actions.keeping import keep, roll_back
from linli.reading.actions.training import train
from linli.reading.errors import BadModel, NoModel, NothingBefore
from linli.reading.queries import files, keeping
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
    assert linear.read(found.model, text) == linear.read(kept.model, text)
    ours, learned = linear.read(found.model, text).likely, linear.read(trained.model, text).likely
    assert [one.probability for one in ours] == pytest.approx([one.probability for one in learned], abs=1e-4)


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
    with (folder / files.ARRAYS).open("wb") as out:
        np.savez(out, codes=np.array([print], dtype=object), rarity=1, weights=1, offsets=1)
    with pytest.raises(BadModel):
        files.read(folder=folder)


def test_arrays_that_do_not_belong_together_are_refused(models: Path, trained: Trained, now: datetime) -> None:
    keep(name=NAME, trained=trained, source="one", now=now)
    file = models / NAME / "1" / files.FACTS
    facts = json.loads(file.read_text(encoding="utf-8"))
    facts["model"]["labels"] = facts["model"]["labels"][1:]
    file.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(BadModel):
        files.read(folder=file.parent)


def test_without_a_readable_version_the_starting_model_stands_in(
    models: Path, trained: Trained, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    keep(name="event", trained=trained, source="one", now=now)
    (models / "event" / "1" / files.ARRAYS).write_bytes(b"")
    found = keeping.in_use(name="event")
    assert found is not None
    assert found.about.version == "0"
    assert "cannot be read" in caplog.text


def test_who_keeps_at_the_same_time_gets_the_number_after(
    models: Path, trained: Trained, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number was free when it was looked for, and somebody took it since."""
    keep(name=NAME, trained=trained, source="one", now=now)
    answers = iter(["1", "2"])
    monkeypatch.setattr(kept_actions, "_next", lambda home: next(answers))
    assert keep(name=NAME, trained=trained, source="two", now=now).about.version == "2"
    assert keeping.version(name=NAME, number="1").about.source == "one"


def test_a_number_whose_files_are_gone_is_not_given_again(models: Path, trained: Trained, now: datetime) -> None:
    keep(name=NAME, trained=trained, source="one", now=now)
    (models / NAME / "1" / files.FACTS).unlink()
    assert keep(name=NAME, trained=trained, source="two", now=now).about.version == "2"
    assert {one.name for one in (models / NAME).iterdir()} == {"1", "2", keeping.USED}


@pytest.mark.parametrize("used", ["../../2", "\u00fc", "", "7", "x" * 10_000])
def test_a_name_of_the_version_in_use_that_leads_nowhere_stops_nothing(
    used: str, models: Path, trained: Trained, now: datetime
) -> None:
    keep(name="event", trained=trained, source="one", now=now)
    (models / "event" / keeping.USED).write_text(used, encoding="utf-8")
    keeping.forget()
    found = keeping.in_use(name="event")
    assert found is not None
    assert found.about.version == "0"


def test_going_back_to_a_damaged_version_is_refused_and_changes_nothing(
    models: Path, trained: Trained, now: datetime
) -> None:
    for source in ("one", "two"):
        keep(name=NAME, trained=trained, source=source, now=now)
    (models / NAME / "1" / files.ARRAYS).write_bytes(b"PK")
    with pytest.raises(BadModel):
        roll_back(name=NAME)
    assert keeping.version_in_use(name=NAME) == "2"


def test_every_account_of_the_machine_may_read_which_version_is_in_use(
    models: Path, trained: Trained, now: datetime
) -> None:
    keep(name=NAME, trained=trained, source="one", now=now)
    like = models / "like"
    like.touch()
    assert (models / NAME / keeping.USED).stat().st_mode == like.stat().st_mode
