"""The worker: takes jobs from the queue until it is told to stop. Any number may run, on any number of machines."""

import asyncio
import contextlib
import logging
import signal

from procrastinate.app import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from linli.jobs.rhythm import queue, watch
from linli.jobs.tasks import STALLED, index_texts

HEARTBEAT = 30.0
POLL = 30.0
"""Seconds between two polls; new jobs are announced by the database at once."""
GRACE = 30.0
PAUSE_AFTER_LOSS = 2.0

log = logging.getLogger("linli.jobs")


def run() -> None:
    """Works in the foreground until SIGTERM or SIGINT; a running job is finished first. Outlives a database restart."""
    asyncio.run(_until_told())


async def _until_told() -> None:
    """Works, and starts again when the work ended though nobody asked: the database went away."""
    told = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, told.set)
    telling = asyncio.create_task(told.wait(), name="told")
    while not told.is_set():
        working = asyncio.create_task(_work(), name="work")
        await asyncio.wait([working, telling], return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            working.cancel()
        (fault,) = await asyncio.gather(working, return_exceptions=True)
        if not told.is_set():
            log.error("The worker lost the database and starts again", exc_info=fault)
            await asyncio.wait([telling], timeout=PAUSE_AFTER_LOSS)


async def _work() -> None:
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await _take_jobs(worker_app)


async def _take_jobs(worker_app: App) -> None:
    await queue(index_texts)  # cases of before, that no look-up of the last hour would find
    watching = asyncio.create_task(watch(), name="watch")
    try:
        await worker_app.run_worker_async(
            name="linli",
            install_signal_handlers=False,
            fetch_job_polling_interval=POLL,
            abort_job_polling_interval=POLL,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED.total_seconds(),
        )
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
