"""The scenarios of a pack walked on the database: nothing stays, and a step that goes otherwise is told in words."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from linli.cases.models import Case, Event
from linli.cli.main import load
from linli.notify.models import Outgoing
from linli.packs import walked
from linli.packs.actions import uploads, walks
from linli.packs.errors import WalksNotPassed
from linli.packs.models import KeptPack
from linli.people.access import SYSTEM
from linli.people.models import Account, Organisation, Post
from linli.places import queries as places
from linli.places.models import Area
from linli.process import registry
from linli.process.check import read
from linli.process.definition import Pack
from linli.walks.actions.kept import walk_kept
from linli.walks.actions.trying import walk_all
from linli.walks.walking import Verdict
from tests import world as worlds

pytestmark = pytest.mark.django_db

FILES = ("pack.toml", "scenarios.toml")
LATE = {'running = ["dispatch", "promise"]': "due = { dispatch = 2026-03-02 15:00:00 }"}
"""A walk that expects another due date than the pack counts."""
WORDS = {"KEY": "river", "TITLE_ZH": "河道清洁专项", "TITLE_EN": "River campaign", "PREFIX": "RV"}


def campaign(folder: Path, **replaced: str) -> Path:
    """The sample campaign, with texts of its scenarios replaced."""
    (folder / "river").mkdir(parents=True)
    for name in FILES:
        source = (registry.HOME / "_campaign" / f"{name}.template").read_text(encoding="utf-8")
        text = re.sub(r"@([A-Z_]+)@", lambda match: WORDS[match[1]], source)
        for old, new in replaced.items():
            text = text.replace(old, new) if name == "scenarios.toml" else text
        (folder / "river" / name).write_text(text, encoding="utf-8")
    return folder / "river"


def pack_in(folder: Path) -> Pack:
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    return pack


def verdicts(folder: Path, *, seconds: float = 60) -> list[Verdict]:
    found: list[Verdict] = []
    walk_all(pack=pack_in(folder), each=lambda position, verdict, took: found.append(verdict), seconds=seconds)
    return found


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Area, Account, Organisation, Post, Case, Event, Outgoing))


def photos_in(folder: object) -> set[Path]:
    return set(Path(str(folder)).rglob("*.jpg"))


def test_every_scenario_passes_beside_a_living_city_and_nothing_stays(tmp_path: Path, settings: LazySettings) -> None:
    worlds.build()
    before, media = rows(), settings.MEDIA_ROOT
    photos = photos_in(media)
    assert [one.state for one in verdicts(campaign(tmp_path))] == ["passed"] * 3
    assert rows() == before
    assert media == settings.MEDIA_ROOT
    assert photos_in(media) == photos
    assert places.exists(worlds.TOWN)
    assert not places.exists(f"99{worlds.TOWN[2:]}")


def test_a_step_that_goes_otherwise_is_told_in_both_languages(tmp_path: Path) -> None:
    folder = campaign(tmp_path, **LATE)
    first, *others = verdicts(folder)
    assert (first.state, first.step) == ("failed", 1)
    assert first.told(language="en") == (
        "Step 1, 03-02 09:00, the resident: report: "
        "clock “Dispatch” (dispatch) is due 2026-03-02 14:00, not 2026-03-02 15:00"
    )
    assert "应为 2026-03-02 15:00" in first.told(language="zh")
    assert [one.state for one in others] == ["passed", "passed"]


def test_every_difference_of_a_step_is_told(tmp_path: Path) -> None:
    expected = 'running = ["handle", "assist"], told = ["assigned", "assist_assigned", "dispatched"] }'
    other = 'told = ["reopened"], offered = ["rate"], outcome = "merged", running = ["verify"], breached = ["handle"] }'
    folder = campaign(tmp_path, **{expected: other, '"handling", holder = "org"': '"verifying", holder = "desk"'})
    told = verdicts(folder)[0].told(language="en")
    for words in (
        "the stage is “Being handled” (handling), not “To be verified” (verifying)",
        "the ball is with “org”, not with “desk”",
        "the outcome is “”, not “merged”",
        "clock “Verify” (verify) is “absent”, not “running”",
        "clock “Put right” (handle) did not fall due",
        "message “reopened” was not sent (sent: assigned, assist_assigned, dispatched)",
        "step “rate” is not offered",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (', expect = { refused = "assists_open" }', "", "it was refused with “assists_open”: "),
        ('refused = "assists_open"', 'refused = "request_pending"', "it was to be refused with “request_pending”"),
        ('told = ["whistled"] }', 'refused = "limit-reached" }', "it went ahead, but was to be refused"),
        ('inputs = { lead = "@lead", assists = ["@assist"] }', 'inputs = { lead = "x" }', "bad-input"),
    ],
)
def test_refusals_are_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    first = verdicts(campaign(tmp_path, **{old: new}))[0]
    assert first.state == "failed"
    assert words in first.told(language="en")


def test_a_city_that_changes_lengths_need_not_touch_the_walks(tmp_path: Path) -> None:
    folder = campaign(tmp_path)
    text = (folder / "pack.toml").read_text(encoding="utf-8")
    for length in ('length = 4, unit = "working_hour"', 'length = 5, unit = "working_day"'):
        assert length in text
        text = text.replace(length, 'length = 3, unit = "day"')
    (folder / "pack.toml").write_text(text.replace("reopen_days = 30", "reopen_days = 90"), encoding="utf-8")
    assert [one.state for one in verdicts(folder)] == ["passed"] * 3


def test_a_walk_that_takes_too_long_is_broken_off(tmp_path: Path) -> None:
    assert [one.state for one in verdicts(campaign(tmp_path), seconds=0)] == ["unfinished"] * 3


def run(*arguments: str) -> Result:
    return CliRunner().invoke(load(), ["pack", "walk", *arguments])


def test_the_command_shows_each_and_exits_with_a_refusal(tmp_path: Path) -> None:
    good, bad = campaign(tmp_path / "a"), campaign(tmp_path / "b", closed="refused")
    passed, failed = run(str(good)), run(str(bad))
    assert (passed.exit_code, passed.stdout.count("passed in")) == (0, 3)
    assert failed.exit_code != 0
    assert "Step 14, 03-05 11:00, the verifier: Verified: the stage is “Closed” (closed)" in failed.stdout
    assert "1 scenario did not pass" in failed.stderr


def kept(folder: Path, now: datetime) -> int:
    return uploads.keep(files={name: (folder / name).read_bytes() for name in FILES}, by=SYSTEM, now=now)


def test_what_came_of_an_upload_is_kept(tmp_path: Path, now: datetime) -> None:
    id = kept(campaign(tmp_path, **LATE), now)
    assert walked.waiting() == (id,)
    walk_kept(id=id, now=now)
    found = walked.walks_of(id=id)
    assert [one.state for one in found.done] == ["failed", "passed", "passed"]
    assert (found.is_over, found.have_all_passed, walked.waiting()) == (True, False, ())
    assert "2026-03-02 15:00" in found.done[0].reasons[0]["zh"]


def test_one_that_did_not_pass_is_published_only_by_who_is_sure(tmp_path: Path, now: datetime) -> None:
    id = kept(campaign(tmp_path, closed="refused"), now)
    walk_kept(id=id, now=now)
    with pytest.raises(WalksNotPassed):
        uploads.publish(id=id, by=SYSTEM, now=now)
    assert KeptPack.objects.get().state == "draft"
    uploads.publish(id=id, by=SYSTEM, now=now, is_sure=True)
    assert KeptPack.objects.get().state == "published"


def test_one_that_passed_is_published_at_once(tmp_path: Path, now: datetime) -> None:
    id = kept(campaign(tmp_path), now)
    walk_kept(id=id, now=now)
    assert uploads.publish(id=id, by=SYSTEM, now=now).key == "river"


def test_it_is_walked_again_when_asked(tmp_path: Path, now: datetime) -> None:
    id = kept(campaign(tmp_path), now)
    walk_kept(id=id, now=now)
    walks.ask(id=id, by=SYSTEM, now=now)
    assert (walked.waiting(), walked.walks_of(id=id).done) == ((id,), ())
