"""Every period of the generated table: the article it stands under sets it, in the text of the law, or it says that it
is a city default, to be verified."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.core.articles import number
from linli.process import periods
from linli.process.registry import registry
from tests.packs.test_dispute import UNSURE, article

PROMISE = "本市向"
"""A promise of the city's own is under no law."""
SUMS = {("Petition 信访", "90 days"): "信访工作条例"}
"""What adds up the periods of several articles, and of which law."""
UNITS = {"minute": "分钟", "hour": "小时", "day": "日", "working day": "个工作日", "month": "个月", "year": "年"}
Row = tuple[str, ...]
Period = tuple[int, str]
ROWS = [row for pack in registry().current() for row in periods.rows(pack)]


def is_unsure(basis: str) -> bool:
    """Whether the basis says in both languages that the figure is a default."""
    return UNSURE in basis and "city default" in basis.lower()


def is_promise(basis: str, numbers: str) -> bool:
    return PROMISE in basis and not numbers and "《" not in basis


def law_of(row: Row) -> str:
    """The law whose article it names: the first that its basis mentions."""
    found = re.search("《(.+?)》", row[4])
    return found[1] if found else SUMS.get((row[0], row[2]), "")


def files(data: Path) -> dict[str, str]:
    """The file of each law by its name, as packs call it: without “of the People's Republic”."""
    heads = {
        file.stem: file.read_text(encoding="utf-8").splitlines()[0] for file in (data.parent / "laws").glob("*.md")
    }
    return {head.removeprefix("# ").removeprefix("中华人民共和国"): stem for stem, head in heads.items()}


def cited(numbers: str) -> list[str]:
    """The articles alone: 第二十条第一项 is 第二十条."""
    return re.findall("第[一二三四五六七八九十百零]+条", numbers)


def lengths(row: Row) -> set[Period]:
    """What the article must name: `once, at most 30 days` is 30 日, and a sum the periods that it adds up."""
    if (row[0], row[2]) in SUMS:
        return set(told(row[4]))
    found = re.findall(r"(\d+) (working day|minute|hour|day|month|year)s?\b", row[2])
    return {(int(count), UNITS[unit]) for count, unit in found}


def told(text: str) -> Iterator[Period]:
    """Every period that a text names, in either kind of figures."""
    for figure, unit in re.findall("([0-9]+|[一二三四五六七八九十百]+)(个工作日|分钟|小时|个月|日|年)", text):
        yield (int(figure) if figure.isdecimal() else number(figure)), unit


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0].split(' ')[0]}: {row[1]}, {row[2]}")
def test_its_article_sets_the_period_or_it_is_marked_unverified(data: Path, row: Row) -> None:
    basis, numbers = row[4], row[5]
    file = files(data).get(law_of(row))
    texts = [article(data, file, one) for one in cited(numbers)] if file else []
    if is_unsure(basis) or is_promise(basis, numbers):
        return
    assert file, f"no text of its law is at hand, and it does not say {UNSURE}: {basis}"
    assert texts, f"it names no article, and does not say {UNSURE}: {basis}"
    assert lengths(row) <= set(told("".join(texts)))


def test_what_the_law_sets_is_not_marked_unverified() -> None:
    sure = [row[0].split(" ")[0] for row in ROWS if not is_unsure(row[4]) and row[5]]
    assert {kind: sure.count(kind) for kind in set(sure)} == {
        "Petition": 11,
        "Wage": 12,
        "Dispute": 6,
        "Incident": 1,
        "Neighbourhood": 1,
    }


def test_a_default_under_an_article_of_law_would_be_found(data: Path) -> None:
    row = ("Dispute", "Mediation", "30 days", "", "《劳动争议调解仲裁法》：十五日", "第十四条", "2008-05-01")
    with pytest.raises(AssertionError):
        test_its_article_sets_the_period_or_it_is_marked_unverified(data, row)


@pytest.mark.parametrize(
    ("text", "period"),
    [("自受理之日起60日内办结", (60, "日")), ("在四十五日内", (45, "日")), ("五个工作日内", (5, "个工作日"))],
)
def test_both_kinds_of_figures_are_read(text: str, period: Period) -> None:
    assert set(told(text)) == {period}
