"""Up to three categories with the words that spoke for each; nothing is chosen."""

from datetime import datetime
from pathlib import Path

from linli.process.registry import registry
from linli.reading.actions.keeping import keep
from linli.reading.actions.training import train
from linli.reading.queries.suggesting import category
from linli.reading.types import Example


def test_the_citys_own_model_speaks(models: Path, examples: list[Example], now: datetime) -> None:
    keep(name="event", trained=train(examples=examples), source="closed cases", now=now)
    found = category("桥头的井盖不见了，露出黑洞", registry().pack("event"))
    assert found.version == "1"
    assert found.top[0].label == "utility.manhole"
    assert found.top[0].probability > 0.5
    assert "井盖" in "".join(found.top[0].words)
    assert len(found.top) <= 3


def test_a_category_that_the_pack_no_longer_has_is_passed_by(
    models: Path, examples: list[Example], now: datetime
) -> None:
    old = [Example(one.text, one.label.replace("utility.manhole", "gone.gone")) for one in examples]
    keep(name="event", trained=train(examples=old), source="closed cases", now=now)
    found = category("桥头的井盖不见了，露出黑洞", registry().pack("event"))
    assert "gone.gone" not in {one.label for one in found.top}
    assert not found.is_sure


def test_without_a_model_the_packs_own_words_speak_and_are_never_sure(models: Path) -> None:
    pack = registry().pack("hazard")
    word = next(one for one in pack.categories.values() if one.words)
    found = category(f"这里有{word.words[0]}", pack)
    assert found.version == ""
    assert found.top
    assert found.top[0].words
    assert not found.is_sure


def test_nothing_known_nothing_suggested(models: Path) -> None:
    assert category("", registry().pack("hazard")).top == ()
