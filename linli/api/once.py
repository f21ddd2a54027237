"""Idempotency-Key: what a repeated request is recognised by. The answer itself is kept by the room that gave it."""

import re
from hashlib import sha256

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linli.api.bearer import Caller
from linli.cases.types import Once
from linli.core.errors import Invalid

HEADER = "HTTP_IDEMPOTENCY_KEY"
PATTERN = r'^"?[\x21\x23-\x7e]{16,128}"?$'
_key = re.compile(PATTERN)


def once(request: HttpRequest, *, caller: Caller, body: bytes | None = None) -> Once | None:
    """The request's key, bound to the caller and the address, and the fingerprint of its body.

    None without the header. The key itself is not kept. Raises `Invalid`.
    """
    sent = request.META.get(HEADER)
    if sent is None:
        return None
    if not _key.match(sent):
        fault = _("Give 16 to 128 characters without spaces, best a UUID.")
        raise Invalid(_("The Idempotency-Key cannot be used."), fields={"Idempotency-Key": fault})
    bound = f"{caller.digest}\n{request.path_info}\n{sent.strip(chr(34))}"
    content = request.body if body is None else body
    return Once(key=sha256(bound.encode()).hexdigest(), fingerprint=sha256(content).hexdigest())
