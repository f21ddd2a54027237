"""Walks every scenario of a pack on the database and undoes each: for a process that does nothing else meanwhile."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from linli.packs.queries import tried
from linli.places import queries as places
from linli.places.models import Area
from linli.process.definition import Pack
from linli.process.scenarios import Scenario, load
from linli.walks.walking import Verdict, walk
from linli.walks.wording import crashed, said
from linli.walks.world import build

SECONDS = 120.0
"""For all scenarios of a pack together."""
SECONDS_OF_ONE = 40.0
CALLED = "walk-"
"""How the made-up accounts and organisations are called, so that they are nobody else's."""

Each = Callable[[int, Verdict, float], None]
"""Is told the position of a scenario, from 1, what it came to, and the seconds that it took."""


def walk_all(*, pack: Pack, each: Each, seconds: float = SECONDS) -> None:
    """Tells `each` of every scenario as soon as it is walked. Nothing of it stays in the database or on disk.

    Photos of the walks go to a folder that is removed; what the process remembers of areas is read anew. A scenario
    that takes too long, or is not reached in time, is told as unfinished. Raises BadPackError when they cannot be read.
    """
    end = time.monotonic() + seconds
    with tried(pack), _photos_elsewhere():
        for position, scenario in enumerate(load(pack), start=1):
            began = time.monotonic()
            verdict = _late(scenario) if began > end else _tried(pack, scenario, min(end, began + SECONDS_OF_ONE))
            each(position, verdict, time.monotonic() - began)


def _tried(pack: Pack, scenario: Scenario, until: float) -> Verdict:
    try:
        with transaction.atomic():
            _bounded()
            world = build(province=_free_province(), called=CALLED)
            verdict = walk(world=world, pack=pack, scenario=scenario, until=until)
            transaction.set_rollback(True)
    except Exception as fault:  # the made-up city itself could not be written
        return Verdict(scenario.title, "failed", reasons=(crashed(fault=fault),))
    finally:
        places.forget()
    return verdict


def _late(scenario: Scenario) -> Verdict:
    late = said(gettext_noop("The scenarios before it took all the time there was: it was not walked."))
    return Verdict(scenario.title, "unfinished", reasons=(late,))


def _bounded() -> None:
    """A walk waits for nobody, and no statement of it holds up others for long."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("SET LOCAL statement_timeout = '20s'")


def _free_province() -> str:
    taken = set(Area.objects.filter(level="province").values_list("code", flat=True))
    return next(code for code in map(str, range(99, 9, -1)) if code not in taken)


@contextmanager
def _photos_elsewhere() -> Iterator[None]:
    kept = settings.MEDIA_ROOT
    with tempfile.TemporaryDirectory(prefix="linli-walk-") as folder:
        settings.MEDIA_ROOT = Path(folder)
        try:
            yield
        finally:
            settings.MEDIA_ROOT = kept
