"""A repeated request gets the answer it got before; its key cannot be taken for another request."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.core import once
from linli.core.models import OnceKey

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ASKED = once.fingerprint(method="POST", path="/api/v1/reports", body=b"{}")


@pytest.fixture(autouse=True)
def _kept() -> None:
    OnceKey.objects.create(key="k1", fingerprint=ASKED, answer={"number": "EV1"}, made_at=NOW)


def test_it_returns_what_was_answered() -> None:
    assert once.answered(key="k1", fingerprint=ASKED) == {"number": "EV1"}


def test_an_unknown_key_has_no_answer() -> None:
    assert once.answered(key="k2", fingerprint=ASKED) is None


def test_a_key_of_another_request_is_refused() -> None:
    other = once.fingerprint(method="POST", path="/api/v1/reports", body=b'{"text": "x"}')
    with pytest.raises(once.KeyReused):
        once.answered(key="k1", fingerprint=other)


def test_old_answers_are_forgotten() -> None:
    assert once.prune(now=NOW + timedelta(hours=1)) == 0
    assert once.prune(now=NOW + once.KEPT_FOR + timedelta(seconds=1)) == 1
