"""What is looked for every two seconds, so that a job is queued only when there is something to do.

An idle installation costs a few look-ups in small indexes, and writes nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from linli.cases.queries import waiting
from linli.jobs import tasks
from linli.mediation.actions import performing
from linli.mediation.queries import waiting as rooms
from linli.notify.queries import has_waiting
from linli.packs import walked
from linli.scores.actions import promise_reminding

EVERY = 2.0
"""Seconds between two looks."""

log = logging.getLogger("linli.jobs")


@dataclass(frozen=True, slots=True)
class Watch:
    """A task, and how to see that it has something to do."""

    task: Task[..., Any, ...]
    has_work: Callable[[], bool]


WATCHES = (
    Watch(task=tasks.deliver, has_work=lambda: has_waiting(now=timezone.now())),
    Watch(task=tasks.sweep_clocks, has_work=lambda: waiting.has_clocks_due(now=timezone.now())),
    Watch(task=tasks.fold_tallies, has_work=waiting.has_deltas),
    Watch(task=tasks.index_texts, has_work=lambda: waiting.has_wordless(now=timezone.now())),
    Watch(task=tasks.find_twins, has_work=waiting.has_twins_to_find),
    Watch(task=tasks.follow_rules, has_work=waiting.has_orders),
    Watch(task=tasks.walk_packs, has_work=lambda: bool(walked.waiting())),
    Watch(task=tasks.follow_calendars, has_work=lambda: bool(waiting.calendars_to_follow(now=timezone.now()))),
    Watch(task=tasks.remind_of_duties, has_work=lambda: performing.has_due(now=timezone.now())),
    Watch(task=tasks.count_moves, has_work=waiting.has_to_count),
    Watch(task=tasks.remind_of_sessions, has_work=lambda: rooms.has_sessions_to_remind(now=timezone.now())),
    Watch(task=tasks.remind_of_promises, has_work=lambda: promise_reminding.has_due(now=timezone.now())),
    Watch(task=tasks.lapse_offers, has_work=lambda: rooms.has_offers_to_lapse(now=timezone.now())),
)


async def watch() -> None:
    """Looks again and again, until cancelled. A database that is away is waited for."""
    look_in_thread = sync_to_async(look)
    while True:
        try:
            for task in await look_in_thread():
                await queue(task)
        except Exception:
            log.exception("Looking for work failed; trying again")
        await asyncio.sleep(EVERY)


def look() -> tuple[Task[..., Any, ...], ...]:
    """The tasks that have something to do now."""
    close_old_connections()
    return tuple(item.task for item in WATCHES if item.has_work())


async def queue(task: Task[..., Any, ...]) -> None:
    """Queues the task, unless it is queued already."""
    try:
        await task.defer_async()
    except AlreadyEnqueued:
        log.debug("%s is queued already", task.name)
