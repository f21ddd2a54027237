"""Where an embedded server listens: kept beside its rows, so that every process finds it without asking."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

LONGEST_SOCKET = 100
"""Bytes of a socket's path. Linux allows 107, macOS 103."""


@dataclass(frozen=True)
class Address:
    """A Unix socket's folder, or 127.0.0.1, with the port and the password made on first start."""

    host: str
    port: int
    password: str

    @property
    def is_socket(self) -> bool:
        """Whether clients reach it through a file rather than the network."""
        return self.host.startswith("/")

    def url(self, *, database: str) -> str:
        """The address as `DATABASE_URL` wants it."""
        if self.is_socket:
            return f"postgresql://linli:{self.password}@/{database}?host={quote(self.host)}"
        return f"postgresql://linli:{self.password}@{self.host}:{self.port}/{database}"


def read(*, folder: Path) -> Address | None:
    """The address kept in the folder, if a server was ever made there."""
    try:
        return Address(**json.loads((folder / "address.json").read_text()))
    except FileNotFoundError:
        return None


def write(*, folder: Path, address: Address) -> None:
    """Keep the address, readable by the owner alone."""
    kept = folder / "address.json"
    fresh = folder / "address.json.new"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(asdict(address), out)
    fresh.replace(kept)


def choose(*, run: Path, known: Address | None) -> Address:
    """A socket in `run` where its path is short enough; else a free port of 127.0.0.1, the last one if it is free."""
    password = known.password if known else secrets.token_urlsafe(24)
    if len(os.fsencode(run / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return Address(host=str(run), port=5432, password=password)
    return Address(host="127.0.0.1", port=_free_port(preferred=known.port if known else 0), password=password)


def default_url(*, folder: Path) -> str:
    """What `DATABASE_URL` means while it is unset."""
    address = read(folder=folder) or Address(host=str(folder / "run"), port=5432, password="")
    return address.url(database="linli")


def _free_port(*, preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")
