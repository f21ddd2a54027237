"""What identifies somebody reaches no model: texts are masked before anything is learned."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linli.process.registry import registry
from linli.reading.actions.keeping import keep
from linli.reading.actions.training import train
from linli.reading.errors import BadExamples
from linli.reading.queries import files, keeping, suggesting
from linli.reading.rules import grams
from linli.reading.rules.masking import mask
from linli.reading.types import Example
from tests.written import check_digit, left, texts

LABELS = ("utility.streetlight", "utility.manhole")
SLOW = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""A model is learned for each example; making a failing one smaller would take minutes."""


def pieces(codes: grams.Codes) -> list[str]:
    """What each code stands for."""
    return ["".join(chr(int(code) >> shift & 0xFFFF) for shift in (48, 32, 16, 0)).lstrip("\0") for code in codes]


def everything(folder: Path) -> str:
    """All that the files of a model say but its fingerprint: the page of facts, and the pieces, each on its own."""
    kept = files.read(folder=folder)
    facts = (folder / files.FACTS).read_text(encoding="utf-8").replace(kept.about.fingerprint, "")
    return facts + "\n".join(pieces(kept.model.codes))


@pytest.fixture
def home(settings: LazySettings) -> LazySettings:
    keeping.forget()
    return settings


@SLOW
@given(written=st.lists(texts(), min_size=30, max_size=60))
def test_no_file_of_a_model_holds_a_phone_an_identity_number_or_a_plate(
    written: list[tuple[str, str]], home: LazySettings, examples: list[Example]
) -> None:
    told = [Example(f"路灯和井盖，{text}", LABELS[place % 2]) for place, (text, _number) in enumerate(written)]
    trained = train(examples=[*examples, *told])
    with TemporaryDirectory() as scratch:
        home.MODELS = scratch
        keep(name="wage", trained=trained, source=f"{written[0][1]}.csv", now=datetime.now(UTC))
        said = everything(Path(scratch) / "wage" / "1")
    assert "路灯" in said
    assert left(said) == []
    assert not any(one.isdecimal() for piece in pieces(trained.model.codes) for one in piece)


@SLOW
@given(written=st.lists(texts(), min_size=10, max_size=30))
def test_a_model_of_texts_is_the_model_of_the_masked_texts(
    written: list[tuple[str, str]], examples: list[Example]
) -> None:
    """Whatever masking takes out, names among it, changes nothing that is learned."""
    told = [Example(f"{text}，我叫王小明，微信wangxiaoming", one.label) for (text, _), one in zip(written, examples)]  # noqa: B905
    masked = [Example(mask(one.text).text, one.label) for one in told]
    raw, plain = train(examples=[*examples, *told]).model, train(examples=[*examples, *masked]).model
    assert pieces(raw.codes) == pieces(plain.codes)
    assert np.array_equal(raw.weights, plain.weights)
    assert not {"王小", "小明", "wang", "ming"} & set(pieces(raw.codes))


@pytest.mark.parametrize("label", ["13812345678", "湘A12345", f"43010419900307123{check_digit('43010419900307123')}"])
def test_a_label_that_is_somebodys_number_is_refused(label: str, examples: list[Example]) -> None:
    with pytest.raises(BadExamples):
        train(examples=[*examples, Example("路灯坏了", label)])


def test_what_ships_holds_none() -> None:
    for name in ("event", "petition"):
        assert left(everything(keeping.STARTERS / name)) == []


def test_a_suggestion_reads_the_masked_text(models: Path) -> None:
    """No word that spoke is part of a name, even one that is written like a matter."""
    pack = registry().pack("event")
    plain = suggesting.category("路灯不亮，晚上看不见。我叫〔姓名〕", pack)
    named = suggesting.category("路灯不亮，晚上看不见。我叫路灯亮", pack)
    assert named.top == plain.top
