"""Hot issues of a year of real messages, read from where they lie. Kept here: numbers of messages and labels, no text.

`hot_labels.csv` holds every message of every issue that was found, with the issue, and whether somebody who read it
judged it to be about the very matter that most of the issue is about. The figures are those of
docs/explanation/hot-issues.md.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from config.paths import ROOT
from linli.intake.mapping import read_mapping
from linli.intake.rules.rows import read_moment
from linli.places import queries as places
from linli.places.actions import import_divisions
from linli.reading.actions.issues import found
from linli.reading.queries.messages import Columns, Messages, of_file
from linli.reading.queries.reports import widths
from linli.reading.rules.finding import Found
from linli.reading.rules.masking import mask

pytestmark = pytest.mark.django_db
LABELS = Path(__file__).parent / "hot_labels.csv"
TOP = 20
SEEDS = 2


@pytest.fixture
def messages(data: Path, now: datetime) -> Messages:
    divisions = ROOT / "cities/changsha/divisions.csv"
    import_divisions(content=divisions.read_bytes(), name=divisions.name, by=None, now=now)
    said, _digest = read_mapping(content=(ROOT / "cities/changsha/imports/mayors-mailbox.toml").read_bytes())

    def area_of(text: str) -> str:
        place = places.find_in_text(text=text, aliases=said.place.aliases)
        return place.area_code if place else ""

    return of_file(
        file=data / "messages/changsha_2019_4326.csv",
        columns=Columns(("title",), ("text",), "sent_at", "message_id", "user", "likes", "dislikes"),
        area_of=area_of,
        moment_of=lambda value: read_moment(value, formats=said.formats, zone=said.zone),
    )


def test_the_hot_issues_of_a_year(messages: Messages) -> None:
    issues = _found(messages, range(len(messages.reports)))
    assert len(messages.reports) == 4326
    assert 40 <= len(issues) <= 60
    _are_the_known_ones(issues)
    _are_about_one_matter(issues, messages)
    _titles_name_nobody(issues)
    _hold_without_a_tenth(issues, messages)


def _are_the_known_ones(issues: list[Found]) -> None:
    """The mixing plant beside an estate of Muyun (winter), the parking spaces sold with flats (summer)."""
    plant, parking = issues[:2]
    assert plant.area_code.startswith("430103")
    assert (plant.people >= 45, len(plant.keys) >= 47, timezone.localdate(plant.first_at).isoformat()) == (
        True,
        True,
        "2019-11-02",
    )
    assert parking.people >= 44
    assert (timezone.localdate(parking.first_at).month, timezone.localdate(parking.last_at).month) == (7, 9)
    assert plant.heat.points > 3 * parking.heat.points > 6 * issues[2].heat.points


def _are_about_one_matter(issues: list[Found], messages: Messages) -> None:
    with LABELS.open(encoding="utf-8") as lines:
        labels = {row["message_id"]: (row["issue"], row["belongs"] == "1") for row in csv.DictReader(lines)}
    top, every = _precision(issues[:TOP], messages, labels), _precision(issues, messages, labels)
    assert top > 0.92
    assert every > 0.88


def _precision(issues: Iterable[Found], messages: Messages, labels: dict[str, tuple[str, bool]]) -> float:
    """The share of messages that are of the matter that most of their issue is; those without a label are wrong."""
    right = count = 0
    for one in issues:
        said = [labels.get(messages.numbers[key], ("", False)) for key in one.keys]
        main = Counter(issue for issue, _belongs in said).most_common(1)[0][0]
        right += sum(belongs and issue == main for issue, belongs in said)
        count += len(said)
    return right / count


def _titles_name_nobody(issues: list[Found]) -> None:
    titles = [one.title for one in issues]
    assert all(titles)
    assert [title for title in titles if mask(title).kinds - {"address"}] == []


def _hold_without_a_tenth(issues: list[Found], messages: Messages) -> None:
    """Jaccard of each of the hottest with its likest without a tenth of the messages."""
    count, alike = len(messages.reports), []
    for seed in range(SEEDS):
        kept = np.random.default_rng(seed).choice(count, size=round(0.9 * count), replace=False)
        others = [set(one.keys) for one in _found(messages, sorted(int(row) for row in kept))]
        left = set(kept.tolist())
        alike += [max(len(own & one) / len(own | one) for one in others) for own in _rest(issues[:TOP], left)]
    assert len(alike) >= SEEDS * (TOP - 2)
    assert np.mean(alike) > 0.85


def _rest(issues: list[Found], left: set[int]) -> list[set[int]]:
    """What is left of each issue, of those that still have three people."""
    return [own for one in issues if len(own := set(one.keys) & left) >= 3]


def _found(messages: Messages, rows: Iterable[int]) -> list[Found]:
    chosen = [messages.reports[row] for row in rows]
    last = max(one.at for one in messages.reports)
    return found(found_in=chosen, as_of=last, widths=widths())


def test_the_labels_hold_no_text() -> None:
    with LABELS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert all(value.isdecimal() for row in rows for value in row.values())
    by_issue = defaultdict(list)
    for row in rows:
        by_issue[row["issue"]].append(row["belongs"])
    assert len(by_issue) >= 40
    assert len({row["message_id"] for row in rows}) == len(rows) >= 300
