"""Files of models that are damaged or hostile are refused with one clear message, and nothing in them runs."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.reading.actions.keeping import about_of, overwrite
from linli.reading.actions.training import train
from linli.reading.errors import BadModel
from linli.reading.queries import files
from linli.reading.types import Example

Change = Callable[[dict[str, object]], object]


@pytest.fixture
def folder(tmp_path: Path, examples: list[Example], now: datetime) -> Path:
    """The files of a small model."""
    trained = train(examples=examples)
    about = about_of(name="wage", version="1", trained=trained, source="test", now=now)
    overwrite(folder=tmp_path, about=about, model=trained.model)
    return tmp_path


def _refused(folder: Path) -> None:
    with override("en"), pytest.raises(BadModel, match="cannot be read"):
        files.read(folder=folder)


def _arrays(folder: Path, **change: object) -> None:
    with np.load(folder / files.ARRAYS) as arrays:
        found = {key: arrays[key] for key in arrays}
    np.savez(folder / files.ARRAYS, **(found | change))


def test_it_reads_what_was_written(folder: Path) -> None:
    assert files.read(folder=folder).about.version == "1"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999), file=st.sampled_from([files.ARRAYS, files.FACTS]))
def test_a_file_that_ends_anywhere_is_refused(share: float, file: str, folder: Path) -> None:
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole[: int(share * (len(whole) - 2))])
    try:
        _refused(folder)
    finally:
        (folder / file).write_bytes(whole)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999), byte=st.integers(0, 255), file=st.sampled_from([files.ARRAYS, files.FACTS]))
def test_a_file_with_any_other_byte_is_read_or_refused(share: float, byte: int, file: str, folder: Path) -> None:
    whole = (folder / file).read_bytes()
    changed = bytearray(whole)
    changed[int(share * len(whole))] = byte
    (folder / file).write_bytes(changed)
    try:
        with suppress(BadModel):
            files.read(folder=folder)
    finally:
        (folder / file).write_bytes(whole)


def test_a_pickle_is_refused_and_never_run(folder: Path) -> None:
    _arrays(folder, codes=np.array([print], dtype=object))
    _refused(folder)


def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 1 << 20)
    with ZipFile(folder / files.ARRAYS, "w", ZIP_DEFLATED) as packed:
        packed.writestr("codes.npy", bytes((1 << 20) + 1))
    _refused(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"weights": np.zeros((3, 3), dtype=np.float16)},
        {"weights": np.zeros(3, dtype=np.float64)},
        {"offsets": np.array([np.nan, 0, 0], dtype=np.float32)},
        {"codes": np.array(7, dtype=np.uint64)},
        {"codes": np.array(["a"])},
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, object], folder: Path) -> None:
    _arrays(folder, **change)
    _refused(folder)


@pytest.mark.parametrize(
    "text",
    ["", "null", "7", "[]", "{}", '{"format": 1}', '{"format": 1, "about": [], "model": 3}', "[" * 100_000, "\ud800"],
)
def test_a_page_of_facts_that_is_something_else_is_refused(text: str, folder: Path) -> None:
    (folder / files.FACTS).write_bytes(text.encode("utf-8", "surrogatepass"))
    _refused(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.update(format=2),
        lambda facts: facts["model"].update(sharpness="high"),
        lambda facts: facts["model"].update(labels=["one"]),
        lambda facts: facts["model"].update(labels=[{}, {}, {}]),
        lambda facts: facts["about"].update(trained_at="yesterday"),
        lambda facts: facts["about"].pop("scores"),
        lambda facts: facts["about"]["scores"].update(labels=[1]),
    ],
)
def test_facts_of_another_kind_are_refused(change: Change, folder: Path) -> None:
    facts = json.loads((folder / files.FACTS).read_text(encoding="utf-8"))
    change(facts)
    (folder / files.FACTS).write_text(json.dumps(facts), encoding="utf-8")
    _refused(folder)


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    _refused(tmp_path)
