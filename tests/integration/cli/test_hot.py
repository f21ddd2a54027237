"""`linli hot`: the issues of the cases and of a file of messages, as text and as JSON."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from linli.cli.main import load
from linli.reading.models import Issue
from tests import hot
from tests.world import build

pytestmark = pytest.mark.django_db
VILLAGE = "430102001001"
MAPPING = """
source = "letters"
time_zone = "Asia/Shanghai"
[columns]
external_number = "id"
opened_at = "sent"
title = ["title"]
text = ["text"]
"""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests, which is set up already."""
    monkeypatch.setenv("DATABASE_URL", "postgresql:///as-it-is")
    build()


def _run(*arguments: str) -> Result:
    done = CliRunner().invoke(load(), ["hot", "--no-progress", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def _file(folder: Path, *, moment: str = "2026/03/0{turn} 08:00:00") -> tuple[str, str]:
    mapping, file = folder / "letters.toml", folder / "letters.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    rows = [
        f"N{turn},u{turn % 3},{text},{text}。请尽快处理,{moment.format(turn=turn)},{turn},0"
        for turn, text in enumerate([*hot.TEXTS, *hot.OTHERS], 1)
    ]
    file.write_text("\n".join(["id,who,title,text,sent,likes,dislikes", *rows]), encoding="utf-8")
    return str(file), str(mapping)


def test_it_names_the_issues_of_the_cases_and_keeps_them_on_demand() -> None:
    now = timezone.now()
    numbers = hot.reported(area=VILLAGE, at=now)
    hot.reported(area=VILLAGE, at=now, texts=hot.OTHERS, first=100)
    body = json.loads(_run("--json").output)
    (issue,) = body["issues"]
    assert set(issue["members"]) == set(numbers)
    assert (issue["people"], issue["area"]) == (4, VILLAGE)
    assert issue["heat"] == pytest.approx(
        issue["of_it_people"] + issue["of_it_support"] + issue["of_it_lasting"], abs=0.02
    )
    assert not Issue.objects.exists()
    assert _run("--keep").output == "1 issues kept\n"
    assert Issue.objects.get().reports == 4
    day = timezone.localdate(now - timedelta(days=3)).isoformat()
    assert json.loads(_run("--json", "--as-of", day).output)["issues"] == []


def test_it_reads_a_file_by_the_mapping_of_an_import(tmp_path: Path) -> None:
    file, mapping = _file(tmp_path)
    said = _run(file, "--mapping", mapping, "--person", "who", "--support", "likes", "--against", "dislikes").output
    assert said.startswith("1 issues that three people or more report")
    assert "4 reports of 3 people, 2026-03-01 to 2026-03-04" in said
    apart = json.loads(_run(file, "--mapping", mapping, "--json").output)["issues"]
    assert [(one["people"], one["members"][0][0]) for one in apart] == [(4, "N")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--person", "nobody"), "has no column"),
        ((), ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    from linli.reading.errors import BadExamples

    file, mapping = _file(tmp_path, moment="nie" if not said else "2026/03/0{turn} 08:00:00")
    with pytest.raises(BadExamples, match=said or "no moment"):
        _run(file, "--mapping", mapping, *arguments)


def test_a_file_needs_a_mapping_and_is_never_kept(tmp_path: Path) -> None:
    file, mapping = _file(tmp_path)
    assert "name a --mapping" in _run(file).output
    assert "name a --mapping" in _run(file, "--mapping", mapping, "--keep").output
    assert "leave --as-of out" in _run("--keep", "--as-of", "2026-03-01").output
