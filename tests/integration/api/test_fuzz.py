"""Whatever is sent, the API answers as it says it does: schemathesis over the live schema, bounded in time."""

from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linli.api.application import api as application
from tests.integration.api.town import Town

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def described(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    for signal in (request_started, request_finished):  # the test's transaction lives on its connection
        monkeypatch.setattr(signal, "send", lambda *_args, **_named: [])
    monkeypatch.setattr("django.conf.settings.REPORT_RATE", "0/h")
    monkeypatch.setattr("django.conf.settings.API_RATE", "0/h")
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


OPERATIONS = [(path, method) for path, node in application.get_openapi_schema()["paths"].items() for method in node]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_it_answers_as_it_says(described: Any, town: Town, path: str, method: str) -> None:
    headers = {"Authorization": f"Bearer {town.desk}", "Accept-Language": "en"}

    @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method.upper()].as_strategy())
    def answers(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    answers()
