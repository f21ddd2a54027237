"""Registers the room `cases` with Django, and the city's own packs with the registry."""

from django.apps import AppConfig
from django.conf import settings


class RoomConfig(AppConfig):
    name = "linli.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Packs of the city's own folder count as installed."""
        from linli.process.registry import use

        use(roots=[settings.EXTRA_PACKS] if settings.EXTRA_PACKS else [])
