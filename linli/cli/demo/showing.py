"""Tells a person, and other programs, where the demo is and who may sign in."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table


def write(*, path: Path, url: str, roles: Mapping[str, Mapping[str, str]]) -> None:
    """`{"url": ..., "roles": {role: {name, username, password, area}}}`, all at once."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"url": url, "pid": os.getpid(), "roles": roles}, ensure_ascii=False, indent=2))
    part.replace(path)


def table(*, url: str, roles: Mapping[str, Mapping[str, str]]) -> None:
    """The address and one sign-in for each role."""
    console = Console()
    if not console.is_terminal:
        console.width = 140
    shown = Table("role", "name", "area", "user name", "password", title=None)
    for role, who in roles.items():
        shown.add_row(role, who["name"], who["area"], who["username"], who["password"])
    console.print(f"\nLinli is at [bold]{url}[/bold], the console at [bold]{url}/console/[/bold]")
    if roles:
        console.print(shown)
    console.print("Ctrl-C stops everything.")
