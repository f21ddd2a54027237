"""Photos ahead of their report."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.cases.models import Attachment
from tests.integration.api.town import Api, Town, problem

pytestmark = pytest.mark.django_db
KEY = "0195553c-8a5e-7c10-9a3e-0d5a4c1b2e3f"


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


def send(client: Client, content: bytes, **headers: str) -> Any:
    return client.post("/api/v1/reports/photos", {"photo": SimpleUploadedFile("a.png", content)}, headers=headers)


def test_it_keeps_a_photo_for_a_report(api: Api, client: Client, town: Town) -> None:
    kept = send(client, picture())
    assert kept.status_code == 201
    number = api.report(photos=[kept.json()["id"]]).json()["number"]
    assert Attachment.objects.get().case.number == number  # type: ignore[union-attr]


def test_the_same_key_keeps_it_once(client: Client, town: Town) -> None:
    first = send(client, picture(), **{"Idempotency-Key": KEY})
    again = send(client, picture(), **{"Idempotency-Key": KEY})
    assert first.json() == again.json()
    assert (again.status_code, again.headers["Idempotent-Replay"]) == (200, "true")
    assert Attachment.objects.count() == 1
    problem(send(client, picture("blue"), **{"Idempotency-Key": KEY}), status=422)


def test_what_is_no_photo_is_refused(client: Client, town: Town) -> None:
    problem(send(client, b"not a picture"), status=422)


def test_no_file_is_refused(client: Client, town: Town) -> None:
    body = problem(client.post("/api/v1/reports/photos", {}), status=422)  # type: ignore[arg-type]
    assert body["errors"][0]["field"] == "photo"
