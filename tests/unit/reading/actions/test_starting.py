"""The starting models that Linli ships: made of its own sentences, for categories that the packs have."""

from datetime import datetime
from pathlib import Path

import pytest

from linli.process.registry import registry
from linli.reading.actions import starting, training
from linli.reading.errors import NoModel
from linli.reading.queries import keeping, suggesting

SHIPPED = ("event", "petition")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_model_is_of_the_sentences_and_words_of_today(name: str) -> None:
    """After a change of either: `./run train --starting --pack NAME`."""
    used = starting.sentences(name=name) + starting.words(registry().pack(name))
    kept = keeping.starting(name=name)
    assert kept is not None
    assert kept.about.fingerprint == training.fingerprint(used)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_sentence_is_about_a_category_of_the_pack(name: str) -> None:
    assert {one.label for one in starting.sentences(name=name)} <= set(registry().pack(name).categories)


@pytest.mark.parametrize("text", ["今天天气真好", "请问你们几点下班", "谢谢", "哈哈哈哈", "对方不还我借给他的三万元"])
def test_it_is_unsure_rather_than_guessing(text: str, models: Path) -> None:
    assert not suggesting.category(text, registry().pack("event")).is_sure


def test_what_is_plain_is_among_the_three(models: Path) -> None:
    found = suggesting.category("我家门口的路灯不亮了，晚上看不见", registry().pack("event"))
    assert found.top[0].label == "utility.streetlight"
    assert found.version == "0"


def test_a_pack_without_sentences_has_no_starting_model(now: datetime) -> None:
    with pytest.raises(NoModel):
        starting.start(pack=registry().pack("wage"), now=now)
