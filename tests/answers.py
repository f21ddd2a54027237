"""What an answer of the site or of the API holds, whatever its form."""

import io
import zipfile
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client


def asked(method: str, path: str, token: str) -> HttpResponse:
    """The API's answer to the holder of a token."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": str(uuid4())}
    if method == "get":
        return Client().get(path, headers=headers)  # type: ignore[return-value]
    body: dict[str, Any] = {"inputs": {}}
    return Client().post(path, body, content_type="application/json", headers=headers)  # type: ignore[return-value]


def text_of(answer: Any) -> str:
    """Everything that an answer holds, and where it leads; a workbook is opened."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(one) for one in book.namelist())
    return body.decode("utf-8", "replace") + str(answer.get("Location", ""))
