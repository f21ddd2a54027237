"""Real messages, read from where they lie: a model of segmented ones reads raw ones. No text is kept here.

The raw messages are nearly all among the segmented ones as well, cut into words. Whoever learns from those has seen the
answers, so each raw message's twin is taken out first. The figures are those of docs/explanation/categories.md.
"""

import csv
from pathlib import Path

import pytest

from linli.reading.actions.training import train
from linli.reading.queries.scoring import evaluate
from linli.reading.types import Example

FEW = 2500
"""Segmented messages that are learned from here, so that the test stays short; the page learns from all."""


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def raw(data: Path) -> list[Example]:
    rows = _rows(data / "messages" / "labelled_raw_457.csv")
    return [Example(f"{row['title']}\n{row['text']}", row["label"]) for row in rows]


@pytest.fixture(scope="module")
def apart(data: Path, raw: list[Example]) -> list[Example]:
    """Every third segmented message that is not one of the raw ones: less than half of its words is in any of them."""
    rows = _rows(data / "messages" / "labelled_segmented_8298.csv")[::3]
    places: dict[str, set[int]] = {}
    for place, one in enumerate(raw):
        for length in (3, 4):
            for start in range(len(one.text) - length + 1):
                places.setdefault(one.text[start : start + length], set()).add(place)
    return [Example(row["words"], row["label"]) for row in rows if not _is_twin(row["words"].split(), places)][:FEW]


def _is_twin(words: list[str], places: dict[str, set[int]]) -> bool:
    long = [word for word in dict.fromkeys(words) if len(word) in (3, 4)]
    hits: dict[int, int] = {}
    for word in long:
        for place in places.get(word, ()):
            hits[place] = hits.get(place, 0) + 1
    return max(hits.values(), default=0) >= max(2, len(long) / 2)


def test_raw_messages_are_read_by_what_was_learned_from_segmented_ones(
    apart: list[Example], raw: list[Example]
) -> None:
    trained = train(examples=apart)
    scores = evaluate(model=trained.model, examples=raw, precision=0.95)
    assert len(apart) > 2000
    assert scores.macro_f1 > 0.80
    assert scores.in_three > 0.95
    assert scores.calibration_error < 0.12
    assert scores.coverage_at > 0.4
