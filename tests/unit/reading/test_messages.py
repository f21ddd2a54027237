"""Real messages, read from where they lie: what is masked and which speak of danger, as counts. No text is kept here.

The counts are those of docs/explanation/reading.md; the sampled precision there was judged by hand.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from linli.reading.rules import cues
from linli.reading.rules.masking import mask


@pytest.fixture(scope="module")
def texts(data: Path) -> list[str]:
    """Title and text of 4,783 messages; plates there begin with 楚, which no plate does."""
    found = []
    for name in ("changsha_2019_4326.csv", "labelled_raw_457.csv"):
        with (data / "messages" / name).open(encoding="utf-8-sig") as lines:
            found += [f"{row['title']}\n{row['text']}".replace("楚", "湘") for row in csv.DictReader(lines)]
    return found


def test_pieces_are_found_in_every_sixth_message(texts: list[str]) -> None:
    masked = [mask(text) for text in texts]
    kinds = Counter(span.kind for one in masked for span in one.spans)

    assert len(texts) == 4783
    assert 700 <= sum(bool(one.spans) for one in masked) <= 950
    assert 1300 <= kinds["address"] <= 1700
    assert 120 <= kinds["name"] <= 180
    assert kinds["plate"] >= 40
    assert kinds["phone"] >= 1


def test_a_masked_message_stays_as_it_is(texts: list[str]) -> None:
    masked = [mask(text).text for text in texts]
    again = [mask(text).text for text in masked]

    assert sum(one != other for one, other in zip(masked, again, strict=True)) <= 2


def test_few_messages_of_a_mailbox_speak_of_danger_now(texts: list[str]) -> None:
    lexicon = cues.read()

    assert 50 <= sum(bool(lexicon.find(text)) for text in texts) <= 110
