"""Registers the room `intake` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
