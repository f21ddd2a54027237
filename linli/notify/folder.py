"""A mail backend that writes each message into a folder as `<outgoing id>.eml`. For the demo and for trials."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

HEADER = "X-Linli-Outgoing"


class FolderBackend(BaseEmailBackend):
    """Writes into `settings.MAIL_FOLDER`. Refuses a file that is already there: that would be sending twice."""

    def __init__(self, fail_silently: bool = False, folder: Path | None = None, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently, **options)
        self.folder = folder or Path(str(settings.MAIL_FOLDER))

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = message.extra_headers.get(HEADER) or uuid4().hex
            _write_once(self.folder / f"{name}.eml", message.message().as_bytes())
        return len(email_messages)


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, and never over another: linking fails when the name is taken."""
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    part.write_bytes(content)
    try:
        os.link(part, path)
    finally:
        part.unlink()
