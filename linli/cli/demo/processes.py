"""The demo's two processes, the web server and the job worker: started, waited for, stopped with us however we end."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import click

_DIE_WITH_PARENT = 1


class Pair:
    """`linli serve` and `linli work`, running while the block runs."""

    def __init__(self, *, port: int, log: Path) -> None:
        self.port = port
        self.log = log
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            for arguments in (["serve", "--port", str(self.port)], ["work"]):
                self._running.append(_start(arguments, log=log.fileno()))
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        for process in self._running:
            process.terminate()
        deadline = time.monotonic() + 10
        for process in self._running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait_until_it_answers(self, *, url: str, seconds: float = 60) -> None:
        """Until the web server answers anything at all. Raises ClickException if it ends first."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._complain_if_ended()
            with contextlib.suppress(OSError):
                _ask(url)
                return
            time.sleep(0.05)
        raise click.ClickException(f"the web server does not answer (see {self.log})")

    def wait(self) -> None:
        """Until one of the two ends, which neither should."""
        while True:
            self._complain_if_ended()
            time.sleep(0.5)

    def _complain_if_ended(self) -> None:
        for process in self._running:
            if process.poll() is not None:
                name = list(process.args)[3] if isinstance(process.args, list) else "a process"
                raise click.ClickException(f"`linli {name}` has ended unexpectedly (see {self.log})")


@contextlib.contextmanager
def only_one(*, folder: Path) -> Iterator[None]:
    """Refuse a second demo on the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"a demo already runs on {folder}: stop it first") from None
        yield


def free_port(*, wanted: int) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise click.ClickException(f"no free port from {wanted} on: choose another with --port")


def _start(arguments: list[str], *, log: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "linli", *arguments],
        env=os.environ | {"PYTHONSAFEPATH": "1"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _die_with_parent() -> None:
    """So that a killed demo leaves no server behind (Linux)."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() == 1:
        os._exit(1)


def _ask(url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(urllib.error.HTTPError), opener.open(url, timeout=5):
        pass
