"""Walks uploaded packs: each in a process of its own, since what a walk makes up must reach nobody's memory."""

import os
import subprocess
import sys
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from linli.packs import queries, walked
from linli.packs.actions import walks
from linli.packs.walked import Walked
from linli.walks.actions.trying import SECONDS, walk_all
from linli.walks.walking import Verdict
from linli.walks.wording import said

GRACE = 60.0
"""Seconds for starting the process and writing what came of it."""


def walk_waiting(*, now: datetime) -> int:
    """Has the scenarios of every uploaded pack walked for which that was asked; answers how many packs."""
    waiting = walked.waiting()
    for id in waiting:
        _in_a_process(id)
    return len(waiting)


def walk_kept(*, id: int, now: datetime) -> None:
    """Walks an uploaded pack's scenarios here and keeps what comes of each. Raises NoSuchKeptPack."""
    pack = queries.row(id=id).pack

    def keep(position: int, verdict: Verdict, seconds: float) -> None:
        facts = Walked(
            position, verdict.title, verdict.state, verdict.step, verdict.where, verdict.reasons, round(seconds, 2)
        )
        walks.note(id=id, walked=facts)

    walk_all(pack=pack, each=keep)
    walks.end(id=id, now=timezone.now())


def _in_a_process(id: int) -> None:
    """Whatever becomes of the process, the walk is over afterwards and says why."""
    command = [sys.executable, "-m", "linli", "pack", "walk", "--kept", str(id)]
    fault = None
    try:
        done = subprocess.run(  # noqa: S603
            command, env=_environment(), capture_output=True, text=True, timeout=SECONDS + GRACE, check=False
        )
        if done.returncode:
            what = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1][:300]
            fault = said(gettext_noop("The scenarios could not be walked: %(what)s"), what=what)
    except subprocess.TimeoutExpired:
        fault = said(gettext_noop("The scenarios took too long and were broken off."))
    walks.end(id=id, now=timezone.now(), fault=fault)


def _environment() -> dict[str, str]:
    """Ours, with the address of the very database that we are connected to."""
    address = os.environ.get("DATABASE_URL")
    if not address:
        return dict(os.environ)
    name = quote(str(connection.settings_dict["NAME"]))
    return os.environ | {"DATABASE_URL": urlunsplit(urlsplit(address)._replace(path=f"/{name}"))}
