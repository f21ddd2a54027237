"""Run a program as an ordinary user when we are root, without opening any folder to that user.

PostgreSQL refuses to run as root. The server then runs as `nobody`; if its folders lie under a private home it keeps,
of root's powers, only the one to pass through folders (CAP_DAC_READ_SEARCH, or CAP_DAC_OVERRIDE where a container
has dropped that). This file is also the little program that gives the powers up, on the standard library alone.
"""

import contextlib
import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PASS_FOLDERS = (2, 1)
"""CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE, in the order to be tried."""
_KEEP_CAPS, _AMBIENT, _AMBIENT_RAISE = 8, 47, 2
_CAP_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class User:
    """The user that the server runs as; `power` is the capability it keeps, if one is needed."""

    uid: int
    gid: int
    power: int | None = None

    def command(self, command: Sequence[str]) -> list[str]:
        """The command, run as this user by way of this file."""
        power = "-" if self.power is None else str(self.power)
        return [sys.executable, "-I", __file__, str(self.uid), str(self.gid), power, *command]


def nobody() -> User:
    """The user without rights that every Unix has."""
    with contextlib.suppress(KeyError):
        entry = pwd.getpwnam("nobody")
        return User(uid=entry.pw_uid, gid=entry.pw_gid)
    return User(uid=65534, gid=65534)


def able_user(*, program: Path, folder: Path) -> User | None:
    """`nobody`, with the least power that lets it run the program and enter the folder; None if nothing does."""
    plain = nobody()
    for user in (plain, *(User(uid=plain.uid, gid=plain.gid, power=power) for power in PASS_FOLDERS)):
        check = ["/bin/sh", "-c", 'test -x "$0" && test -x "$1" && "$0" --version', str(program), str(folder)]
        result = subprocess.run(user.command(check), capture_output=True, check=False, cwd="/")  # noqa: S603
        if result.returncode == 0:
            return user
    return None


def main(arguments: Sequence[str]) -> None:
    """`UID GID POWER PROGRAM ARGUMENT...`: become that user and turn into the program."""
    uid, gid, power, *command = arguments
    if power != "-":
        _prctl(_KEEP_CAPS, 1)
    os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))
    if power != "-":
        _keep_only(int(power))
    os.execv(command[0], command)  # noqa: S606


def _prctl(option: int, *values: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refuses to keep a capability")


def _keep_only(power: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAP_VERSION_3, 0)
    bit = 1 << power
    powers = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, powers) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refuses to keep a capability")
    _prctl(_AMBIENT, _AMBIENT_RAISE, power)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as fault:
        sys.exit(f"cannot run as another user: {fault}")
