"""Registers the room `core` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
