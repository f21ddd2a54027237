"""Registers the room `reading` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"
