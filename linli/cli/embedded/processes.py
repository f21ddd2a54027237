"""What the operating system knows of a server process: is it alive, is it really PostgreSQL, has it ended."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path


def postmaster(*, rows: Path) -> int | None:
    """The process that serves the rows, if it is alive."""
    try:
        pid = int((rows / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _is_postgres(pid) else None


def remove_what_a_kill_left(*, rows: Path, run: Path) -> None:
    """Forget a server that was killed, whose number another program may carry by now: its lock files and socket."""
    if postmaster(rows=rows) is None:
        for left in (rows / "postmaster.pid", *run.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)


def send(*, pid: int, how: signal.Signals) -> None:
    """Signal the process, if it still exists."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)


def wait_for_end(*, pid: int, child: "subprocess.Popen[bytes] | None", seconds: float) -> bool:
    """Whether the process ends within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _is_postgres(pid):
            if child is not None and child.pid == pid:
                child.wait()
            return True
        time.sleep(0.05)
    return False


def leave_alone(child: "subprocess.Popen[bytes] | None") -> None:
    """Let a server that others use outlive the process that started it; one that has ended is taken note of."""
    if child is not None and child.poll() is None:
        child.returncode = 0


def _is_postgres(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    if Path("/proc/self").exists():
        try:
            lines = status.read_text().splitlines()
        except OSError:
            return False
        fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        return fields.get("Name") == "postgres" and not fields.get("State", "").startswith("Z")
    shown = subprocess.run(["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
    return shown.stdout.strip().endswith("postgres")
