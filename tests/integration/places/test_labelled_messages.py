"""Places read from 240 real messages against a person's reading of them (docs/explanation/place-from-text.md).

The rules were tuned on messages with even ids; answers for odd ids were looked at afterwards only.
"""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from config.paths import ROOT
from linli.cli.places import measure
from linli.intake.queries import places_in_texts
from linli.places import queries
from linli.places.actions import import_divisions
from linli.places.city import current
from linli.places.rules.agreement import Agreement, Pair, agreement

LABELS = Path(__file__).parent / "labelled_messages.csv"
MAPPING = ROOT / "cities/changsha/imports/mayors-mailbox.toml"
LEAST = {"county": 0.93, "town": 0.90, "village": 0.80}

pytestmark = pytest.mark.django_db


@pytest.fixture
def messages(data: Path, now: datetime) -> Path:
    divisions = ROOT / "cities/changsha/divisions.csv"
    import_divisions(content=divisions.read_bytes(), name=divisions.name, by=None, now=now)
    return data / "messages/changsha_2019_4326.csv"


def labelled() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_what_is_answered_is_right_and_most_is_found(messages: Path) -> None:
    answers = places_in_texts(content=messages.read_bytes(), name=messages.name, mapping=MAPPING.read_bytes())
    rows = labelled()
    even = [row for row in rows if int(row["message_id"]) % 2 == 0]
    odd = [row for row in rows if int(row["message_id"]) % 2 == 1]
    assert len(even) >= 100
    assert len(odd) >= 100
    for half in (even, odd):
        found = held_against(half, answers)
        assert found.precision.of >= 60
        assert found.precision.hits >= 0.98 * found.precision.of
        assert found.outcomes["wrong"] == 0
        for level, share in found.recall.items():
            assert share.hits >= LEAST[level] * share.of, (level, share)


def held_against(rows: Sequence[dict[str, str]], answers: dict[str, str]) -> Agreement:
    pairs = [Pair(row["code"], answers[row["message_id"]], row["unsure"] == "yes") for row in rows]
    return agreement(pairs=pairs, city=current())


def test_labels_are_areas_of_the_city_and_hold_no_text(messages: Path) -> None:
    rows = labelled()
    assert len(rows) >= 200
    assert all(set(row) == {"message_id", "code", "unsure"} for row in rows)
    assert all(not row["code"] or queries.exists(row["code"]) for row in rows)
    assert {len(row["code"]) for row in rows} == {0, 6, 9, 12}


def test_the_command_says_the_figures_with_their_intervals(messages: Path) -> None:
    result = CliRunner().invoke(measure, [str(messages), str(LABELS), "--mapping", str(MAPPING)])
    assert result.exit_code == 0, result.output
    assert "precision below the city: 9" in result.output
    assert [line.partition(":")[0] for line in result.output.splitlines()[2:]] == [
        "recall of county",
        "recall of town",
        "recall of village",
    ]
    assert result.output.count("95 % interval") == 4


def test_the_command_refuses_labels_of_other_messages(messages: Path, tmp_path: Path) -> None:
    other = tmp_path / "labels.csv"
    other.write_text("message_id,code,unsure\n1,430104,\n", encoding="utf-8")
    result = CliRunner().invoke(measure, [str(messages), str(other), "--mapping", str(MAPPING)])
    assert result.exit_code != 0
    assert "the first 1" in result.output


def test_candidates_come_with_words_and_reasons(messages: Path) -> None:
    text = "A3区桐梓坡路路灯坏了"
    with translation.override("en"):
        answer, other = queries.candidates_in_text(text=text, aliases={"A3区": "430104"})
        found = queries.find_in_text(text=text, aliases={"A3区": "430104"})
    assert found is not None
    assert (answer.area_code, answer.reason, answer.is_answer) == (found.area_code, found.reason, True)
    assert [text[start:end] for start, end in other.spans] == ["桐梓坡"]
    assert "perhaps short for" in other.reason
    assert "桐梓坡社区" in other.reason
    guesses = queries.candidates_in_text(text="沙田村的路坏了", most=2)
    assert len(guesses) == 2
    assert not any(guess.is_answer for guess in guesses)
