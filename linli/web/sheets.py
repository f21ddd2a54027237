"""Style sheets as one file each: `static/css/<name>.css` with its imports put in their places. No build step."""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

NAMES = frozenset({"public", "console"})
_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole style sheet, as text bytes and compressed; `digest` is part of its address."""

    digest: str
    body: bytes
    zipped: bytes


def address(*, name: str) -> str:
    """The sheet's address, which changes with its content."""
    return reverse("public:sheet", args=[name, _current(name).digest])


def serve(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """The sheet, to be kept for ever by the browser when the address is the current one."""
    if name not in NAMES:
        raise Http404
    sheet = _current(name)
    is_zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.zipped if is_zipped else sheet.body, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = _FOREVER if digest == sheet.digest else "no-cache"
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _current(name: str) -> Sheet:
    if settings.DEBUG:
        _built.cache_clear()
    return _built(name)


@lru_cache(maxsize=8)
def _built(name: str) -> Sheet:
    body = _inlined(_source(f"css/{name}.css")).encode()
    return Sheet(digest=sha256(body).hexdigest()[:12], body=body, zipped=gzip.compress(body, 9, mtime=0))


def _inlined(file: Path) -> str:
    """The file's text with each import replaced by the imported text, wrapped in its layer."""

    def imported(match: re.Match[str]) -> str:
        text = _inlined((file.parent / match[1]).resolve()).removeprefix('@charset "UTF-8";')
        return f"@layer {match[2]} {{\n{text}\n}}" if match[2] else text

    return _IMPORT.sub(imported, file.read_text(encoding="utf-8"))


def _source(path: str) -> Path:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found).resolve()
