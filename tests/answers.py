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
    """Everything that an answer holds, how its file is called, and where it leads."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said_in(body) + "".join(str(answer.get(name, "")) for name in ("Content-Disposition", "Location"))


def said_in(content: bytes) -> str:
    """What a file says: of a workbook, a Word file or a bundle of such, every part with its name."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(one + said_in(packed.read(one)) for one in packed.namelist())
