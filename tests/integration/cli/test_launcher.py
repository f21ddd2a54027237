"""`./run`: needs nothing but Python, and says so in one line when that is too old or the checkout is not ours."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from config.paths import ROOT


def test_it_parses_on_pythons_that_it_refuses() -> None:
    ast.parse((ROOT / "run").read_text(), feature_version=(3, 7))


def test_it_uses_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "run").read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= sys.stdlib_module_names


def test_a_linked_environment_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "run").write_bytes((ROOT / "run").read_bytes())
    (tmp_path / "run").chmod(0o755)
    fake = tmp_path / "elsewhere" / "bin"
    fake.mkdir(parents=True)
    (fake / "python").write_text('#!/bin/sh\necho "$@" "$PYTHONPATH"\n')
    (fake / "python").chmod(0o755)
    (tmp_path / ".venv").symlink_to(tmp_path / "elsewhere")
    command = [sys.executable, str(tmp_path / "run"), "demo", "--port", "1"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ, cwd="/")
    assert result.stdout.split() == ["-m", "linli", "demo", "--port", "1", str(tmp_path)]
