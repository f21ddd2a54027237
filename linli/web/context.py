"""What every template may use: the city's name and brand, the sizes and modes a reader chose."""

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Template variables of every page."""
    return {}
