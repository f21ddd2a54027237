"""A kill -9 in the middle of intake: every receipt that was given is a case, and no case is half."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import click
import psycopg
import pytest

from config.paths import ROOT
from linli.cli.bench import web
from linli.cli.embedded import Server

POINTS = [[113.0 + 0.02 * at, 28.15] for at in range(1, 9)]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from tests.integration.api.town import made
made()
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A database server of this test's own, which keeps what it has acknowledged."""
    monkeypatch.setenv("LINLI_VAR", str(tmp_path / "var"))
    made = Server(folder=tmp_path / "pg")
    made.start()
    yield made
    made.stop()


def python(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True)


def report_meanwhile(*, port: int, kept: Path, kill: "threading.Timer", seconds: float) -> web.Run:
    kill.start()
    run = web.drive(port=port, connections=8, seconds=seconds, keep=kept, points=POINTS)
    kill.join()
    return run


def test_a_kill_loses_no_acknowledged_report(server: Server, tmp_path: Path) -> None:
    url = server.url()
    prepared = python("-c", PREPARE, url=url)
    assert prepared.returncode == 0, prepared.stderr
    port = web.free_port()
    acknowledged: list[str] = []

    process = web.start(url=url, port=port, rates="0/h")
    try:
        report_until_it_works(port, tmp_path / "warm")
        kill = threading.Timer(3, lambda: os.killpg(process.pid, signal.SIGKILL))
        report_meanwhile(port=port, kept=tmp_path / "first", kill=kill, seconds=8)
    finally:
        web.stop(process, how=signal.SIGKILL)
    process = web.start(url=url, port=port, rates="0/h")
    try:
        report_until_it_works(port, tmp_path / "again")
        kill = threading.Timer(3, lambda: kill_database(server))
        report_meanwhile(port=port, kept=tmp_path / "second", kill=kill, seconds=5)
        server.start()
        url_again = server.url()
        report_until_it_works(port, tmp_path / "third")
    finally:
        web.stop(process, how=signal.SIGKILL)
    for name in ("warm", "first", "again", "second", "third"):
        acknowledged += kept(tmp_path / name)

    with psycopg.connect(url_again) as connection:
        known = {row[0] for row in connection.execute("SELECT number FROM cases_case").fetchall()}
    assert set(acknowledged) <= known
    verified = python("-m", "linli", "verify", url=url_again)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def kept(file: Path) -> list[str]:
    """The numbers that the client was given."""
    numbers = file.read_text().split()
    assert numbers, "nothing was reported before the kill"
    return numbers


def kill_database(server: Server) -> None:
    """Every process of the server at once, as when the power fails."""
    with psycopg.connect(server.url()) as connection:
        pids = [row[0] for row in connection.execute("SELECT pid FROM pg_stat_activity").fetchall()]
    postmaster = int((server.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    for pid in (postmaster, *pids):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    if server._child is not None:
        server._child.wait()  # unburied, it would still count as alive


def report_until_it_works(port: int, kept: Path) -> None:
    """The same web server goes on by itself once the database is back."""
    for _turn in range(60):
        with contextlib.suppress(click.ClickException):  # nobody listens yet
            run = web.drive(port=port, connections=2, seconds=20, requests=20, keep=kept, points=POINTS)
            if run.statuses == {"201": run.answers}:
                return
        time.sleep(1)
    pytest.fail("the server does not take reports")
