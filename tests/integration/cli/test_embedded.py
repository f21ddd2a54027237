"""The embedded server: shared, stopped by the last to leave, and back after what a kill leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.paths import ROOT
from linli.cli.embedded import Server, ServerFault, address, processes

SCRIPT = """
import sys, time
from pathlib import Path
from linli.cli.embedded import Server
with Server(folder=Path(sys.argv[1]), is_throwaway=True).use() as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(folder=tmp_path_factory.mktemp("pg"), is_throwaway=True)
    yield made
    made.stop()


def pid_of(server: Server) -> int:
    found = processes.postmaster(rows=server.folder / "data")
    assert found is not None
    return found


def neighbour(server: Server) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(server.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql://")
    return process


def test_it_runs_while_it_is_used(server: Server) -> None:
    with server.use() as url:
        assert server.is_running()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("linli",)
    assert not server.is_running()


def test_it_stays_for_a_neighbour(server: Server) -> None:
    with server.use():
        process = neighbour(server)
    assert server.is_running()
    process.communicate("")
    assert not server.is_running()


def test_it_comes_back_after_a_kill(server: Server) -> None:
    with server.use() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        os.kill(pid_of(server), signal.SIGKILL)
        with server.use() as again, psycopg.connect(again) as connection:
            assert connection.execute("SELECT n FROM kept LIMIT 1").fetchone() == (1,)


def test_a_number_reused_by_another_program_does_not_stop_it(server: Server) -> None:
    with server.use():
        pass
    (server.folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{server.folder}/data\n0\n5432\n")
    with server.use():
        assert server.is_running()


def test_a_killed_neighbour_does_not_keep_it(server: Server) -> None:
    with server.use():
        process = neighbour(server)
        process.kill()
        process.communicate()
    assert not server.is_running()


def test_start_leaves_it_running_until_stop(server: Server) -> None:
    server.start()
    with server.use():
        pass
    assert server.is_running()
    assert server.stop()
    assert not server.stop()


def test_a_long_path_goes_by_the_network(tmp_path: Path) -> None:
    chosen = address.choose(run=tmp_path / ("x" * 100), known=None)
    assert (chosen.host, chosen.is_socket) == ("127.0.0.1", False)
    again = address.choose(run=tmp_path / ("x" * 100), known=chosen)
    assert (again.port, again.password) == (chosen.port, chosen.password)


def test_the_address_is_for_the_owner_alone(server: Server) -> None:
    with server.use():
        assert (server.folder / "address.json").stat().st_mode & 0o077 == 0


def test_no_address_before_it_was_made(tmp_path: Path) -> None:
    with pytest.raises(ServerFault, match="linli db start"):
        Server(folder=tmp_path / "none").url()


def test_it_starts_in_a_moment_when_it_is_there(server: Server) -> None:
    with server.use():
        started = time.monotonic()
        with server.use():
            assert time.monotonic() - started < 5
