"""`linli test` runs its checks side by side and still says what each of them said."""

import sys

import pytest

from linli.cli import checks
from linli.cli.checks import Check


def says(name: str, *lines: str, code: int = 0) -> Check:
    return Check(name, (sys.executable, "-c", f"import sys; print({chr(10).join(lines)!r}); sys.exit({code})"))


def test_what_fails_is_shown_whole_and_told_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (says("first", "one", "two", code=1), says("second", "quiet"), says("third", "three", code=2))
    monkeypatch.setattr(checks, "CHECKS", asked)
    assert [check.name for check in checks._run_checks()] == ["first", "third"]
    told = capsys.readouterr().out
    assert "one\ntwo\n\nfirst: FAILED in" in told
    assert "three\n\nthird: FAILED in" in told
    assert "second: ok in" in told
    assert "quiet" not in told
