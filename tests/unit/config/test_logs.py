"""A log line is JSON, and holds nothing that a person typed."""

import json
import logging

from django.db import OperationalError
from django.test import RequestFactory
from hypothesis import given, settings

from config.logs import Line
from tests.written import left, texts


def line(record: logging.LogRecord) -> dict[str, object]:
    shown: dict[str, object] = json.loads(Line().format(record))
    return shown


def test_it_says_when_what_and_where_from() -> None:
    shown = line(logging.LogRecord("linli.jobs", logging.INFO, "f", 1, "sent %d", (3,), None))
    assert (shown["level"], shown["from"], shown["message"]) == ("info", "linli.jobs", "sent 3")


def test_a_fault_is_told_without_its_words() -> None:
    try:
        raise ValueError("13800138000 is not a number")
    except ValueError as fault:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), (ValueError, fault, fault.__traceback__))
    text = Line().format(record)
    assert "13800138000" not in text
    assert '"kind": "ValueError"' in text


def test_a_path_with_a_secret_is_not_told() -> None:
    request = RequestFactory().get("/track/secret-of-a-resident/")
    record = logging.LogRecord("django.request", logging.WARNING, "f", 1, "%s: %s", ("Not Found", request.path), None)
    record.request = request
    assert line(record)["message"] == "Not Found: GET no such page"


@given(texts())
@settings(max_examples=150, deadline=None)
def test_no_line_holds_a_phone_identity_number_or_plate(written: tuple[str, str]) -> None:
    text, number = written
    fault = OperationalError(text)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "said %s", (text,), (OperationalError, fault, None))

    shown = line(record)
    told = f"{shown['message']} {shown['fault']}"
    assert number not in told
    assert left(told) == []
