"""Every fault of a pack is found at once, at its line, with words that say what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from linli.process.check import check, read

Write = Callable[..., Path]


def test_it_accepts_a_sound_pack(write: Write) -> None:
    folder = write()
    assert check(folder) == ()
    pack = read(folder / "pack.toml", folder=folder).pack
    assert pack is not None
    assert pack.categories["things.bag"].urgency == "fast"
    assert pack.actions["send"].asks[0].label["en"] == "Note"
    assert pack.clocks["whole"].is_promise


CASES = {
    "unknown key": ('holder = "org"', 'holder = "org"\ncolour = "red"', "colour is not known here"),
    "missing text": ('title = { zh = "确认", en = "Confirm" }', 'title = { zh = "确认" }', "title.en is missing"),
    "wrong word": ('holder = "verifier"', 'holder = "nobody"', "must be 'desk', 'org'"),
    "wrong type": ("retention_months = 12", 'retention_months = "12"', "whole number without quotes, not '12'"),
    "bad key": ("[stages.search]", "[stages.Search]", "must match"),
    "unknown stage": ('to = "search"', 'to = "sarch"', "leads to 'sarch', which is not a stage"),
    "unknown source": ('from = ["check"]', 'from = ["chek"]', "starts from 'chek'"),
    "unknown first": ('first_stage = "reported"', 'first_stage = "start"', "first_stage 'start' is not a stage"),
    "unknown ask": ('asks = ["note"]\n\n', 'asks = ["notes"]\n\n', "names 'notes', which is not in [asks]"),
    "unknown guard": (
        'by = ["verifier"]',
        'by = ["verifier"]\nguards = ["sober"]',
        "guard 'sober', which is not known",
    ),
    "unknown count": ('by = ["verifier"]', 'by = ["verifier"]\ncounts = ["done"]', "'done', which is not in [counts]"),
    "idle count": (
        "[stages.found]",
        '[counts.done]\ntitle = { zh = "成", en = "Done" }\n\n[stages.found]',
        "is made by no",
    ),
    "count's name": (
        "[stages.found]",
        '[counts.late]\ntitle = { zh = "迟", en = "Late" }\n\n[stages.found]',
        "choose another name",
    ),
    "sum of nobody": (
        "[stages.found]",
        '[counts.done]\ntitle = { zh = "成", en = "Done" }\neach = true\n\n[stages.found]',
        "say `of` which",
    ),
    "timed for somebody": (
        "[stages.found]",
        '[counts.done]\ntitle = { zh = "成", en = "Done" }\nof = "lead"\ntimed = true\n\n[stages.found]',
        "leave out `of` or `timed`",
    ),
    "named nowhere": (
        "[stages.found]",
        '[counts.done]\ntitle = { zh = "成", en = "Done" }\nof = "named"\n\n[stages.found]',
        "`named_in` is the field that names the organisation",
    ),
    "points of nothing": (
        "[stages.found]",
        '[counts.done]\ntitle = { zh = "成", en = "Done" }\nof = "lead"\npoints = { a = 1 }\n\n[stages.found]',
        "name it",
    ),
    "no clock to be in time": (
        "[stages.found]",
        '[counts.done]\ntitle = { zh = "成", en = "Done" }\nof = "assist"\nin_time = true\n\n[stages.found]',
        "looks at a clock of an assisting organisation",
    ),
    "calls nobody": (
        'by = ["verifier"]',
        'by = ["verifier"]\ncounts = ["done"]\n\n[counts.done]\ntitle = { zh = "成", en = "Done" }\nof = "assist"',
        "neither calls an organisation in",
    ),
    "names nobody": (
        'by = ["verifier"]',
        'by = ["verifier"]\ncounts = ["done"]\n\n[counts.done]\ntitle = { zh = "成", en = "Done" }\n'
        'of = "named"\nnamed_in = "body"',
        "does not ask for the organisation 'body'",
    ),
    "sums what is not asked": (
        'by = ["verifier"]',
        'by = ["verifier"]\ncounts = ["done"]\n\n[counts.done]\ntitle = { zh = "成", en = "Done" }\n'
        'of = "lead"\nsums = "body"',
        "does not ask for 'body', which it sums",
    ),
    "sums words": (
        'requires = ["note"]',
        'requires = ["note"]\ncounts = ["done"]\n\n[counts.done]\ntitle = { zh = "成", en = "Done" }\n'
        'of = "lead"\nsums = "note"',
        "give `points` for each of its answers",
    ),
    "asked of nobody": (
        "choices.red = {",
        'required = true\nseen_by = ["desk"]\nchoices.red = {',
        "residents are not asked what they never see",
    ),
    "folder name": ('key = "lost"', 'key = "lots"', "the folder is 'lost'"),
    "unknown date": ("is_promise = true", 'is_promise = true\nsince = "lost_on"', "is no date that a case keeps"),
    "colour for a date": ("is_promise = true", 'is_promise = true\nsince = "colour"', "is no date that a case keeps"),
    "unknown end": ("is_promise = true", 'is_promise = true\nuntil = "lost_on"', "ends on 'lost_on'"),
    "unknown stop": (
        "is_promise = true",
        'is_promise = true\nstopped_by = ["gone"]',
        "stopped by 'gone', which is not",
    ),
    "clock's value": (
        "is_promise = true",
        'is_promise = true\nwhen = { field = "colour", values = ["green"] }',
        "depends on colour = 'green', which it cannot be",
    ),
    "only some have a clock": (
        "is_promise = true",
        'is_promise = true\nwhen = { field = "colour", values = ["red"] }',
        "no clock runs in stage search",
    ),
    "a clock may be stopped": (
        "is_promise = true",
        'is_promise = true\nstopped_by = ["send"]',
        "no clock runs in stage search",
    ),
    "nothing to clear": (
        'by = ["verifier"]',
        'by = ["verifier"]\nclears = ["size"]',
        "clears 'size', which no case keeps",
    ),
    "note not asked": ('asks = ["note"]\nrequires', "requires", "requires a note but does not ask for it"),
    "photo not asked": ('requires = ["note"]', 'requires = ["photo_after"]', "does not ask for it"),
    "effect not asked": ('by = ["verifier"]', 'by = ["verifier"]\neffect = "rate"', "needs to ask for 'rating'"),
    "no choices": (
        'choices.red = { zh = "红", en = "Red" }\nchoices.blue = { zh = "蓝", en = "Blue" }\n',
        "",
        "is a choice without choices",
    ),
    "impossible value": (
        "choices.red",
        'required_when = { field = "colour", values = ["green"] }\nchoices.red',
        "which it cannot be: ['blue', 'red']",
    ),
    "condition": (
        "[fields.colour]",
        '[fields.shade]\ntype = "text"\nlabel = { zh = "深浅", en = "Shade" }\npurpose = { zh = "辨认", en = "Tell" }\n'
        'shown_when = { field = "color", values = ["red"] }\n\n[fields.colour]',
        "depends on 'color', which is asked neither here nor of the case",
    ),
    "unreachable": (
        "[stages.found]",
        '[stages.lost]\ntitle = { zh = "丢", en = "Lost" }\npublic = { zh = "丢", en = "Lost" }\nholder = "desk"\n'
        'outcome = "unresolved"\n\n[stages.found]',
        "stage lost cannot be reached",
    ),
    "no way out": ('from = ["check"]', 'from = ["search"]', "stage check has no action out of it"),
    "no clock": ('runs_in = ["reported", "search", "check"]', 'runs_in = ["reported", "search"]', "(promise 1)"),
    "clock at the end": ('"search", "check"]', '"search", "check", "found"]', "runs in the final stage found"),
    "runs and pauses": (
        'runs_in = ["reported", "search", "check"]',
        'runs_in = ["reported", "search", "check"]\npauses_in = ["check"]',
        "both runs and is paused in 'check'",
    ),
    "no general length": (
        'unit = "working_day" }',
        'unit = "working_day", urgency = "fast" }',
        "no length for every case",
    ),
    "dead length": (
        'lengths = [{ length = 3, unit = "working_day" }]',
        'lengths = [{ length = 3, unit = "day" }, { length = 1, unit = "day", urgency = "fast" }]',
        "nothing after this length can ever match",
    ),
    "no category": (
        'lengths = [{ length = 3, unit = "working_day" }]',
        'lengths = [{ length = 1, unit = "day", category = "cars" }, { length = 3, unit = "day" }]',
        "category 'cars', which is not in the tree",
    ),
    "back from work": ('to = "check"', 'to = "@previous"', "goes back from search, which no case waits in"),
    "handler closes": ('by = ["verifier"]', 'by = ["verifier", "lead"]', "lets the handler close the case"),
    "past the verifier": (
        "[actions.confirm]",
        '[actions.skip]\ntitle = { zh = "跳过", en = "Skip" }\nfrom = ["search"]\nto = "found"\nby = ["desk"]\n\n'
        "[actions.confirm]",
        "a handled case can become found without passing a verifier",
    ),
    "breach action": (
        "is_promise = true",
        'breach_action = "vanish"',
        "takes 'vanish' when due, which is not an action",
    ),
    "breach closed to system": ("is_promise = true", 'breach_action = "send"', "must be open to system"),
}


@pytest.mark.parametrize(("old", "new", "message"), CASES.values(), ids=CASES.keys())
def test_it_finds(write: Write, old: str, new: str, message: str) -> None:
    faults = check(write((old, new)))
    assert any(message in fault.message for fault in faults), [str(fault) for fault in faults]
    assert all(fault.line >= 1 for fault in faults)


def test_it_finds_all_at_once_in_the_order_of_the_file(write: Write) -> None:
    changes = [('en = "Lost thing"', 'en = ""'), ('holder = "org"', 'holder = "orgs"'), ('to = "found"', 'to = "fund"')]
    folder = write(*changes)
    lines = (folder / "pack.toml").read_text(encoding="utf-8").splitlines()
    found = [(fault.line, lines[fault.line - 1]) for fault in check(folder)]
    assert [line for _, line in found] == ['title = { zh = "失物", en = "" }', 'holder = "orgs"', 'to = "fund"']


def test_it_names_the_line_of_broken_toml(write: Write) -> None:
    (fault,) = check(write(("channels = [", "channels = [,")))
    assert fault.line == 10
    assert "is not TOML" in fault.message


def test_it_asks_for_a_missing_file(tmp_path: Path) -> None:
    (fault,) = check(tmp_path)
    assert "there is no pack.toml" in fault.message
