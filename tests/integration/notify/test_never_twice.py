"""Two workers at once, and a worker killed in the middle: no message goes twice, none is lost unseen."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from linli.notify import actions
from linli.notify.models import Outgoing

Waiting = Callable[..., Outgoing]
pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
MESSAGES = 40
KILLED_WHILE_SENDING = """
import os, sys
import django
django.setup()
from datetime import UTC, datetime
from linli.notify import actions, folder
write = folder._write_once
left = [7]
def write_then_die(path, content):
    left[0] -= 1
    write(path, content)
    if left[0] == 0:
        os.kill(os.getpid(), 9)
folder._write_once = write_then_die
actions.deliver(now=datetime.now(UTC))
"""


def test_two_workers_at_once_send_each_message_once(
    mail: Path, waiting: Waiting, reporter: UUID, now: datetime
) -> None:
    for _message in range(MESSAGES):
        waiting(contact_id=reporter)

    def work() -> actions.Delivered:
        try:
            return actions.deliver(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        runs = [run.result() for run in [pool.submit(work), pool.submit(work)]]
    assert sum(run.sent for run in runs) == MESSAGES
    assert len(list(mail.glob("*.eml"))) == MESSAGES
    assert Counter(Outgoing.objects.values_list("state", "tries")) == {("sent", 1): MESSAGES}


def test_a_worker_killed_between_sending_and_marking_sends_nothing_twice(
    mail: Path, waiting: Waiting, reporter: UUID, now: datetime
) -> None:
    for _message in range(20):
        waiting(contact_id=reporter)
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_SENDING], cwd=ROOT, env=_environment(mail), check=False)
    assert killed.returncode == -9
    assert Counter(Outgoing.objects.values_list("state", flat=True)) == {"sent": 6, "sending": 1, "waiting": 13}

    later = datetime.now(UTC) + timedelta(minutes=11)
    ran = actions.deliver(now=later)
    assert (ran.sent, ran.unknown) == (13, 1)
    letters = sorted(int(letter.stem) for letter in mail.glob("*.eml"))
    assert letters == sorted(Outgoing.objects.values_list("id", flat=True))
    assert actions.deliver(now=later) == actions.Delivered()
    assert Outgoing.objects.get(state="unknown").problem == "lost"


def _environment(mail: Path) -> dict[str, str]:
    """The subprocess works on the test's own database."""
    at = connection.settings_dict
    host = at["HOST"]
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={host}" + (
        f"&port={at['PORT']}" if at["PORT"] else ""
    )
    return os.environ | {
        "DATABASE_URL": url,
        "LINLI_MAIL_FOLDER": str(mail),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
