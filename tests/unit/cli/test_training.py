"""`linli train FILE` and `linli evaluate FILE`."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from linli.cli.main import load, main
from linli.reading.queries import keeping

ROWS = [
    (f"{place}{text}", label)
    for label, texts in {
        "light": ("路灯坏了一排，晚上漆黑", "路灯不亮，走夜路害怕", "灯杆上的路灯一直闪"),
        "cover": ("井盖不见了，露出黑洞", "窨井盖被压裂，车过有响声", "污水井没有盖板"),
    }.items()
    for text in texts
    for place in ("小区北门", "学校旁边", "村口", "公园里", "车站对面", "桥头")
]


@pytest.fixture
def file(tmp_path: Path, settings: LazySettings) -> Path:
    """36 texts in columns `what` and `kind`, and an empty folder for models."""
    settings.MODELS = tmp_path / "models"
    keeping.forget()
    return _written(tmp_path / "decided.csv", ("what", "kind"), ROWS)


def _written(file: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header, *rows])
    return file


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(load(), [str(one) for one in arguments])


def _train(file: Path) -> Result:
    return _run("train", file, "--pack", "wage", "--label", "kind", "--text", "what", "--no-progress")


def test_it_learns_from_a_file_and_scores_another(file: Path, tmp_path: Path) -> None:
    answer = _train(file)
    assert answer.exit_code == 0, answer.output
    assert "model wage, version 1: 36 examples from decided.csv" in answer.output
    new = [("南门的路灯不亮", "light"), ("广场上井盖破了", "cover"), ("井盖没有了", "light")]
    fresh = _written(tmp_path / "new.csv", ("text", "kind"), new)
    scores = json.loads(_run("evaluate", fresh, "--pack", "wage", "--label", "kind", "--json").stdout)
    assert (scores["model"], scores["version"], scores["count"]) == ("wage", "1", 3)
    assert scores["accuracy"] == pytest.approx(2 / 3)
    assert {one["label"]: one["recall"] for one in scores["labels"]} == {"cover": 1.0, "light": 0.5}
    told = _run("evaluate", fresh, "--pack", "wage", "--label", "kind").stdout
    assert "macro F1 0.667" in told


def test_title_and_text_are_read_together(file: Path, tmp_path: Path) -> None:
    _train(file)
    fresh = _written(tmp_path / "new.csv", ("title", "text", "kind"), [("路灯不亮", "请处理", "light")])
    assert '"accuracy": 1.0' in _run("evaluate", fresh, "--pack", "wage", "--label", "kind", "--json").stdout


def test_the_version_before_comes_back(file: Path) -> None:
    _train(file)
    _train(file)
    answer = _run("train", "--pack", "wage", "--rollback")
    assert answer.exit_code == 0
    assert "version 1" in answer.output


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (("text", "other"), [("路灯不亮", "light")], "no column “kind”. It has: text, other"),
        (("body", "kind"), [("路灯不亮", "light")], "called text. Name one of these: body, kind"),
        (("text", "kind"), [("路灯不亮", "light"), ("井盖", "")], "Row 3 has nothing in the column “kind”"),
        (("text", "kind"), [("", "light")], "Row 2 has nothing in the column “text”"),
        (("text", "kind"), [], "no rows"),
        (("text", "kind"), [("路灯不亮", "else")], "the model knows none of the labels; it knows cover, light"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_in_one_line(
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    header: tuple[str, ...],
    rows: list[tuple[str, ...]],
    said: str,
) -> None:
    _train(file)
    bad = _written(tmp_path / "bad.csv", header, rows)
    with pytest.raises(SystemExit) as left:
        main(["evaluate", str(bad), "--pack", "wage", "--label", "kind"])
    assert left.value.code == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("linli: ")
    assert said in error


def test_a_kind_without_a_model_and_a_file_without_a_label_are_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["evaluate", str(file), "--pack", "wage", "--label", "kind"], "no model of wage yet"),
        (["train", str(file), "--pack", "wage"], "--label"),
        (["train", "--pack", "wage", "--rollback"], "no model of wage yet"),
    ):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
        assert said in capsys.readouterr().err
