"""`linli serve`, `linli work`: the web server and the job worker, as in production."""

import hashlib
import os
from pathlib import Path
from typing import Any

import click

from linli.cli.city_packs import keep_packs
from linli.cli.root import refuse_old_shape, root, with_database


@root.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Threads of each process.")
@with_database
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages and the API until stopped. Each thread keeps one connection to the database."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    refuse_old_shape()
    keep_packs()
    collect_static()
    Server(
        "config.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        backlog=1024,
        backpressure=max(128, threads * 8),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        log_dictconfig=_logging(),
    ).serve()


@root.command()
@with_database
def work() -> None:
    """Do the jobs in the queue until stopped: sending, clocks, tallies, roots, pruning."""
    from linli.jobs.worker import run

    refuse_old_shape()
    keep_packs()
    run()


def collect_static() -> None:
    """Gather, name by content and compress the static files, if any of them changed since."""
    from django.conf import settings
    from django.core.management import call_command

    # The settings were read before anything was collected: this process and the workers it forks switch over here.
    settings.STORAGES["staticfiles"]["BACKEND"] = "linli.web.static.HashedFiles"
    settings.WHITENOISE_USE_FINDERS = False
    stamp = Path(str(settings.STATIC_ROOT)) / ".collected"
    wanted = _fingerprint([Path(folder) for folder in settings.STATICFILES_DIRS])
    if not stamp.exists() or stamp.read_text() != wanted:
        # django_htmx's own copies of htmx name a source map that is not there, and no page loads them.
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["django_htmx"])
        stamp.write_text(wanted)
    os.environ["LINLI_STATIC_COLLECTED"] = "true"


def _fingerprint(folders: list[Path]) -> str:
    from linli import __version__

    digest = hashlib.sha256(__version__.encode())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            status = file.stat()
            digest.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _logging() -> dict[str, Any]:
    from django.conf import settings

    return dict(settings.LOGGING) | {"loggers": {}}
