"""One embedded PostgreSQL server: made, started, shared between processes, stopped. Survives what a kill -9 leaves."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from linli.cli.embedded import address, binaries, processes, unprivileged

SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "cluster_name": "linli",
}
"""For a small machine that keeps what it has acknowledged: fsync and synchronous_commit stay on."""
THROWAWAY = {"max_connections": "200", "fsync": "off", "full_page_writes": "off"}
"""Over them, for rows that nobody will miss after a power cut (tests); they still outlive a killed server."""


class ServerFault(Exception):
    """The embedded server cannot be made or started; the message is one line that says what to do."""


@dataclass(frozen=True)
class _Home:
    """Where this server's programs and rows lie, and the user it runs as (None: ourselves)."""

    programs: Path
    root: Path
    user: unprivileged.User | None

    @property
    def rows(self) -> Path:
        return self.root / "data"

    def command(self, program: str, *arguments: str) -> list[str]:
        command = [str(self.programs / "bin" / program), *arguments]
        return self.user.command(command) if self.user else command


class Server:
    """The server of one folder. Every process that needs it says so with `use()`; the last one to leave stops it."""

    def __init__(self, *, folder: Path, is_throwaway: bool = False) -> None:
        self.folder = folder
        self.settings = SETTINGS | (THROWAWAY if is_throwaway else {})
        self._child: subprocess.Popen[bytes] | None = None

    def url(self, *, database: str = "linli") -> str:
        """The address of a database in it. Raises ServerFault where no server was made yet."""
        known = address.read(folder=self.folder)
        if known is None:
            raise ServerFault(f"no embedded database in {self.folder}: start it with `linli db start`")
        return known.url(database=database)

    @contextlib.contextmanager
    def use(self, *, database: str = "linli") -> Iterator[str]:
        """Keep the server running inside the block; yields the address of the database, which exists."""
        with self._lock():
            users = (self.folder / "users").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self._ensure(database=database)
            except BaseException:
                users.close()
                raise
        try:
            yield self.url(database=database)
        finally:
            self._leave(users)

    def start(self) -> None:
        """Start it and leave it running until `stop`."""
        with self._lock():
            self._ensure(database="linli")
            (self.folder / "keep").touch()
            processes.leave_alone(self._child)

    def stop(self) -> bool:
        """Stop it, whoever uses it. False if it was not running."""
        with self._lock():
            (self.folder / "keep").unlink(missing_ok=True)
            return self._stop()

    def is_running(self) -> bool:
        """Whether a server process of this folder is alive."""
        return self._postmaster() is not None

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("w")
        except PermissionError:
            raise ServerFault(f"{self.folder} belongs to another user: remove it or set DATABASE_URL") from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leave(self, users: IO[str]) -> None:
        with self._lock(), users, (self.folder / "users").open("w") as others:
            fcntl.flock(users, fcntl.LOCK_UN)
            try:
                fcntl.flock(others, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_last = not (self.folder / "keep").exists()
            except BlockingIOError:
                is_last = False
            if is_last:
                self._stop()
            processes.leave_alone(self._child)

    def _ensure(self, *, database: str) -> None:
        if self._postmaster() is None or not self._answers():
            processes.leave_alone(self._child)
            self._make_and_run()
        self._make_database(database)

    def _make_and_run(self) -> None:
        home = self._home()
        where = address.choose(run=self.folder / "run", known=address.read(folder=self.folder))
        if not (home.rows / "PG_VERSION").exists():
            self._initialise(home, where)
        address.write(folder=self.folder, address=where)
        processes.remove_what_a_kill_left(rows=home.rows, run=self.folder / "run")
        self._run(home, where)

    def _home(self) -> _Home:
        run = self.folder / "run"
        if os.geteuid() != 0:
            home = _Home(programs=binaries.installed(), root=self.folder, user=None)
        else:
            home = self._home_of_root()
        for path in (home.rows, run):
            _own(path, home.user)
        return home

    def _home_of_root(self) -> _Home:
        programs = binaries.installed()
        user = unprivileged.able_user(program=programs / "bin" / "postgres", folder=self.folder)
        if user is not None:
            return _Home(programs=programs, root=self.folder, user=user)
        return self._home_elsewhere()

    def _home_elsewhere(self) -> _Home:
        """A private temporary folder, remembered in `elsewhere`, when `nobody` cannot be let through to ours."""
        kept = self.folder / "elsewhere"
        root = Path(kept.read_text()) if kept.exists() else Path(tempfile.mkdtemp(prefix="linli-pg-"))
        user = unprivileged.nobody()
        try:
            root.mkdir(mode=0o700, exist_ok=True)
            os.chown(root, user.uid, user.gid)
            programs = binaries.copied(to=root)
        except OSError as fault:
            raise ServerFault(
                f"PostgreSQL refuses to run as root and cannot run as another user here ({fault}): "
                "start Linli as an ordinary user, or set DATABASE_URL"
            ) from None
        kept.write_text(str(root))
        return _Home(programs=programs, root=root, user=user)

    def _initialise(self, home: _Home, where: address.Address) -> None:
        shutil.rmtree(home.rows, ignore_errors=True)
        _own(home.rows, home.user)
        secret = self.folder / "run" / "password"
        secret.write_text(where.password)
        _own(secret, home.user, mode=0o600)
        command = home.command(
            "initdb", f"--pgdata={home.rows}", "--username=linli", f"--pwfile={secret}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=_environment())  # noqa: S603
        secret.unlink()
        if result.returncode != 0:
            shutil.rmtree(home.rows, ignore_errors=True)
            raise ServerFault(f"the embedded database cannot be made: {_last_line(result.stderr)}")

    def _run(self, home: _Home, where: address.Address) -> None:
        listens = {"listen_addresses": "" if where.is_socket else where.host, "port": str(where.port)}
        listens["unix_socket_directories"] = where.host if where.is_socket else ""
        options = [part for name, value in (self.settings | listens).items() for part in ("-c", f"{name}={value}")]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with (self.folder / "log").open("ab") as log:
                self._child = subprocess.Popen(  # noqa: S603
                    home.command("postgres", "-D", str(home.rows), *options),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env=_environment(),
                    start_new_session=True,
                )
            if self._wait_until_it_answers(deadline):
                return
            time.sleep(0.5)
        raise ServerFault(f"the embedded database does not start: {self._last_words()} (see {self.folder / 'log'})")

    def _wait_until_it_answers(self, deadline: float) -> bool:
        """False if the process ended: children of a killed server may hold its memory for a moment longer."""
        while time.monotonic() < deadline:
            if self._child is not None and self._child.poll() is not None:
                return False
            if self._answers():
                return True
            time.sleep(0.05)
        return False

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url(database="postgres"), connect_timeout=3):
                return True
        except (psycopg.Error, ServerFault):
            return False

    def _make_database(self, database: str) -> None:
        with psycopg.connect(self.url(database="postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))

    def _postmaster(self) -> int | None:
        elsewhere = self.folder / "elsewhere"
        root = Path(elsewhere.read_text()) if elsewhere.exists() else self.folder
        return processes.postmaster(rows=root / "data")

    def _stop(self) -> bool:
        pid = self._postmaster()
        if pid is None:
            return False
        for how, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            processes.send(pid=pid, how=how)
            if processes.wait_for_end(pid=pid, child=self._child, seconds=patience):
                return True
        raise ServerFault(f"the embedded database (process {pid}) does not stop")

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            return _last_line((self.folder / "log").read_text(errors="replace"))
        return "it says nothing"


def _own(path: Path, user: unprivileged.User | None, *, mode: int = 0o700) -> None:
    if not path.exists():
        path.mkdir(parents=True)
    try:
        if user is not None:
            os.chown(path, user.uid, user.gid)
        path.chmod(mode)
    except PermissionError:
        raise ServerFault(f"{path} belongs to another user: remove it or set DATABASE_URL") from None
    except OSError as fault:
        raise ServerFault(f"{path} cannot be given to the database's user ({fault}): set DATABASE_URL") from None


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it says nothing"
