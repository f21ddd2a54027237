"""The worker end to end: a real process on the real database does everything that a report leaves to it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.cases.actions.opening import open_case
from linli.cases.models import Clock, DailyRoot, TallyDelta
from linli.cases.types import NewCase, NewContact
from linli.jobs import rhythm, tasks
from linli.notify.models import Outgoing
from linli.people.access import PUBLIC
from linli.places.models import Area, MapVersion

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
WORK = "import django; django.setup(); from linli.jobs.worker import run; run()"
PATIENCE = 30.0
VILLAGE = "430102001001"


@pytest.fixture
def village() -> str:
    parent = None
    levels = {"43": "province", "4301": "city", "430102": "county", VILLAGE[:9]: "town", VILLAGE: "village"}
    for code, level in levels.items():
        parent = Area.objects.create(code=code, name=f"{level} {code}", level=level, parent=parent)
    MapVersion.objects.update_or_create(id=1, defaults={"version": 1})
    return VILLAGE


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    at = connection.settings_dict
    port = f"&port={at['PORT']}" if at["PORT"] else ""
    environment = {
        "DATABASE_URL": f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}{port}",
        "LINLI_MAIL_FOLDER": str(tmp_path / "mail"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, env=os.environ | environment)
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.2)
    return False


def test_it_sends_sweeps_folds_indexes_and_roots_and_stops_when_told(
    village: str, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    report = NewCase(
        pack="event",
        text="小区门口路灯不亮",
        channel="web",
        area_code=village,
        contact=NewContact(email="wang@example.org", language="zh-hans"),
    )
    opened = open_case(report=report, by=PUBLIC, now=timezone.now() - timedelta(days=1))
    app.configure_task("make_roots").defer(timestamp=0)
    app.configure_task("prune_jobs").defer(timestamp=0)

    assert eventually(lambda: Outgoing.objects.filter(template="received", state="sent").exists())
    letter = tmp_path / "mail" / f"{Outgoing.objects.get(template='received').pk}.eml"
    assert opened.number in letter.read_text()
    assert eventually(lambda: not TallyDelta.objects.exists())
    assert eventually(DailyRoot.objects.exists)
    Clock.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert eventually(lambda: Clock.objects.filter(breached_at__isnull=False).exists())
    assert eventually(lambda: not rhythm.look())
    assert eventually(lambda: not ProcrastinateJob.objects.exists())

    cut_every_other_connection()
    Outgoing.objects.create(channel="inapp", template="assigned", subject=opened.number, due_at=timezone.now())
    assert eventually(lambda: not Outgoing.objects.filter(state="waiting").exists())

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0


def cut_every_other_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_job_is_queued_once_however_often_it_is_seen() -> None:
    tasks.deliver.defer()
    with pytest.raises(Exception, match="queueing lock"):
        tasks.deliver.defer()


def test_nothing_is_queued_while_there_is_nothing_to_do(village: str) -> None:
    assert rhythm.look() == ()


def test_a_case_with_a_lower_id_than_the_last_indexed_is_found(village: str) -> None:
    for text in ("路灯不亮", "井盖破损"):
        open_case(
            report=NewCase(pack="event", text=text, channel="web", area_code=village), by=PUBLIC, now=timezone.now()
        )
    tasks.index_texts()
    assert tasks.index_texts not in rhythm.look()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_searchtext WHERE case_id = (SELECT min(case_id) FROM cases_searchtext)")
    assert tasks.index_texts in rhythm.look()


def test_every_periodic_job_runs_on_an_empty_installation(village: str) -> None:
    tasks.make_roots(timestamp=0)
    tasks.erase_contacts(timestamp=0)
    tasks.erase_cases(timestamp=0)
    tasks.prune_messages(timestamp=0)
    tasks.prune_answers(timestamp=0)
    tasks.prune_rates(timestamp=0)
    tasks.prune_uploads(timestamp=0)
    tasks.send_digests(timestamp=0)
    tasks.follow_calendars()
    tasks.fold_tallies()
    tasks.index_texts()
    tasks.deliver()
    tasks.sweep_clocks()
    assert DailyRoot.objects.count() == 1
