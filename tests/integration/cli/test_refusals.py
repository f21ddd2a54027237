"""Bad input gives one clear line on standard error and exit 2, and nothing half done."""

import os
import subprocess
import sys

import pytest

from config.paths import ROOT


def linli(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "linli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("nothing",), {}, "No such command 'nothing'"),
        (("serve", "--port", "none"), {}, "--port"),
        (("migrate",), {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must be a postgresql:// address"),
        (("migrate",), {"DATABASE_URL": "postgresql://x@127.0.0.1:9/x"}, "the database does not answer"),
        (("migrate",), {"DATABASE_URL": "postgresql://x/x", "LINLI_CITY": "atlantis"}, "LINLI_CITY names no city"),
        (("migrate",), {"DATABASE_URL": "postgresql://x/x", "LINLI_DEMO": "perhaps"}, "LINLI_DEMO must be true or"),
        (("demo", "--fresh"), {"DATABASE_URL": "postgresql://x@127.0.0.1:9/x"}, "empty the one at DATABASE_URL"),
    ],
)
def test_it_says_what_to_mend(arguments: tuple[str, ...], environment: dict[str, str], words: str) -> None:
    result = linli(*arguments, **environment)
    assert result.returncode == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
