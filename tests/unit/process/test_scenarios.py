"""Scenarios are read with their times, and what they name must exist."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from linli.process.check import read
from linli.process.errors import BadPackError
from linli.process.scenarios import check, load

Write = Callable[..., Path]
SOUND = """\
[[scenario]]
title = { zh = "找到", en = "Found" }
step = [
    { at = 2026-03-02 09:00:00, who = "resident", action = "open", expect = { stage = "reported" } },
    { at = 2026-03-02 10:00:00, who = "desk", action = "send", expect = { due = { whole = 2026-03-05 09:00:00 } } },
]
"""


@pytest.fixture
def folder(write: Write) -> Path:
    folder = write()
    (folder / "scenarios.toml").write_text(SOUND, encoding="utf-8")
    return folder


def test_it_reads_steps_with_local_times(folder: Path) -> None:
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    (scenario,) = load(pack)
    assert scenario.steps[0].at == datetime(2026, 3, 2, 9)
    assert scenario.steps[1].expect.due == {"whole": datetime(2026, 3, 5, 9)}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('action = "send"', 'action = "fly"', 5, "action 'fly' is not in the pack"),
        ('stage = "reported"', 'stage = "lost"', 4, "stage 'lost' is not in the pack"),
        ("whole =", "part =", 5, "clock 'part' is not in the pack"),
        ('who = "desk"', 'who = "cat"', 5, "must be"),
        ("02 10:00", "01 10:00", 5, "is earlier than the one before it"),
        ('action = "open"', 'action = "send"', 4, "was not opened"),
        ('action = "send"', 'action = "send", inputs = { lead = ["@cat"] }', 5, "lead names '@cat', which is nothing"),
        ("title =", "titel =", 2, "titel is not known here"),
    ],
)
def test_it_finds(folder: Path, old: str, new: str, line: int, message: str) -> None:
    (folder / "scenarios.toml").write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    faults = check(folder)
    assert any(fault.line == line and message in fault.message for fault in faults), [str(fault) for fault in faults]


def test_a_pack_with_faulty_scenarios_is_refused(folder: Path) -> None:
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    (folder / "scenarios.toml").write_text(SOUND.replace('"send"', '"fly"'), encoding="utf-8")
    with pytest.raises(BadPackError):
        load(pack)


def test_a_pack_may_have_none(write: Write) -> None:
    assert check(write()) == ()
