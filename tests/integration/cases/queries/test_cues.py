"""The cues in force: a city's own are added, and a file that cannot be used costs no report."""

import logging
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings

from linli.cases.models import Case
from linli.cases.queries.cues import lexicon, title_of
from tests.integration.cases.conftest import Open

OWN = "[gas]\nwords = ['坛子气味']\n[ice]\ntitle = { zh = '结冰', en = 'Ice' }\nwords = ['桥面结冰']\n"


@pytest.fixture
def own(tmp_path: Path, settings: LazySettings) -> Path:
    settings.CITY_ROOT = copytree(settings.CITY_ROOT, tmp_path / "city")
    return Path(settings.CITY_ROOT) / "cues.toml"


def test_a_citys_own_are_added(own: Path) -> None:
    own.write_text(OWN, encoding="utf-8")

    assert [one.key for one in lexicon().find("坛子气味，桥面结冰，三楼着火")] == ["gas", "ice", "fire"]
    assert title_of("ice")["en"] == "Ice"


def test_a_cue_taken_out_since_is_called_by_its_key(own: Path) -> None:
    assert title_of("ice") == {"zh": "ice", "en": "ice"}


@pytest.mark.parametrize(
    "written", [b"gas = 3", b"[calm]\nbefore = 'no'", "[gas]\nwords = ['煤气灶']".encode("gb18030"), b"x ="]
)
def test_a_file_with_a_fault_is_passed_by(
    own: Path, written: bytes, report: Open, caplog: pytest.LogCaptureFixture
) -> None:
    own.write_bytes(written)

    with caplog.at_level(logging.ERROR, logger="linli.cases.queries.cues"):
        opened = report("三楼着火了")

    assert Case.objects.get(number=opened.number).cues == "fire"
    assert "cues.toml" in caplog.text
