"""Response headers that keep pages to their own scripts, styles and images."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        " ".join(["form-action 'self'", *settings.CSP_FORM_TARGETS]),
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), browsing-topics=()"


class HeadersMiddleware:
    """Adds the content and permissions policies to whatever does not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
