"""A table in a resident's report: rows typed without script, faults named, kept as the pack's field."""

import time

import pytest
from django.core.signing import TimestampSigner
from django.test import Client

from linli.cases.models import Case
from linli.core.ids import secret
from tests import changsha

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(sample_packs: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    from datetime import UTC, datetime

    changsha.load(now=datetime(2026, 3, 2, 1, tzinfo=UTC))
    long_ago = time.time() - 60
    with monkeypatch.context() as patched:
        patched.setattr("time.time", lambda: long_ago)
        stamp = TimestampSigner(salt="report-form").sign(secret())
    rows = {"own_workers.1.name": "甲", "own_workers.1.amount": "3000", "own_workers.3.name": "乙"}
    return {"matter": "inspect", "text": "拖欠工资两个月", "area": "430102001", "stamp": stamp} | rows


def test_it_keeps_the_rows(client: Client, sent: dict[str, str]) -> None:
    answer = client.post("/report/?matter=inspect", sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Case.objects.get().fields["workers"] == [{"name": "甲", "amount": 3000}, {"name": "乙"}]


def test_a_fault_names_row_and_column(client: Client, sent: dict[str, str]) -> None:
    answer = client.post("/report/?matter=inspect", sent | {"own_workers.1.amount": "0"})
    assert answer.status_code == 422
    assert "第1行“金额”" in answer.content.decode()


def test_more_rows_send_nothing(client: Client, sent: dict[str, str]) -> None:
    answer = client.post("/report/?matter=inspect", sent | {"more": "own_workers"})
    assert answer.status_code == 200
    assert 'name="own_workers.7.name"' in answer.content.decode()
    assert not Case.objects.exists()
