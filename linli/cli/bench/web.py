"""The web server as in production, and the lean client, each in processes of their own."""

import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from config.paths import VAR
from linli.cli.bench.bench_db import RATE

HOST = "127.0.0.1"
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """What the client saw."""

    answers: int
    statuses: dict[str, int]
    broken: int
    seconds: float
    p50_ms: float
    p95_ms: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0


def joined(runs: Sequence[Run]) -> Run:
    """Several runs as one; the latencies are the median run's."""
    statuses: Counter[str] = Counter()
    for run in runs:
        statuses.update(run.statuses)
    return Run(
        answers=sum(run.answers for run in runs),
        statuses=dict(statuses),
        broken=sum(run.broken for run in runs),
        seconds=sum(run.seconds for run in runs),
        p50_ms=statistics.median(run.p50_ms for run in runs),
        p95_ms=statistics.median(run.p95_ms for run in runs),
    )


@contextlib.contextmanager
def serving(
    *, url: str, port: int = 0, rates: str = RATE, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """`linli serve --workers 2` on the database; yields its port once it answers. Limits are on, but wide."""
    port = port or free_port()
    process = start(url=url, port=port, rates=rates, environment=environment)
    try:
        wait_until_it_answers(process, port)
        yield port
    finally:
        stop(process)


def start(
    *, url: str, port: int, rates: str, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """The server, in a process group of its own; `environment` holds more than the address and the rates."""
    given = {"DATABASE_URL": url, "LINLI_REPORT_RATE": rates, "LINLI_API_RATE": rates}
    environment = os.environ | given | dict(environment or {})
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / f"bench-server-{port}.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "linli", "serve", "--workers", str(WORKERS), "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def stop(process: "subprocess.Popen[bytes]", *, how: signal.Signals = signal.SIGTERM) -> None:
    """End the server and its workers."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, how)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=5)


def wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, *, seconds: float = 60) -> None:
    """Until the API describes itself."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/api/v1/openapi.json", timeout=5):
                return
        except urllib.error.HTTPError as fault:
            raise click.ClickException(f"the server answers {fault.code}: see var/bench-server-{port}.log") from None
        except OSError:
            time.sleep(0.2)
    raise click.ClickException(f"the server does not start: see var/bench-server-{port}.log")


def drive(
    *, port: int, connections: int, seconds: float, requests: int | None = None, keep: Path | None = None, **what: Any
) -> Run:
    """Run the client with a plan: `points` to report from, or `addresses` to read with `headers`."""
    plan = {
        "host": HOST,
        "port": port,
        "connections": connections,
        "seconds": seconds,
        "requests": requests,
        "keep": str(keep) if keep else None,
        **what,
    }
    client = Path(__file__).with_name("client.py")
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-S", str(client)], input=json.dumps(plan), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise click.ClickException(f"the client failed: {result.stderr.strip()[-300:]}")
    return Run(**json.loads(result.stdout))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
