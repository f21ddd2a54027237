"""The benchmarks' own databases beside the given one: made, migrated; and pgbench, the yardstick, turn by turn."""

import contextlib
import os
import re
import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit, urlunsplit

import click
import psycopg
from psycopg import sql

from config.paths import VAR
from linli.cli.embedded import Server, binaries

DATABASE = "linli_bench"
YARDSTICK = "linli_pgbench"
SCALE = 20
RATE = "100000000/h"
"""Limits are counted as in production, and too wide to be reached."""


Work = TypeVar("Work")


@dataclass(frozen=True, slots=True)
class Beside(Generic[Work]):
    """What was measured in turns, and pgbench's transactions a second around each of them."""

    runs: Sequence[Work]
    around: Sequence[float]

    @property
    def tps(self) -> float:
        """The yardstick's median."""
        return statistics.median(self.around)

    def ratio(self, rate_of: Callable[[Work], float]) -> float:
        """The median over the turns of a rate to the yardstick just before and just after it."""
        pairs = zip(self.around, self.around[1:], strict=False)
        return statistics.median(
            rate_of(run) / ((before + after) / 2) for run, (before, after) in zip(self.runs, pairs, strict=True)
        )


@contextlib.contextmanager
def bench_database(*, name: str = DATABASE) -> Iterator[str]:
    """The address of the benchmarks' database, migrated, with Django set up on it."""
    with given_server() as given:
        url = named(given, name=name)
        make(given, name=name)
        os.environ["DATABASE_URL"] = url
        set_up()
        yield url


@contextlib.contextmanager
def given_server() -> Iterator[str]:
    """An address on the server to measure: `DATABASE_URL`, or the embedded server, started if need be."""
    with contextlib.ExitStack() as stack:
        yield os.environ.get("DATABASE_URL") or stack.enter_context(Server(folder=VAR / "pg").use())


def set_up() -> None:
    """Django on the benchmarks' database, brought to this version's shape."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["LINLI_REPORT_RATE"] = os.environ["LINLI_API_RATE"] = RATE
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def named(url: str, *, name: str) -> str:
    """The same server's address with another database."""
    parts = urlsplit(url)
    made = urlunsplit(parts._replace(path=f"/{name}"))
    return made.replace("postgresql:/" + name, "postgresql:///" + name, 1) if not parts.netloc else made


def make(url: str, *, name: str) -> None:
    """The database, if it is not there yet."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop(url: str, *, name: str) -> None:
    """Away with it, for a run that starts empty."""
    with psycopg.connect(named(url, name="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def beside(url: str, *, turns: int, seconds: int, work: Callable[[], Work]) -> Beside[Work]:
    """Does the work in turns with `seconds` of pgbench before, between and after.

    A shared machine changes its speed within a minute: only what ran side by side may be compared.
    """
    around, runs = [yardstick(url, seconds=seconds)], []
    for _turn in range(turns):
        runs.append(work())
        around.append(yardstick(url, seconds=seconds))
    return Beside(runs=runs, around=around)


def yardstick(url: str, *, seconds: int) -> float:
    """Transactions a second of `pgbench -N` at 8 connections on the same server, in a database of its own."""
    make(url, name=YARDSTICK)
    target = named(url, name=YARDSTICK)
    with psycopg.connect(target) as connection:
        ready = connection.execute("SELECT to_regclass('pgbench_accounts') IS NOT NULL").fetchone()
    if not ready or not ready[0]:
        _pgbench("-i", "-q", "-s", str(SCALE), target)
    said = _pgbench("-N", "-c8", "-j2", "-T", str(seconds), target)
    found = re.search(r"tps = ([0-9.]+)", said)
    if found is None:
        raise click.ClickException(f"pgbench said no figure: {said[-200:]}")
    return float(found.group(1))


def _pgbench(*arguments: str) -> str:
    *options, target = arguments
    command = [str(binaries.installed() / "bin" / "pgbench"), *options, "-d", target]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise click.ClickException(f"pgbench failed: {result.stderr.strip()[-300:]}")
    return result.stdout
