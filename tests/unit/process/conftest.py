"""A small sound pack for the tests to break."""

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND = """\
key = "lost"
version = "1"
prefix = "LO"
title = { zh = "失物", en = "Lost thing" }
summary = { zh = "找回失物", en = "Finding what was lost" }
confidentiality = "internal"
retention_months = 12
desk_level = "town"
first_stage = "reported"
channels = ["web"]

[asks.note]
type = "text"
label = { zh = "说明", en = "Note" }
purpose = { zh = "记录", en = "Record" }

[fields.colour]
type = "choice"
label = { zh = "颜色", en = "Colour" }
purpose = { zh = "辨认", en = "To tell it apart" }
choices.red = { zh = "红", en = "Red" }
choices.blue = { zh = "蓝", en = "Blue" }

[stages.reported]
title = { zh = "待受理", en = "Reported" }
public = { zh = "已收到", en = "Received" }
holder = "desk"

[stages.search]
title = { zh = "查找中", en = "Searching" }
public = { zh = "查找中", en = "Searching" }
holder = "org"

[stages.check]
title = { zh = "核对", en = "Checking" }
public = { zh = "核对中", en = "Checking" }
holder = "verifier"

[stages.found]
title = { zh = "已找到", en = "Found" }
public = { zh = "已找到", en = "Found" }
holder = "desk"
outcome = "resolved"

[actions.send]
title = { zh = "派遣", en = "Send" }
from = ["reported"]
to = "search"
by = ["desk"]
asks = ["note"]

[actions.hand_over]
title = { zh = "交核对", en = "Hand over" }
from = ["search"]
to = "check"
by = ["lead"]
effect = "finish"
asks = ["note"]
requires = ["note"]

[actions.confirm]
title = { zh = "确认", en = "Confirm" }
from = ["check"]
to = "found"
by = ["verifier"]

[clocks.whole]
title = { zh = "总时限", en = "In all" }
runs_in = ["reported", "search", "check"]
lengths = [{ length = 3, unit = "working_day" }]
is_promise = true

[categories.things]
title = { zh = "物品", en = "Things" }
[categories.things.leaves]
bag = { zh = "包", en = "Bag", urgency = "fast" }
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the sound pack with some text replaced and returns its folder."""

    def write(*changes: tuple[str, str]) -> Path:
        text = SOUND
        for old, new in changes:
            assert old in text, f"the sound pack has no {old!r}"
            text = text.replace(old, new, 1)
        folder = tmp_path / "packs" / "lost"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pack.toml").write_text(text, encoding="utf-8")
        return folder

    return write
